//! The case files of list, ledger, manifests, and batches.

use std::collections::BTreeMap;

use super::batch::BatchBytes;
use super::check::CASE_FILES;
use super::digest_list::{CASE_FILE_LIST, CaseFileEntry, DigestLists};
use super::finding::Findings;
use crate::ledger::CaseFileRow;

/// A case file as the ledger knows it: state, batch, and number of records.
type KnownCaseFile<'a> = (&'a str, Option<u32>, u64);

/// Holds the list against the ledger's case files, by their numbers; several people may have one.
pub(super) fn against_ledger(lists: &DigestLists, rows: &[CaseFileRow], findings: &mut Findings) {
    let mut entries: BTreeMap<u64, Vec<&CaseFileEntry>> = BTreeMap::new();
    for entry in &lists.case_files {
        entries.entry(entry.number).or_default().push(entry);
    }
    let mut known: BTreeMap<u64, Vec<KnownCaseFile<'_>>> = BTreeMap::new();
    for row in rows {
        known.entry(row.number).or_default().push((row.state.as_str(), row.batch, row.records));
    }
    for rows in known.values_mut() {
        rows.sort_unstable();
    }
    for (number, entries) in &entries {
        let mut listed: Vec<_> =
            entries.iter().map(|entry| (entry.state.word(), entry.batch, entry.rows[0])).collect();
        listed.sort_unstable();
        if known.get(number) != Some(&listed) {
            let expected = "expected a case file that the ledger knows, with its state, batch, and records";
            findings.at_line(&CASE_FILES, (CASE_FILE_LIST, entries[0].line), Some(*number), expected);
        }
    }
    for number in known.keys().filter(|number| !entries.contains_key(number)) {
        let expected = format!("expected a line for case file {number}, which the ledger knows");
        findings.add(&CASE_FILES, CASE_FILE_LIST, expected);
    }
}

/// Holds the list against the numbers of case files that the manifests name.
pub(super) fn against_manifests(lists: &DigestLists, batches: &[BatchBytes], findings: &mut Findings) {
    let mut listed: BTreeMap<u32, u64> = BTreeMap::new();
    for batch in lists.case_files.iter().filter_map(|entry| entry.batch) {
        *listed.entry(batch).or_default() += 1;
    }
    for batch in batches {
        let Some(manifest) = &batch.manifest else { continue };
        let listed = listed.remove(&batch.number).unwrap_or_default();
        let what = format!("the case files that manifest.json of batch {:04} counts,", batch.number);
        let (own, listed) = (manifest.case_files.to_string(), listed.to_string());
        findings.compare(&CASE_FILES, CASE_FILE_LIST, &what, &own, &listed);
    }
    for batch in listed.keys() {
        let expected = format!("expected batch {batch:04}, which the list names, under data/batches");
        findings.add(&CASE_FILES, CASE_FILE_LIST, expected);
    }
}
