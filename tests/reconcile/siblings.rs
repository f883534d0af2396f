//! What other hands change of a step that stands for several children is found.

use std::collections::BTreeMap;

use super::migrated::{Changed, DifferenceLine, ImportTable, Migrated};

const BATCH: &str = "0001";

/// The copies that were folded, each with the form that stands for it.
fn folded(changed: &Changed) -> BTreeMap<String, String> {
    let lines = changed.table(BATCH, "xref.csv").rows.into_iter();
    let copies = lines.filter(|line| line[1] == "CaseForm" && line[2] != line[4]);
    copies.map(|line| (line[2].clone(), line[4].clone())).collect()
}

fn column(table: &ImportTable, name: &str) -> usize {
    table.header.iter().position(|own| own == name).unwrap()
}

/// Proves a folder in which rows of a table were changed.
fn changed_rows(name: &str, change: impl FnOnce(&Changed, &mut ImportTable)) -> Vec<DifferenceLine> {
    let changed = Migrated::with_siblings().copy();
    let mut table = changed.table(BATCH, name);
    change(&changed, &mut table);
    changed.put(&table);
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    differences
}

fn has(differences: &[DifferenceLine], check: &str, table: &str) -> bool {
    differences.iter().any(|one| one.check == check && one.table == table)
}

#[test]
fn a_folded_drop_reconciles() {
    let migrated = Migrated::with_siblings();
    assert_eq!(migrated.finished.exit.code(), 0);
    assert!(folded(&migrated.copy()).len() >= 3);
    assert_eq!(migrated.copy().reconcile().1, []);
}

#[test]
fn a_subject_that_is_gone_or_put_there_is_found() {
    let gone = changed_rows("18_MO_SUBGROUP_SUBJECTS.csv", |changed, table| {
        let lead = folded(changed).into_values().next().unwrap();
        let place = table.rows.iter().position(|row| row[0] == lead).unwrap();
        table.rows.remove(place);
    });
    assert!(has(&gone, "missing-row", "MO_SUBGROUP_SUBJECTS"), "{gone:?}");
    let more = changed_rows("18_MO_SUBGROUP_SUBJECTS.csv", |changed, table| {
        let lead = folded(changed).into_values().next().unwrap();
        let own: Vec<String> =
            table.rows.iter().filter(|row| row[0] == lead).map(|row| row[1].clone()).collect();
        let other = table.rows.iter().find(|row| !own.contains(&row[1])).unwrap()[1].clone();
        let place = table.rows.iter().position(|row| row[0] == lead).unwrap();
        let mut row = table.rows[place].clone();
        row[1] = other;
        table.rows.push(row);
        table.rows.sort();
    });
    assert!(has(&more, "unexpected-row", "MO_SUBGROUP_SUBJECTS"), "{more:?}");
}

#[test]
fn an_answer_that_was_changed_is_found_for_every_child() {
    let (mut lead, mut copies) = (String::new(), Vec::new());
    let differences = changed_rows("23_MO_FORM_ANSWERS.csv", |changed, table| {
        let folded = folded(changed);
        let (form, text) = (column(table, "FORM_LEGACY_ID"), column(table, "TEXT_ANSWER"));
        let is_lead =
            |row: &&mut Vec<String>| folded.values().any(|lead| *lead == row[form]) && !row[text].is_empty();
        let row = table.rows.iter_mut().find(is_lead).unwrap();
        row[text].push_str(" And more.");
        lead = row[form].clone();
        copies = folded.into_iter().filter(|(_, of)| *of == lead).map(|(copy, _)| copy).collect();
    });
    let files: std::collections::BTreeSet<&String> = differences
        .iter()
        .filter(|one| one.check == "value-mismatch" && one.entity == "DocumentAnswer")
        .map(|one| &one.case_file)
        .collect();
    assert_eq!(files.len(), 1 + copies.len(), "{differences:?}");
}

#[test]
fn an_answer_that_only_one_child_has_is_no_answer_of_all() {
    let differences = changed_rows("23_MO_FORM_ANSWERS.csv", |changed, table| {
        let lead = folded(changed).into_values().next().unwrap();
        let place = table.rows.iter().position(|row| row[0] == lead && row[3].is_empty()).unwrap();
        let mut row = table.rows[place].clone();
        row[3] = "7".to_owned();
        table.rows.insert(place + 1, row);
    });
    assert!(has(&differences, "unexpected-row", "MO_FORM_ANSWERS"), "{differences:?}");
}

#[test]
fn a_copy_that_is_said_to_stand_under_another_form_is_found() {
    let differences = changed_rows("xref.csv", |changed, table| {
        let folded = folded(changed);
        let (copy, lead) = folded.iter().next().unwrap();
        let other = folded.values().find(|other| *other != lead).unwrap();
        let line = table.rows.iter_mut().find(|row| row[1] == "CaseForm" && row[2] == *copy).unwrap();
        line[4].clone_from(other);
    });
    assert!(differences.iter().any(|one| one.check == "cross-reference" && one.entity == "CaseForm"));
    assert!(
        has(&differences, "missing-row", "MO_FORM_ANSWERS") || has(&differences, "cell", "MO_WORKFLOW_STEPS")
    );
}

#[test]
fn a_form_that_is_no_copy_cannot_be_said_to_be_folded() {
    let differences = changed_rows("xref.csv", |changed, table| {
        let folded = folded(changed);
        let lead = folded.values().next().unwrap();
        let own = |row: &&mut Vec<String>| {
            row[1] == "CaseForm" && row[2] == row[4] && !folded.values().any(|lead| *lead == row[2])
        };
        table.rows.iter_mut().find(own).unwrap()[4].clone_from(lead);
    });
    assert!(differences.iter().any(|one| one.check == "cross-reference" && one.entity == "CaseForm"));
}

#[test]
fn a_line_about_an_answer_of_a_copy_cannot_be_left_out() {
    let differences = changed_rows("xref.csv", |_, table| {
        let place = table.rows.iter().position(|row| row[1] == "DocumentAnswer").unwrap();
        table.rows.remove(place);
    });
    let of_answer = |one: &DifferenceLine| one.entity == "DocumentAnswer";
    assert!(differences.iter().any(of_answer), "{differences:?}");
}

#[test]
fn a_copy_written_for_itself_as_well_is_found() {
    let differences = changed_rows("19_MO_WORKFLOW_STEPS.csv", |changed, table| {
        let (copy, lead) = folded(changed).into_iter().next().unwrap();
        let mut row = table.rows.iter().find(|row| row[0] == lead).unwrap().clone();
        row[0] = copy;
        table.rows.push(row);
        table.rows.sort();
    });
    assert!(!differences.is_empty());
}
