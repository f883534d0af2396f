//! Lists, cross-references and documents that other hands change.

use std::fs;

use super::migrated::{Changed, DifferenceLine, Migrated, sha256};

fn cells(line: &str) -> Vec<&str> {
    line.trim_end().split(',').collect()
}

/// Takes the lines of a list that a condition holds for.
fn take_lines(changed: &Changed, list: &str, take: impl Fn(&[&str]) -> bool) -> Vec<String> {
    let mut taken = Vec::new();
    changed.change_lines(&format!("exceptions/{list}.csv"), |lines| {
        let header = lines.remove(0);
        let (own, kept): (Vec<_>, Vec<_>) = lines.drain(..).partition(|line| take(&cells(line)));
        taken = own;
        lines.push(header);
        lines.extend(kept);
    });
    taken
}

fn of_case_file<'d>(differences: &'d [DifferenceLine], number: &str) -> Vec<&'d DifferenceLine> {
    differences.iter().filter(|one| one.case_file == number).collect()
}

#[test]
fn hard_cases_reconcile() {
    let migrated = Migrated::with_hard_cases();
    assert_eq!(super::migrated::differences(&migrated.out()), []);
    assert_eq!(migrated.finished.exit.code(), 5);
}

#[test]
fn hard_cases_prove_the_same_by_the_command_of_its_own() {
    let changed = Migrated::with_hard_cases().copy();
    let list = changed.out().join("reconciliation/case-files.csv");
    let before = fs::read_to_string(&list).unwrap();
    let joining = fs::read(changed.out().join("reconciliation/joining.csv")).unwrap();
    let (finished, differences) = changed.reconcile();
    assert_eq!(differences, []);
    assert_eq!(finished.exit.code(), 5);
    assert_eq!(fs::read_to_string(&list).unwrap(), before);
    assert_eq!(fs::read(changed.out().join("reconciliation/joining.csv")).unwrap(), joining);
    assert_eq!(finished.report.balance, Migrated::with_hard_cases().finished.report.balance);
    assert_eq!(finished.report.root, Migrated::with_hard_cases().finished.report.root);
}

#[test]
fn a_case_file_that_no_list_has_must_be_written() {
    let changed = Migrated::with_hard_cases().copy();
    let held = take_lines(&changed, "held", |_| true);
    assert!(held.len() > 10);
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    for line in held {
        let number = cells(&line)[0];
        let found = of_case_file(&differences, number);
        assert!(found.iter().any(|one| one.check == "not-accounted-for"), "{number} {found:?}");
        assert!(found.iter().any(|one| one.check == "missing-row"), "{number}");
    }
}

#[test]
fn a_record_that_no_list_has_must_be_written() {
    let changed = Migrated::with_hard_cases().copy();
    let people = take_lines(&changed, "excluded", |cells| cells[0] == "Person");
    let held = fs::read_to_string(changed.out().join("exceptions/held.csv")).unwrap();
    let is_held = |number: &str| held.lines().any(|line| cells(line)[0] == number);
    let rejects = take_lines(&changed, "rejects", |cells| !cells[1].is_empty() && !is_held(cells[2]));
    let rows = take_lines(&changed, "rejects", |cells| cells[1].is_empty());
    assert!(people.len() > 2 && !rejects.is_empty() && !rows.is_empty());
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    for line in people.iter().chain(&rejects) {
        let (entity, key) = (cells(line)[0], cells(line)[1]);
        assert!(
            differences.iter().any(|one| one.entity == entity && one.source_id == key),
            "nothing about {entity} {key}"
        );
    }
    for line in rows {
        let (file, number) = (cells(&line)[3].to_owned(), cells(&line)[4].parse::<u64>().unwrap());
        let named =
            |one: &DifferenceLine| one.check == "not-accounted-for" && one.file == file && one.line == number;
        assert!(differences.iter().any(named), "{file}:{number}");
    }
}

#[test]
fn rows_of_a_case_file_that_a_list_has_must_be_nowhere() {
    let changed = Migrated::shared().copy();
    let person = changed.table("0002", "05_MO_PERSONS.csv").rows[3].clone();
    changed.change_lines("exceptions/held.csv", |lines| {
        lines.push(format!("{},40,restricted-record,restricted-record\r\n", person[1]));
    });
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    let found = of_case_file(&differences, &person[1]);
    assert!(found.iter().any(|one| one.check == "unexpected-row" && one.legacy_id == person[0]), "{found:?}");
    assert!(found.iter().any(|one| one.check == "unexpected-row" && one.table == "CASE_NOTES"), "{found:?}");
}

