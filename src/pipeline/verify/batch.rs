//! One batch folder: its bytes against its manifest, the bag, and the ledger.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::bag_lines::BagLines;
use super::check::{BAG, MANIFEST, SEALED};
use super::digest_of::digest_of;
use super::finding::Findings;
use super::used_mappings::CopyMarks;
use crate::ledger::BatchRow;
use crate::reconcile::reader::{BatchManifest, ListedFile};

/// What a batch is held against.
pub(super) struct BatchExpected<'a> {
    /// The output folder.
    pub(super) output: &'a Path,
    /// The bag's lines.
    pub(super) bag: &'a BagLines,
    /// What the ledger knows of the batch; none where it does not know it.
    pub(super) row: Option<&'a BatchRow>,
    /// What its manifest says of the mappings, by the number of the run.
    pub(super) copies: &'a BTreeMap<u32, CopyMarks>,
    /// The version of the program that sealed every batch; none where the ledger cannot tell.
    pub(super) tool_version: Option<&'a str>,
}

/// What a batch holds.
pub(super) struct BatchBytes {
    /// The number of the batch.
    pub(super) number: u32,
    /// What its manifest says; none where it cannot be read.
    pub(super) manifest: Option<BatchManifest>,
    /// Size and SHA-256 of its files but the manifest, by path relative to the batch folder.
    pub(super) files: BTreeMap<String, (u64, String)>,
    /// Those of the manifest.
    pub(super) own: Option<(u64, String)>,
}

impl BatchBytes {
    /// Size and SHA-256 of its documents, by name.
    pub(super) fn documents(&self) -> BTreeMap<String, (u64, String)> {
        let own = |(path, file): (&String, &(u64, String))| {
            path.strip_prefix("documents/").map(|name| (name.to_owned(), file.clone()))
        };
        self.files.iter().filter_map(own).collect()
    }
}

/// Hashes the files of a batch and holds them against manifest, bag, and ledger.
pub(super) fn batch(number: u32, expected: &BatchExpected<'_>, findings: &mut Findings) -> BatchBytes {
    let base = format!("data/batches/{number:04}");
    let folder = expected.output.join(&base);
    let mut bytes = BatchBytes { number, manifest: None, files: BTreeMap::new(), own: None };
    let mut check = Check { base, folder, expected, findings };
    for path in check.paths() {
        let Some(file) = check.file(&path) else { continue };
        if path == "manifest.json" {
            bytes.own = Some(file);
        } else {
            bytes.files.insert(path, file);
        }
    }
    bytes.manifest = check.manifest(&bytes);
    if let Some(manifest) = &bytes.manifest {
        check.says(manifest, number);
    }
    bytes
}

struct Check<'a> {
    base: String,
    folder: PathBuf,
    expected: &'a BatchExpected<'a>,
    findings: &'a mut Findings,
}

