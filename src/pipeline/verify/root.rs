//! The root of the digests, and the document that names it.

use std::path::Path;

use super::check::{ROOT, ROOT_DOCUMENT};
use super::digest_list::DigestLists;
use super::finding::Findings;
use crate::report::lists::{RootDocument, SourceDigest};
use crate::report::model::{ALGORITHM, Report};
use crate::target::hex;

/// The path of the root document.
pub(in crate::pipeline) const ROOT_FILE: &str = "reconciliation/root.json";

/// Reads the root document; one that is not in its only form is found.
pub(in crate::pipeline) fn root_document(output: &Path, findings: &mut Findings) -> Option<RootDocument> {
    let Ok(bytes) = std::fs::read(output.join(ROOT_FILE)) else {
        findings.add(&ROOT_DOCUMENT, ROOT_FILE, "expected the root document, found none");
        return None;
    };
    let Ok(document) = serde_json::from_slice::<RootDocument>(&bytes) else {
        findings.add(&ROOT_DOCUMENT, ROOT_FILE, "expected a root document of format 1");
        return None;
    };
    if document.to_json().as_bytes() != bytes {
        let expected = "expected the root document in the program's own form, without anything else in it";
        findings.add(&ROOT_DOCUMENT, ROOT_FILE, expected);
    }
    findings.compare(&ROOT_DOCUMENT, ROOT_FILE, "format", "1", &document.format.to_string());
    findings.compare(&ROOT_DOCUMENT, ROOT_FILE, "algorithm", ALGORITHM, &document.algorithm);
    Some(document)
}

/// Works the root out of the lists and compares it with what the root document says.
pub(in crate::pipeline) fn check_root(document: &RootDocument, lists: &DigestLists, findings: &mut Findings) {
    let tree = lists.tree();
    let expected = format!("{} over {} leaves", hex(&tree.root()), tree.leaves());
    let found = format!("{} over {} leaves", document.root, document.leaves);
    findings.compare(&ROOT, ROOT_FILE, "the root of the digests that the lists name,", &expected, &found);
}

/// Compares root document and report.
pub(in crate::pipeline) fn check_against_report(
    document: &RootDocument,
    report: &Report,
    findings: &mut Findings,
) {
    let name = super::report::REPORT_FILE;
    if let Some(root) = &report.root {
        let expected = format!("{} over {} leaves", document.root, document.leaves);
        let found = format!("{} over {} leaves", root.value, root.leaves);
        findings.compare(&ROOT, name, "the root of root.json,", &expected, &found);
    }
    if let Some(mappings) = &report.mappings {
        let (own, used) = (&document.mappings_sha256, &mappings.sha256);
        findings.compare(&ROOT_DOCUMENT, ROOT_FILE, "mappings_sha256", used, own);
        let (own, used) = (&document.contract_sha256, &mappings.contract_sha256);
        findings.compare(&ROOT_DOCUMENT, ROOT_FILE, "contract_sha256", used, own);
    }
    let version = &report.tool.version;
    findings.compare(&ROOT_DOCUMENT, ROOT_FILE, "tool_version", version, &document.tool_version);
    let of_report = report
        .source
        .files
        .iter()
        .map(|file| SourceDigest { path: file.path.clone(), sha256: file.sha256.clone() });
    if !of_report.eq(document.sources.iter().cloned()) {
        findings.add(
            &ROOT_DOCUMENT,
            ROOT_FILE,
            "expected the source files of report.json, with their digests",
        );
    }
}
