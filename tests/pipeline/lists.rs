//! The lists under `exceptions/`.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use care2mosaic::pipeline::Exit;

use super::council::{Council, list};

/// Plants a bad NHS number, a person without gender, an adoption, and an orphan.
pub(super) fn spoil(council: &Council) {
    let mut place = 0;
    let mut linked = Vec::new();
    council.edit_rows("Person", |row| {
        place += 1;
        match place {
            3 => drop(row.insert("NHSNumber".into(), "1234567890".into())),
            5 => drop(row.insert("GenderId".into(), String::new())),
            8 | 11 => linked.push(row["PersonId"].clone()),
            _ => {}
        }
    });
    council.edit("drop/AdoptionLink.csv", |text| {
        let header = super::council::cells(&text);
        let cell = |name: &String| match name.as_str() {
            "AdoptionLinkId" => "00000000-0000-4000-8000-000000000001",
            "PreAdoptionPersonId" => linked[0].as_str(),
            "PersonId" => linked[1].as_str(),
            _ => "",
        };
        let cells: Vec<&str> = header.iter().map(cell).collect();
        text + &cells.join(",") + "\r\n"
    });
    council.edit_rows("ControlTotals", |row| {
        if row["ENTITY"] == "AdoptionLink" {
            row.insert("ROWS".into(), "1".into());
        }
    });
    let mut first = true;
    council.edit_rows("CaseCaseNote", |row| {
        if std::mem::take(&mut first) {
            for column in ["CaseId", "PersonId"] {
                row.insert(column.into(), "00000000-0000-4000-8000-00000000dead".into());
            }
        }
    });
}

#[test]
fn each_finding_stands_in_the_list_of_what_it_did() {
    let council = Council::of(60);
    spoil(&council);
    let finished = council.migrate("out");
    assert_eq!(finished.exit, Exit::Exceptions);
    let read = |name: &str| list(&council.path("out/exceptions").join(name));
    let rejects = read("rejects.csv");
    assert!(rejects.iter().any(|line| line["REASON"] == "orphan-parent" && line["CASE_FILE"].is_empty()));
    assert!(rejects.iter().all(|line| !line["MESSAGE"].is_empty()));
    assert!(
        read("values.csv")
            .iter()
            .any(|line| line["REASON"] == "bad-check-digit" && line["FIELD"] == "NHSNumber")
    );
    let holds = read("holds.csv");
    assert!(holds.iter().any(|line| line["REASON"] == "missing-mandatory" && line["FIELD"] == "GenderId"));
    assert!(holds.iter().filter(|line| line["REASON"] == "held").count() >= 2);
    assert!(!std::fs::read_to_string(council.path("out/exceptions/holds.csv")).unwrap().contains("adoption"));
    let held = read("held.csv");
    assert_eq!(held.len() as u64, finished.report.case_files.held);
    for line in &held {
        let own: Vec<_> = holds.iter().filter(|hold| hold["CASE_FILE"] == line["CASE_FILE"]).collect();
        assert_eq!(line["FIRST_REASON"], own[0]["REASON"]);
        assert!(own.iter().all(|hold| line["REASONS"].split(' ').any(|one| one == hold["REASON"])));
    }
    assert!(
        finished.report.held.iter().any(|cause| cause.reason == "adoption-link" && cause.first.is_none())
    );
    let rows = list(&council.path("out/exceptions/rows/CaseCaseNote.csv"));
    assert_eq!((rows.len(), rows[0]["REASON"].as_str()), (1, "orphan-parent"));
}

#[test]
fn everything_is_private() {
    let council = Council::of(30);
    spoil(&council);
    council.migrate("out");
    check_modes(&council.path("out"));
}

fn check_modes(path: &Path) {
    let mode = path.metadata().unwrap().permissions().mode() & 0o777;
    if !path.is_dir() {
        assert_eq!(mode, 0o600, "{}", path.display());
        return;
    }
    assert_eq!(mode, 0o700, "{}", path.display());
    for entry in std::fs::read_dir(path).unwrap() {
        check_modes(&entry.unwrap().path());
    }
}

#[test]
fn what_waits_for_another_case_file_is_listed_apart_from_what_holds_one() {
    let council = Council::of(60);
    spoil(&council);
    let report = council.migrate("out").report;
    let read = |name: &str| list(&council.path("out/exceptions").join(name));
    let held: Vec<String> = read("held.csv").iter().map(|line| line["CASE_FILE"].clone()).collect();
    assert!(read("holds.csv").iter().all(|line| held.contains(&line["CASE_FILE"])));
    let waiting = read("waiting.csv");
    assert!(!waiting.is_empty(), "somebody is related to a person whose case file is held");
    for line in &waiting {
        assert_eq!((line["ENTITY"].as_str(), line["REASON"].as_str()), ("PersonRelationship", "parent-held"));
        assert!(!held.contains(&line["CASE_FILE"]));
    }
    let relationships = report.balance.iter().find(|line| line.entity == "PersonRelationship").unwrap();
    assert!(relationships.held >= waiting.len() as u64);
}

#[test]
fn the_ledger_counts_every_case_file_also_those_without_a_number_of_their_own() {
    let council = Council::of(40);
    let mut place = 0;
    council.edit_rows("Person", |row| {
        place += 1;
        match place {
            4 | 9 => drop(row.insert("PersonNumber".into(), "77".into())),
            13 | 17 => drop(row.insert("PersonNumber".into(), String::new())),
            _ => {}
        }
    });
    let report = council.migrate("out").report;
    let status = care2mosaic::pipeline::status(&council.path("out"), None).unwrap();
    let count = |state: &str| status.case_files.iter().find(|(own, _)| own == state).map_or(0, |(_, n)| *n);
    let told = report.case_files;
    assert!(told.held >= 4);
    assert_eq!(
        [count("complete"), count("incomplete"), count("excluded"), count("held")],
        [told.complete, told.incomplete, told.excluded, told.held]
    );
}
