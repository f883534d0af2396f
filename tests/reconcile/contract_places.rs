//! What the contract and the validations find is told where it stands: table, column, file and line.

use super::contract::{Rows, check_by, output_with, text};
use super::hand_export::{key, plan};

/// What is found in a batch with these rows more: the check, and table, column, file and line.
fn found(more: Rows) -> Vec<(&'static str, String, String, String, u64)> {
    let found = check_by(plan().contract(), output_with(more).path());
    found.into_iter().map(|one| (one.check, one.table, one.field, one.file, one.line)).collect()
}

/// A finding at a line of a table's file in the first batch.
fn told(
    check: &'static str,
    table: &str,
    column: &str,
    line: u64,
) -> (&'static str, String, String, String, u64) {
    let contract = plan().contract();
    let file = contract.table(contract.find(table).unwrap()).file_name();
    (check, table.to_owned(), column.to_owned(), format!("data/batches/0001/{file}"), line)
}

fn status(number: u32, start: &str, end: &str) -> (&'static str, Vec<(&'static str, String)>) {
    let cells = [("LEGACY_ID", key(number)), ("PERSON_LEGACY_ID", key(1)), ("LEGAL_STATUS", "C2".into())];
    ("PERSON_LEGAL_STATUSES", [cells.to_vec(), text(&[("START_DATE", start), ("END_DATE", end)])].concat())
}

fn organisation(number: u32) -> (&'static str, Vec<(&'static str, String)>) {
    let cells = text(&[("NAME", "Team"), ("RESPONSIBLE_AUTHORITY", "N")]);
    ("ORGANISATIONS", [vec![("LEGACY_ID", key(number))], cells].concat())
}

fn below(child: u32, parent: u32) -> (&'static str, Vec<(&'static str, String)>) {
    let cells = vec![("CHILD_ORG_LEGACY_ID", key(child)), ("PARENT_ORG_LEGACY_ID", key(parent))];
    ("ORGANISATION_STRUCTURE", cells)
}

#[test]
fn what_is_wrong_with_a_row_is_told_at_its_line() {
    let statuses = "PERSON_LEGAL_STATUSES";
    let good = || status(20, "2022-05-02", "2022-06-01");
    let cases = [
        (status(21, "2023-13-01", ""), told("cell-type", statuses, "START_DATE", 3)),
        (status(21, "2023-05-02", "2023-05-01"), told("days-in-order", statuses, "END_DATE", 3)),
        (good(), told("row-key", statuses, "", 3)),
    ];
    for (row, wanted) in cases {
        let found = found(vec![good(), row]);
        assert!(found.contains(&wanted), "{wanted:?} {found:?}");
        assert!(found.iter().all(|one| one.3 == wanted.3 && one.4 == 3), "{found:?}");
    }
    assert_eq!(found(vec![status(21, "2023-05-02", "2023-05-02")]), [], "it may end on the day it begins");
    let output = output_with(vec![status(21, "2023-05-02", "2023-05-01")]);
    assert_eq!(check_by(plan().contract(), output.path())[0].legacy_id, key(21));
}

#[test]
fn rows_that_do_not_go_with_others_are_told_at_their_lines() {
    let apart = found(vec![status(20, "2022-05-02", ""), status(21, "2023-05-02", "")]);
    assert_eq!(apart, [told("periods-apart", "PERSON_LEGAL_STATUSES", "", 3)]);
    let nowhere = found(vec![organisation(60), below(60, 59)]);
    assert_eq!(nowhere, [told("reference", "ORGANISATION_STRUCTURE", "PARENT_ORG_LEGACY_ID", 2)]);
    let organisations = vec![organisation(60), organisation(61), organisation(62)];
    let circle = found([organisations, vec![below(60, 61), below(61, 62), below(62, 61)]].concat());
    let at = |line| told("acyclic", "ORGANISATION_STRUCTURE", "PARENT_ORG_LEGACY_ID", line);
    assert_eq!(circle, [at(3), at(4)]);
}

#[test]
fn a_row_out_of_its_order_is_told_at_its_line() {
    let output = output_with(vec![status(20, "2022-05-02", "2022-06-01"), status(21, "2023-05-02", "")]);
    let (_, _, _, file, line) = told("row-order", "PERSON_LEGAL_STATUSES", "", 3);
    let path = output.path().join(&file);
    let written = std::fs::read_to_string(&path).unwrap();
    let mut lines: Vec<&str> = written.split_inclusive("\r\n").collect();
    lines.swap(1, 2);
    std::fs::write(&path, lines.concat()).unwrap();
    let found = check_by(plan().contract(), output.path());
    let order: Vec<_> = found.into_iter().filter(|one| one.check == "row-order").collect();
    assert_eq!(order.iter().map(|one| (&one.file, one.line)).collect::<Vec<_>>(), [(&file, line)]);
}

#[test]
fn a_number_is_as_wide_as_it_has_digits() {
    let numbered = |number: &str| {
        let cells = [("STREET", "High Street"), ("UNIQUE_ID", number)];
        vec![("ADDRESSES", [vec![("LEGACY_ID", key(50))], text(&cells)].concat())]
    };
    assert_eq!(found(numbered("-123456789012345")), []);
    assert_eq!(found(numbered("1234567890123456")), [told("cell-width", "ADDRESSES", "UNIQUE_ID", 2)]);
}

#[test]
fn a_short_text_is_as_long_as_it_may_be() {
    let is_too_long = |length: usize| {
        let text = text(&[("ANSWER_TYPE", "ShortText"), ("TEXT_ANSWER", &"a".repeat(length))]);
        found(vec![("MO_FORM_ANSWERS", text)]).iter().any(|one| one.0 == "text-width")
    };
    assert!(is_too_long(4001) && !is_too_long(4000));
}
