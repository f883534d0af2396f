//! Holds and rejections that lists name and the export does not bear out.

use std::collections::BTreeSet;
use std::fs;

use super::exception_list::{lines, put};
use super::migrated::{DifferenceLine, Migrated};

fn checks(differences: &[DifferenceLine]) -> BTreeSet<&str> {
    differences.iter().map(|one| one.check.as_str()).collect()
}

/// What a change of `holds.csv` is told by: the rows that are handed back have the codes of before.
fn with_rows() -> BTreeSet<&'static str> {
    BTreeSet::from(["hold-cause", "rejected-rows"])
}

/// A code of the same kind that cannot be true of the record as well.
fn another(code: &str) -> &'static str {
    if code == "lac-two-open" { "cp-overlap" } else { "lac-two-open" }
}

#[test]
fn a_cause_that_the_export_does_not_bear_out_is_told_for_every_code() {
    let changed = Migrated::with_hard_cases().copy();
    let mut holds = lines(&changed, "holds.csv");
    let codes: BTreeSet<String> = holds.iter().map(|line| line[6].clone()).collect();
    assert!(codes.len() > 20, "{codes:?}");
    let own = |line: &&mut Vec<String>| line[6] != "parent-held";
    for line in holds.iter_mut().filter(own) {
        line[6] = another(&line[6]).to_owned();
        line[5].clear();
    }
    // Two codes of one record that are told as one stand in one line.
    holds.dedup();
    put(&changed, "holds.csv", &holds);
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    assert_eq!(checks(&differences), with_rows());
    for line in holds.iter().filter(|line| line[6] != "parent-held") {
        let told = |one: &DifferenceLine| one.entity == line[0] && one.source_id == line[1];
        assert!(differences.iter().any(told), "{line:?}");
    }
    for case_file in
        lines(&changed, "held.csv").iter().map(|line| &line[0]).filter(|number| !number.is_empty())
    {
        let without = |one: &DifferenceLine| one.case_file == *case_file && one.source_id.is_empty();
        assert!(differences.iter().any(without), "{case_file}");
    }
}

#[test]
fn a_held_case_file_that_names_no_cause_is_told() {
    let changed = Migrated::with_hard_cases().copy();
    let held = lines(&changed, "held.csv").into_iter().find(|line| !line[0].is_empty()).unwrap();
    let holds = lines(&changed, "holds.csv");
    let kept: Vec<_> = holds.into_iter().filter(|line| line[2] != held[0]).collect();
    put(&changed, "holds.csv", &kept);
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    assert_eq!(checks(&differences), with_rows());
    let mut own = differences.iter().filter(|one| one.check == "hold-cause");
    assert!(own.all(|one| one.case_file == held[0]), "{differences:?}");
}

#[test]
fn a_rejection_that_the_export_does_not_bear_out_is_told() {
    let changed = Migrated::with_hard_cases().copy();
    let mut rejects = lines(&changed, "rejects.csv");
    assert!(rejects.len() > 10, "{rejects:?}");
    for line in &mut rejects {
        line[6] = another(&line[6]).to_owned();
    }
    put(&changed, "rejects.csv", &rejects);
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    // The rows that are handed back have the codes of before.
    assert_eq!(checks(&differences), BTreeSet::from(["reject-cause", "rejected-rows"]));
    for line in &rejects {
        let told =
            |one: &DifferenceLine| one.entity == line[0] && (one.source_id == line[1] || one.file == line[3]);
        assert!(differences.iter().any(told), "{line:?}");
    }
}

#[test]
fn a_cause_that_names_no_code_or_no_column_is_told() {
    for (place, text) in [(6, "because"), (5, "Nowhere"), (6, "held"), (6, "future-date")] {
        let changed = Migrated::with_hard_cases().copy();
        let mut holds = lines(&changed, "holds.csv");
        let holds_itself = |line: &&mut Vec<String>| ["dob-missing", "age-only"].contains(&&*line[6]);
        let line = holds.iter_mut().find(holds_itself).unwrap();
        line[place] = text.to_owned();
        let key = line[1].clone();
        put(&changed, "holds.csv", &holds);
        let (_, differences) = changed.reconcile();
        assert_eq!(checks(&differences), with_rows(), "{text} {differences:?}");
        assert!(differences.iter().any(|one| one.source_id == key), "{text} {differences:?}");
    }
}

#[test]
fn a_list_of_held_case_files_that_counts_otherwise_is_told() {
    let changed = Migrated::with_hard_cases().copy();
    let mut held = lines(&changed, "held.csv");
    let place = held.iter().position(|line| !line[0].is_empty()).unwrap();
    let records: u64 = held[place][1].parse().unwrap();
    held[place][1] = (records + 1).to_string();
    let number = held[place][0].clone();
    put(&changed, "held.csv", &held);
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    assert_eq!(checks(&differences), BTreeSet::from(["listed-records"]));
    assert!(differences.iter().all(|one| one.case_file == number), "{differences:?}");
}