#[test]
fn listed_records_that_are_written_or_unknown_are_told() {
    let changed = Migrated::shared().copy();
    let note = changed.table("0001", "30_CASE_NOTES.csv").rows.into_iter().find(|row| row[0].len() == 36);
    let number = changed.numbers()[&note.as_ref().unwrap()[1]].clone();
    let note = note.unwrap()[0].clone();
    // Listed for the entity that it is of, and for two others.
    let own = changed.entity_of("0001", &note);
    let others =
        ["PersonCaseNote", "CaseCaseNote", "CaseFormCaseNote"].into_iter().filter(|other| *other != own);
    let unknown = "00000000-1111-2222-3333-444444444444";
    changed.change_lines("exceptions/rejects.csv", |lines| {
        for entity in others.take(2).chain([&*own]) {
            lines.push(format!("{entity},{note},{number},{entity}.csv,2,Notes,over-length,x\r\n"));
        }
    });
    changed.change_lines("exceptions/excluded.csv", |lines| {
        lines.push(format!("Case,{unknown},,out,out-of-scope\r\n"));
    });
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    let written = |one: &&DifferenceLine| one.check == "unexpected-row" && one.legacy_id == note;
    assert!(differences.iter().any(|one| written(&one)), "{note} {differences:?}");
    let listed = |one: &&DifferenceLine| one.check == "listed-records";
    assert!(differences.iter().any(|one| listed(&one) && one.source_id == unknown));
    // The two others do not have this record, and its own file has another at the place that the list names.
    assert_eq!(differences.iter().filter(listed).filter(|one| one.source_id == note).count(), 3);
}

#[test]
fn changed_lines_of_the_cross_reference_are_told() {
    let changed = Migrated::shared().copy();
    let mut wrong = Vec::new();
    for batch in ["0000", "0001", "0002", "0003"] {
        let path = format!("data/batches/{batch}/xref.csv");
        changed.change_lines(&path, |lines| {
            let (first, middle) = (lines.remove(1), lines.len() / 2);
            wrong.push(cells(&first)[2].to_owned());
            wrong.push(cells(&lines[middle])[2].to_owned());
            let own = cells(&lines[middle])[4].to_owned();
            let other =
                lines.iter().map(|line| cells(line)[4].to_owned()).rfind(|other| *other != own).unwrap();
            lines[middle] = lines[middle].replacen(&format!(",{own},"), &format!(",{other},"), 1);
        });
        let rows = fs::read_to_string(changed.out().join(&path)).unwrap().lines().count() - 1;
        changed.forge(batch, "xref.csv", Some(rows));
    }
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    assert!(differences.iter().all(|one| one.check == "cross-reference"), "{differences:?}");
    assert!(differences.len() >= wrong.len(), "{wrong:?} {differences:?}");
}

#[test]
fn lines_of_a_cross_reference_that_stand_twice_or_elsewhere_are_told() {
    let changed = Migrated::shared().copy();
    changed.change_lines("data/batches/0001/xref.csv", |lines| lines.insert(2, lines[1].clone()));
    changed.change_lines("data/batches/0002/xref.csv", |lines| lines.swap(3, 4));
    for batch in ["0001", "0002"] {
        let path = format!("data/batches/{batch}/xref.csv");
        let rows = fs::read_to_string(changed.out().join(path)).unwrap().lines().count() - 1;
        changed.forge(batch, "xref.csv", Some(rows));
    }
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    let told: Vec<_> = differences.iter().map(|one| (one.check.as_str(), one.file.as_str())).collect();
    for batch in ["0001", "0002"] {
        let file = format!("data/batches/{batch}/xref.csv");
        assert!(told.contains(&("cross-reference", file.as_str())), "{differences:?}");
    }
}

#[test]
fn a_merged_record_has_a_line_for_each_row_that_absorbs_it() {
    let changed = Migrated::shared().copy();
    let mut dropped = Vec::new();
    changed.change_lines("data/batches/0001/xref.csv", |lines| {
        let record = |line: &str| (cells(line)[1].to_owned(), cells(line)[2].to_owned());
        for entity in ["LACEpisode", "DocumentAnswerChecklist"] {
            let own = |at: usize| record(&lines[at]).0 == entity;
            let several =
                (2..lines.len()).find(|at| own(*at) && record(&lines[*at]) == record(&lines[*at - 1]));
            dropped.push(record(&lines.remove(several.unwrap())));
        }
    });
    let rows =
        fs::read_to_string(changed.out().join("data/batches/0001/xref.csv")).unwrap().lines().count() - 1;
    changed.forge("0001", "xref.csv", Some(rows));
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    for (entity, key) in dropped {
        let told = |one: &DifferenceLine| {
            one.check == "cross-reference" && one.entity == entity && one.source_id == key
        };
        assert!(differences.iter().any(told), "{entity} {key} {differences:?}");
    }
}

#[test]
fn a_document_with_other_bytes_is_told_though_row_and_manifest_bear_it_out() {
    let changed = Migrated::shared().copy();
    let mut table = changed.table("0001", "32_DOCUMENT_INDEX.csv");
    let folder = changed.out().join("data/batches/0001/documents");
    let old = table.rows[0][6].clone();
    let mut bytes = fs::read(folder.join(&old)).unwrap();
    bytes[10] ^= 1;
    let new = sha256(&bytes);
    fs::remove_file(folder.join(&old)).unwrap();
    fs::write(folder.join(&new), &bytes).unwrap();
    for row in table.rows.iter_mut().filter(|row| row[6] == old) {
        row[6].clone_from(&new);
    }
    let key = table.rows[0][0].clone();
    changed.put(&table);
    changed.change_manifest("0001", |files| {
        for file in files.iter_mut().filter(|file| file["sha256"] == *old) {
            file["path"] = format!("documents/{new}").into();
            file["sha256"] = new.clone().into();
        }
        files.sort_by_key(|file| file["path"].to_string());
    });
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    let found: Vec<_> = differences.iter().filter(|one| one.legacy_id == key).collect();
    assert!(found.iter().any(|one| one.field == "SHA256"), "{differences:?}");
}
