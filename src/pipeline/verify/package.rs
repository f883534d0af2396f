//! Bag and data package against what is there.

use std::collections::BTreeMap;
use std::path::Path;

use super::bag_lines::BagLines;
use super::batch::BatchBytes;
use super::check::{BAG, PACKAGE};
use super::digest_of::digest_of;
use super::finding::Findings;
use crate::target::contract::Contract;
use crate::target::data_package;

const PACKAGE_FILE: &str = "data/datapackage.json";

/// Holds `datapackage.json` against the contract and the import files that the manifests name.
pub(super) fn check_package(
    output: &Path,
    (contract, bag): (Option<&Contract>, &BagLines),
    batches: &[BatchBytes],
    findings: &mut Findings,
) -> Option<(u64, String)> {
    let Ok((bytes, sha256)) = digest_of(&output.join(PACKAGE_FILE)) else {
        findings.add(&PACKAGE, PACKAGE_FILE, "expected the data package, found none");
        return None;
    };
    match bag.of(PACKAGE_FILE) {
        Some(listed) => findings.compare(&BAG, PACKAGE_FILE, "SHA-256", listed, &sha256),
        None => findings.add(&BAG, PACKAGE_FILE, "expected a line in manifest-sha256.txt"),
    }
    if let Some(contract) = contract {
        let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for batch in batches {
            for file in batch.manifest.iter().flat_map(|manifest| &manifest.files) {
                if let Some(table) = &file.table {
                    let path = format!("batches/{:04}/{}", batch.number, file.path);
                    files.entry(table.clone()).or_default().push(path);
                }
            }
        }
        let found = std::fs::read(output.join(PACKAGE_FILE)).unwrap_or_default();
        if data_package(contract, &files).as_bytes() != found {
            let expected =
                "expected the contract's tables and the import files of the manifests, in the program's form";
            findings.add(&PACKAGE, PACKAGE_FILE, expected);
        }
    }
    Some((bytes, sha256))
}

/// Holds the bag's own files against what they are about.
pub(super) fn check_bag(output: &Path, version: Option<&str>, payload: (u64, u64), findings: &mut Findings) {
    let read = |name: &str| std::fs::read_to_string(output.join(name)).unwrap_or_default();
    if read("bagit.txt") != "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n" {
        findings.add(&BAG, "bagit.txt", "expected the declaration of a bag of version 1.0 in UTF-8");
    }
    let (bytes, files) = payload;
    let info = read("bag-info.txt");
    let oxum = format!("Payload-Oxum: {bytes}.{files}");
    let agent = version.map(|version| format!("Bag-Software-Agent: care2mosaic {version}"));
    let mut lines = info.lines();
    let first = lines.next();
    if agent.as_deref().is_some_and(|agent| first != Some(agent)) {
        findings.add(&BAG, "bag-info.txt", "expected the program and the version of the report");
    }
    if lines.next() != Some(&oxum) || lines.next().is_some() || !info.ends_with('\n') {
        findings.add(&BAG, "bag-info.txt", format!("expected {oxum}, and nothing after it"));
    }
}

/// Files that the bag lists and nobody has.
pub(super) fn check_listed(output: &Path, bag: &BagLines, findings: &mut Findings) {
    for (path, (line, sha256)) in &bag.files {
        if !path.starts_with("data/") {
            let expected = format!("expected files under data/, found {path}");
            findings.at_line(&BAG, ("manifest-sha256.txt", *line), None, expected);
        } else if !output.join(path).is_file() {
            findings.add(&BAG, path, format!("expected a file with SHA-256 {sha256}, found none"));
        }
    }
}