impl Check<'_> {
    fn name(&self, path: &str) -> String {
        format!("{}/{path}", self.base)
    }

    /// The paths of the files, relative to the batch folder.
    fn paths(&self) -> Vec<String> {
        let mut paths = Vec::new();
        for (folder, prefix) in [(self.folder.clone(), ""), (self.folder.join("documents"), "documents/")] {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                if entry.path().is_file() {
                    paths.push(format!("{prefix}{}", entry.file_name().to_string_lossy()));
                }
            }
        }
        paths.sort();
        paths
    }

    /// Hashes a file and holds it against the bag.
    fn file(&mut self, path: &str) -> Option<(u64, String)> {
        let name = self.name(path);
        let Ok((bytes, sha256)) = digest_of(&self.folder.join(path)) else {
            self.findings.add(&BAG, name, "expected a file that can be read");
            return None;
        };
        match self.expected.bag.of(&name) {
            Some(listed) => self.findings.compare(&BAG, &name, "SHA-256", listed, &sha256),
            None => self.findings.add(&BAG, name, "expected no file that manifest-sha256.txt does not list"),
        }
        Some((bytes, sha256))
    }

    /// Reads the manifest and holds the files against it.
    fn manifest(&mut self, bytes: &BatchBytes) -> Option<BatchManifest> {
        let name = self.name("manifest.json");
        let Some((_, sha256)) = &bytes.own else {
            self.findings.add(&MANIFEST, name, "expected the manifest of the batch, found none");
            return None;
        };
        if let Some(sealed) = self.expected.row.and_then(|row| row.manifest_sha256.as_deref()) {
            self.findings.compare(&SEALED, &name, "SHA-256", sealed, sha256);
        }
        let Ok(manifest) = BatchManifest::read(&self.folder) else {
            self.findings.add(&MANIFEST, name, "expected a manifest of format 1");
            return None;
        };
        self.lists(&manifest, &bytes.files);
        Some(manifest)
    }

    fn lists(&mut self, manifest: &BatchManifest, files: &BTreeMap<String, (u64, String)>) {
        let mut before: Option<&str> = None;
        for listed in &manifest.files {
            if before.is_some_and(|before| before >= listed.path.as_str()) {
                let name = self.name("manifest.json");
                self.findings.add(&MANIFEST, name, "expected every file once, in order of path");
            }
            before = Some(&listed.path);
            self.listed(listed, files.get(&listed.path));
        }
        for path in files.keys().filter(|path| manifest.file(path).is_none()) {
            let name = self.name(path);
            self.findings.add(
                &MANIFEST,
                name,
                "expected no file that the batch's manifest.json does not list",
            );
        }
    }

    fn listed(&mut self, listed: &ListedFile, found: Option<&(u64, String)>) {
        let name = self.name(&listed.path);
        let Some((bytes, sha256)) = found else {
            let expected = format!("expected a file of {} bytes, found none", listed.bytes);
            return self.findings.add(&MANIFEST, name, expected);
        };
        self.findings.compare(&MANIFEST, &name, "SHA-256", &listed.sha256, sha256);
        self.findings.compare(&MANIFEST, &name, "bytes", &listed.bytes.to_string(), &bytes.to_string());
        if let Some(digest) = listed.path.strip_prefix("documents/") {
            self.findings.compare(&MANIFEST, &name, "a document named by its SHA-256", sha256, digest);
        }
    }

    /// What the manifest says of itself.
    fn says(&mut self, manifest: &BatchManifest, number: u32) {
        let name = self.name("manifest.json");
        let findings = &mut *self.findings;
        findings.compare(&MANIFEST, &name, "format", "1", &manifest.format.to_string());
        findings.compare(&MANIFEST, &name, "batch", &number.to_string(), &manifest.batch.to_string());
        if manifest.retry_of.is_some() {
            // A failed batch keeps its number, and a supplementary one is nobody's second try.
            findings.add(&MANIFEST, &name, "expected a retry_of of null");
        }
        if let Some(version) = self.expected.tool_version {
            findings.compare(&MANIFEST, &name, "tool_version", version, &manifest.tool_version);
        }
        if let Some(copy) = self.expected.copies.get(&manifest.run) {
            let (mappings, contract) = (&copy.mappings_sha256, &copy.contract_sha256);
            findings.compare(&MANIFEST, &name, "mappings_sha256", mappings, &manifest.mappings_sha256);
            findings.compare(&MANIFEST, &name, "contract_sha256", contract, &manifest.contract_sha256);
            let (schema, own) = (&copy.schema_version, &manifest.target_schema_version);
            findings.compare(&MANIFEST, &name, "target_schema_version", schema, own);
        } else {
            let expected = format!("expected the mappings of run {} under mappings/", manifest.run);
            findings.add(&MANIFEST, &name, expected);
        }
        if let Some(row) = self.expected.row {
            let (ledger, own) = (row.case_files.to_string(), manifest.case_files.to_string());
            findings.compare(&SEALED, &name, "case_files", &ledger, &own);
        }
    }
}
