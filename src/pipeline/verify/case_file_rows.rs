//! The case files of list, ledger, manifests, and batches.

use std::collections::BTreeMap;

use super::batch::BatchBytes;
use super::check::CASE_FILES;
use super::digest_list::{CASE_FILE_LIST, CaseFileEntry, DigestLists};
use super::finding::Findings;
use crate::ledger::CaseFileRow;

/// Holds the list against the ledger's case files, each by its number.
pub(super) fn against_ledger(lists: &DigestLists, rows: &[CaseFileRow], findings: &mut Findings) {
    let mut entries: BTreeMap<u64, Vec<&CaseFileEntry>> = BTreeMap::new();
    for entry in lists.case_files.iter().filter(|entry| entry.number != 0) {
        entries.entry(entry.number).or_default().push(entry);
    }
    let rows: BTreeMap<u64, &CaseFileRow> = rows.iter().map(|row| (row.number, row)).collect();
    for (number, entries) in &entries {
        // Several people of one number are one row in the ledger.
        let [entry] = entries.as_slice() else { continue };
        let same = rows.get(number).is_some_and(|row| {
            row.state == entry.state.word() && row.batch == entry.batch && row.records == entry.rows[0]
        });
        if !same {
            let expected = "expected a case file that the ledger knows, with its state, batch, and records";
            findings.at_line(&CASE_FILES, (CASE_FILE_LIST, entry.line), Some(*number), expected);
        }
    }
    for number in rows.keys().filter(|number| !entries.contains_key(number)) {
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
