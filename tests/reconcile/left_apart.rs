//! Copies for several people that say the same and do not stand under one key, in rows made by hand.

use care2mosaic::reconcile::recompute::{WrittenFamily, left_apart};
use care2mosaic::reconcile::{FoldedWork, TargetFile, TargetSide};
use care2mosaic::record::Guid;

use super::hand_export::plan;

fn guid(number: u8) -> Guid {
    Guid::from_bytes([number; 16])
}

/// Rows of batch 1, each its table and cells by column.
fn side(rows: &[(&str, &[(&str, String)])]) -> TargetSide {
    let contract = plan().contract();
    let mut side = TargetSide::new(contract);
    let file = side.add_file(TargetFile { batch: 1, path: "data/batches/0001/rows.csv".to_owned() });
    for (line, (table, cells)) in (2..).zip(rows) {
        let table = contract.find(table).unwrap();
        let columns = contract.table(table).columns.iter();
        let cell = |name: &str| cells.iter().find(|(own, _)| *own == name).map(|(_, text)| text.as_str());
        side.push(table, file, line, columns.map(|column| cell(&column.name)));
    }
    side
}

/// A step with an answer, under a key.
fn step(key: u8, status: &str, answer: &str) -> Vec<(&'static str, Vec<(&'static str, String)>)> {
    let own = guid(key).to_string();
    vec![
        ("MO_WORKFLOW_STEPS", vec![("LEGACY_ID", own.clone()), ("STEP_STATUS", status.to_owned())]),
        ("MO_FORMS", vec![("LEGACY_ID", own.clone()), ("CREATED_ON", format!("2024-06-0{key}T09:30:00"))]),
        ("MO_FORM_ANSWERS", vec![("FORM_LEGACY_ID", own), ("TEXT_ANSWER", answer.to_owned())]),
    ]
}

fn link(from: u8, to: u8, reason: &str) -> (&'static str, Vec<(&'static str, String)>) {
    let ends = [("SOURCE_STEP_LEGACY_ID", from), ("TARGET_STEP_LEGACY_ID", to)];
    let ends = ends.map(|(column, key)| (column, guid(key).to_string()));
    ("MO_WORKFLOW_LINKS", ends.into_iter().chain([("WORKFLOW_REASON_TYPE_ID", reason.to_owned())]).collect())
}

/// Which of the copies 1 and 2, of the people named, are found.
fn found(rows: &[(&str, Vec<(&str, String)>)], people: [u8; 2]) -> Vec<Guid> {
    let rows: Vec<(&str, &[(&str, String)])> =
        rows.iter().map(|(table, cells)| (*table, cells.as_slice())).collect();
    let copies = vec![(guid(people[0]), guid(1)), (guid(people[1]), guid(2))];
    left_apart(plan(), (&side(&rows), &FoldedWork::default()), &[WrittenFamily { batch: 1, copies }])
}

#[test]
fn copies_that_say_the_same_are_found_whenever_they_were_made() {
    let both = [step(1, "STARTED", "Seen."), step(2, "STARTED", "Seen.")].concat();
    assert_eq!(found(&both, [11, 12]), [guid(2)]);
}

#[test]
fn copies_that_say_anything_else_are_work_of_their_own() {
    let answers = [step(1, "STARTED", "Seen."), step(2, "STARTED", "Not seen.")].concat();
    let states = [step(1, "STARTED", "Seen."), step(2, "COMPLETED", "Seen.")].concat();
    let fewer = [step(1, "STARTED", "Seen."), step(2, "STARTED", "Seen.")[..2].to_vec()].concat();
    for rows in [answers, states, fewer] {
        assert_eq!(found(&rows, [11, 12]), []);
    }
}

#[test]
fn two_copies_of_one_person_stay_two() {
    let both = [step(1, "STARTED", "Seen."), step(2, "STARTED", "Seen.")].concat();
    assert_eq!(found(&both, [11, 11]), []);
}

#[test]
fn rows_that_would_contradict_each_other_keep_copies_apart() {
    let both = [step(1, "STARTED", "Seen."), step(2, "STARTED", "Seen.")].concat();
    let with = |more: Vec<_>| found(&[both.clone(), more].concat(), [11, 12]);
    assert_eq!(with(vec![link(1, 9, "1"), link(2, 9, "1")]), [guid(2)]);
    assert_eq!(with(vec![link(1, 9, "1"), link(2, 9, "2")]), []);
    assert_eq!(with(vec![link(1, 2, "1")]), []);
    // A file of its own goes with the copy and contradicts nothing.
    let file = [("LEGACY_ID", guid(8).to_string()), ("OWNER_LEGACY_ID", guid(2).to_string())];
    assert_eq!(with(vec![("DOCUMENT_INDEX", file.to_vec())]), [guid(2)]);
}