#[test]
fn a_cause_at_a_column_that_cannot_have_it_is_told() {
    let changed = Migrated::with_hard_cases().copy();
    let mut holds = lines(&changed, "holds.csv");
    let mut false_claims = [
        ("FirstName", "document-no-content"),
        ("OwnerId", "document-file-missing"),
        ("PersonId", "unknown-author"),
        ("FirstName", "unknown-author"),
        ("ReligionId", "orphan-parent"),
        ("FirstName", "shared-identifier"),
    ]
    .into_iter();
    let mut planted = Vec::new();
    for line in holds.iter_mut().filter(|line| line[0] == "Person") {
        let Some((column, code)) = false_claims.next() else { break };
        (line[5], line[6]) = (column.to_owned(), code.to_owned());
        planted.push(line.clone());
    }
    assert!(false_claims.next().is_none(), "{}", planted.len());
    put(&changed, "holds.csv", &holds);
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    assert_eq!(checks(&differences), with_rows());
    for line in planted {
        let told = |one: &DifferenceLine| one.source_id == line[1] && one.field == line[5];
        assert!(differences.iter().any(told), "{line:?}");
    }
}

#[test]
fn a_person_who_is_left_out_under_a_code_for_nothing_is_told() {
    let changed = Migrated::with_hard_cases().copy();
    let mut excluded = lines(&changed, "excluded.csv");
    let place =
        excluded.iter().position(|line| line[0] == "Person" && line[3] == "surrogate-record").unwrap();
    let (stand_in, number) = (excluded[place][1].clone(), excluded[place][2].clone());
    for line in excluded.iter_mut().filter(|line| line[2] == number && line[3] == "surrogate-record") {
        (line[3], line[4]) = ("test-person".to_owned(), "test-person".to_owned());
    }
    put(&changed, "excluded.csv", &excluded);
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    let told = |one: &DifferenceLine| one.check == "exclusion" && one.source_id == stand_in;
    assert!(differences.iter().any(told), "{differences:?}");
}

#[test]
fn a_mirrored_relationship_that_names_the_row_of_others_is_told() {
    let changed = Migrated::with_hard_cases().copy();
    let last = changed.last_batch();
    let rows = changed.table(&last, "14_MO_PERSON_RELATIONSHIPS.csv").rows;
    let mut moved = String::new();
    changed.change_lines(&format!("data/batches/{last}/xref.csv"), |lines| {
        let cells = |line: &str| line.trim_end().split(',').map(str::to_owned).collect::<Vec<_>>();
        let mirrored =
            |line: &String| cells(line)[1] == "PersonRelationship" && cells(line)[2] != cells(line)[4];
        let line = lines.iter_mut().find(|line| mirrored(line)).unwrap();
        let named = cells(line)[4].clone();
        let other = rows.iter().find(|row| row[0] != named).unwrap();
        moved = cells(line)[2].clone();
        *line = line.replace(&named, &other[0]);
    });
    let path = changed.out().join(format!("data/batches/{last}/xref.csv"));
    changed.forge(&last, "xref.csv", Some(fs::read_to_string(path).unwrap().lines().count() - 1));
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    let told = |one: &DifferenceLine| one.check == "cross-reference" && one.source_id == moved;
    assert!(differences.iter().any(told), "{moved} {differences:?}");
}

#[test]
fn a_cause_at_another_column_of_the_record_is_told() {
    let changed = Migrated::with_hard_cases().copy();
    let mut holds = lines(&changed, "holds.csv");
    let placed =
        ["dob-missing", "lac-status-overlap", "cp-no-conference", "restricted-note", "two-leading-workers"];
    let mut planted = Vec::new();
    for line in holds.iter_mut().filter(|line| placed.contains(&line[6].as_str())) {
        line[5] = if planted.len() % 2 == 0 { String::new() } else { "CreatedOn".to_owned() };
        planted.push(line.clone());
    }
    assert!(planted.len() > 3, "{planted:?}");
    put(&changed, "holds.csv", &holds);
    let (_, differences) = changed.reconcile();
    assert_eq!(checks(&differences), with_rows());
    for line in planted {
        assert!(differences.iter().any(|one| one.source_id == line[1] && one.field == line[5]), "{line:?}");
    }
}

#[test]
fn a_record_that_is_left_out_under_another_code_than_its_rules_is_told() {
    let changed = Migrated::with_hard_cases().copy();
    let mut excluded = lines(&changed, "excluded.csv");
    let line = excluded.iter_mut().find(|line| line[4] == "not-social-care").unwrap();
    line[4] = "test-person".to_owned();
    let key = line[1].clone();
    put(&changed, "excluded.csv", &excluded);
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    let told = |one: &DifferenceLine| one.check == "exclusion" && one.source_id == key;
    assert!(differences.iter().any(told), "{differences:?}");
}
