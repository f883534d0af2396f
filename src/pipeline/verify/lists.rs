//! The lists under `exceptions/` against what the ledger knows.

use std::collections::BTreeMap;
use std::path::Path;

use super::check::LISTS;
use super::digest_list::DigestLists;
use super::finding::Findings;
use super::ledger_view::LedgerView;
use crate::ledger::{ExceptionRow, LedgerError};
use crate::reconcile::CaseFileState;
use crate::reconcile::reader::{ExceptionList, ExceptionListFile, ListLine};

/// The lists and the ledger's word for what they hold.
const KINDS: [(ExceptionList, &str); 6] = [
    (ExceptionList::Rejects, "reject"),
    (ExceptionList::Holds, "hold"),
    (ExceptionList::Waiting, "waiting"),
    (ExceptionList::Excluded, "excluded"),
    (ExceptionList::Values, "value"),
    (ExceptionList::Warnings, "warning"),
];

/// The columns that list and ledger share.
const COLUMNS: [&str; 8] = ["ENTITY", "SOURCE_ID", "CASE_FILE", "FILE", "LINE", "FIELD", "REASON", "RULE"];

/// Holds every list against the ledger's rows of a run.
pub(super) fn lists(
    output: &Path,
    (view, run): (&LedgerView, u32),
    findings: &mut Findings,
) -> Result<(), LedgerError> {
    for (list, kind) in KINDS {
        let Some(rows) = LedgerView::told(view.ledger.exceptions(run, kind), findings)? else { continue };
        let mut known: BTreeMap<[String; 8], u64> = BTreeMap::new();
        for row in &rows {
            *known.entry(cells_of(row, list)).or_default() += 1;
        }
        each_line(output, list, findings, |line, path, findings| {
            match known.get_mut(&COLUMNS.map(|column| line.get(column).to_owned())) {
                Some(count) if *count > 0 => *count -= 1,
                _ => {
                    let expected = "expected a line that the ledger knows";
                    findings.at_line(&LISTS, (path, line.line()), line.case_file(), expected);
                }
            }
        });
        let lost: u64 = known.values().sum();
        if lost > 0 {
            let expected = format!("expected {lost} more line(s), which the ledger knows");
            findings.add(&LISTS, path_of(list), expected);
        }
    }
    Ok(())
}

/// Holds the list of held case files against the list of all case files, and its reasons against the list of holds.
pub(super) fn held(output: &Path, case_files: &DigestLists, findings: &mut Findings) {
    let held = case_files.case_files.iter().filter(|entry| entry.state == CaseFileState::Held);
    let known: BTreeMap<u64, u64> = held.map(|entry| (entry.number, entry.rows[5])).collect();
    let mut reasons: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    each_line(output, ExceptionList::Holds, &mut Findings::default(), |line, _, _| {
        let own = reasons.entry(line.case_file().unwrap_or_default()).or_default();
        let reason = line.get("REASON").to_owned();
        if !own.contains(&reason) {
            own.push(reason);
        }
    });
    let mut lines: BTreeMap<u64, Vec<ListLine>> = BTreeMap::new();
    each_line(output, ExceptionList::Held, findings, |line, _, _| {
        lines.entry(line.case_file().unwrap_or_default()).or_default().push(line.clone());
    });
    let path = path_of(ExceptionList::Held);
    for (number, lines) in &lines {
        // Several people of one number, or of none, are one row in the ledger.
        let [line] = lines.as_slice() else { continue };
        let reasons = reasons.get(number).map(Vec::as_slice).unwrap_or_default();
        let told = line.get("REASONS") == reasons.join(" ")
            && line.get("FIRST_REASON") == reasons.first().map(String::as_str).unwrap_or_default();
        let counted = known.get(number).is_some_and(|records| records.to_string() == line.get("RECORDS"));
        if *number != 0 && !(told && counted) {
            let expected = "expected a held case file with the records that case-files.csv counts and the reasons of holds.csv";
            findings.at_line(&LISTS, (&path, line.line()), Some(*number), expected);
        }
    }
    for number in known.keys().filter(|number| **number != 0 && !lines.contains_key(number)) {
        let expected = format!("expected a line for case file {number}, which case-files.csv has as held");
        findings.add(&LISTS, &path, expected);
    }
}

fn path_of(list: ExceptionList) -> String {
    format!("exceptions/{}", list.file_name())
}

fn each_line(
    output: &Path,
    list: ExceptionList,
    findings: &mut Findings,
    mut take: impl FnMut(&ListLine, &str, &mut Findings),
) {
    let path = path_of(list);
    let Ok(mut file) = ExceptionListFile::open(output, list) else {
        return findings.add(&LISTS, path, "expected the list, found none");
    };
    while let Ok(Some(line)) = file.next_line() {
        take(&line, &path, findings);
    }
    for fault in file.faults() {
        let expected = format!("expected the list's form, found: {}", fault.kind.word());
        findings.at_line(&LISTS, (&path, fault.line), None, expected);
    }
}

/// The cells of a line, as the list has them: the list of exclusions has rule and reason, and no place.
fn cells_of(row: &ExceptionRow, list: ExceptionList) -> [String; 8] {
    let number = |number: u64| if number == 0 { String::new() } else { number.to_string() };
    let case_file = row.case_file.map(|number| number.to_string()).unwrap_or_default();
    let (entity, id, reason) = (row.entity.clone(), row.source_id.clone(), row.reason.clone());
    if list == ExceptionList::Excluded {
        let none = String::new;
        return [entity, id, case_file, none(), none(), none(), reason, row.rule.clone()];
    }
    let (file, line, field) = (row.file.clone(), number(row.line), row.field.clone());
    [entity, id, case_file, file, line, field, reason, String::new()]
}
