//! The copies of the mappings that the runs used.

use std::collections::BTreeMap;
use std::path::Path;

use super::bag_lines::{BagLines, BagOrder};
use super::check::{BAG, MAPPINGS};
use super::digest_of::digest_of;
use super::finding::Findings;
use crate::map::compile;
use crate::map::plan::Plan;
use crate::pipeline::fingerprint::Fingerprint;
use crate::reconcile::check::validation::Validations;

/// The copies of the mappings in an output folder.
pub(super) struct UsedMappings {
    /// What the manifests of a run's batches say of its copy, by the number of the run.
    pub(super) copies: BTreeMap<u32, CopyMarks>,
    /// The latest copy; none where it cannot be read.
    pub(super) latest: Option<LatestMappings>,
}

/// What a copy of the mappings is known by.
pub(super) struct CopyMarks {
    /// SHA-256 of the mappings, in lower-case hexadecimal.
    pub(super) mappings_sha256: String,
    /// SHA-256 of the contract, in lower-case hexadecimal.
    pub(super) contract_sha256: String,
    /// Version of the target's schema that the contract is for.
    pub(super) schema_version: String,
}

impl CopyMarks {
    fn of(plan: &Plan) -> Self {
        let contract = plan.contract();
        Self {
            mappings_sha256: plan.sha256().to_owned(),
            contract_sha256: contract.sha256().to_owned(),
            schema_version: contract.schema_version().to_owned(),
        }
    }
}

/// The latest copy of the mappings.
pub(super) struct LatestMappings {
    name: String,
    pub(super) plan: Plan,
    pub(super) validations: Validations,
}

/// The tag files of a bag beside its copies of the mappings.
const TAGS: [&str; 3] = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"];

/// Holds the bag's tag files against their manifest, and gives its lines.
pub(super) fn tag_files(output: &Path, findings: &mut Findings) -> BagLines {
    const NAME: &str = "tagmanifest-sha256.txt";
    let lines = BagLines::read(output, NAME, BagOrder::Texts, findings);
    for (path, (line, sha256)) in &lines.files {
        if !path.starts_with("mappings/") && !TAGS.contains(&path.as_str()) {
            findings.at_line(&BAG, (NAME, *line), None, format!("expected no line for {path}"));
            continue;
        }
        match digest_of(&output.join(path)) {
            Ok((_, found)) => findings.compare(&BAG, path, "SHA-256", sha256, &found),
            Err(_) => findings.add(&BAG, path, format!("expected a file with SHA-256 {sha256}, found none")),
        }
    }
    for tag in TAGS.iter().filter(|tag| lines.of(tag).is_none()) {
        findings.add(&BAG, NAME, format!("expected a line for {tag}"));
    }
    lines
}

/// Reads the copies of the mappings; the latest must be what the latest run used.
pub(super) fn used_mappings(
    output: &Path,
    used: Option<&Fingerprint>,
    findings: &mut Findings,
) -> UsedMappings {
    let mut mappings = UsedMappings { copies: BTreeMap::new(), latest: None };
    let names = crate::pipeline::output_folder::names(&output.join("mappings")).unwrap_or_default();
    for (run, copy) in names.iter().filter_map(|name| Some((name.parse::<u32>().ok()?, name))) {
        let (folder, name) = (output.join("mappings").join(copy), format!("mappings/{copy}"));
        let Ok(plan) = compile(&folder) else {
            findings.add(&MAPPINGS, name, "expected the mappings of a run, found some with mistakes");
            mappings.latest = None;
            continue;
        };
        mappings.copies.insert(run, CopyMarks::of(&plan));
        mappings.latest = Validations::load(&folder, plan.contract())
            .ok()
            .map(|validations| LatestMappings { name, plan, validations });
    }
    if let (Some(used), Some(latest)) = (used, &mappings.latest) {
        let (plan, name) = (&latest.plan, &latest.name);
        findings.compare(&MAPPINGS, name, "mappings with SHA-256", &used.mappings_sha256, plan.sha256());
        let (contract, found) = (&used.contract_sha256, plan.contract().sha256());
        findings.compare(&MAPPINGS, name, "a contract with SHA-256", contract, found);
    }
    mappings
}
