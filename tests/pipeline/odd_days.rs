//! Days that are missing, that stand for none, or that no calendar has: each cell has its code, and none fails the proof.

use std::collections::BTreeMap;

use care2mosaic::pipeline::{Exit, Finished, MigrateRequest};

use super::council::{Council, assert_proved, list, rows, run};

const NONE: &str = "1900-01-01";
const NONE_AT_ALL: &str = "9999-12-31 00:00:00.000";
const NO_DAY: &str = "2020-02-31";

/// A cell that is changed, and what is said of it: the list, and the code.
type Odd = (&'static str, usize, &'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Cells by their tables and the place of their row.
const ODD: &[Odd] = &[
    ("MissingPerson", 5, "MissingDateTime", "", &[("rejects", "step-date-conflict")]),
    ("PrivateFosteringArrangement", 1, "StartDate", "", &[("rejects", "step-date-conflict")]),
    (
        "Contact",
        0,
        "ContactReceivedDateTime",
        "1900-01-01 00:00:00.000",
        &[("rejects", "step-date-conflict")],
    ),
    ("MashEpisode", 2, "ContactReceivedDateTime", "", &[("rejects", "step-date-conflict")]),
    ("Case", 5, "StartDateTime", "", &[("rejects", "step-date-conflict")]),
    ("CaseForm", 0, "StartDate", NONE, &[("rejects", "missing-mandatory")]),
    ("PersonForm", 1, "StartDate", NO_DAY, &[("rejects", "missing-mandatory")]),
    ("MASHEpisodeForm", 0, "StartDate", NONE, &[("rejects", "missing-mandatory")]),
    ("PersonSignificantEvent", 4, "EventDate", NO_DAY, &[("rejects", "bad-date")]),
    ("PersonSignificantEvent", 9, "EventDate", NONE, &[("rejects", "missing-mandatory")]),
    ("ChildProtection", 1, "CaseId", "", &[("holds", "cp-no-conference")]),
    ("MissingPerson", 0, "FoundDateTime", NONE_AT_ALL, &[("warnings", "missing-no-end")]),
    (
        "MissingPerson",
        7,
        "FoundDateTime",
        "2020-02-31 10:00:00.000",
        &[("values", "bad-date"), ("warnings", "missing-no-end")],
    ),
    ("LACReview", 0, "PlannedDate", NONE, &[]),
    ("LACReview", 3, "PlannedDate", NO_DAY, &[("values", "bad-date")]),
    ("Case", 2, "ContactReceivedDateTime", "1900-01-01 00:00:00.000", &[]),
    ("ChildProtection", 0, "EndDate", NO_DAY, &[("values", "bad-date")]),
];

/// Changes cells of the drop, and gives the keys of their rows.
fn plant(council: &Council, odd: &[Odd]) -> Vec<String> {
    let plant = |(table, place, column, text, _): &Odd| {
        let mut at = 0..;
        let mut key = String::new();
        council.edit_rows(table, |row| {
            if at.next() == Some(*place) {
                row.insert((*column).to_owned(), (*text).to_owned()).expect("the table has this column");
                key = row[&format!("{table}Id")].to_lowercase();
            }
        });
        key
    };
    odd.iter().map(plant).collect()
}

/// What the lists say of a cell, each list with the code.
fn told(council: &Council, key: &str, column: &str) -> Vec<(&'static str, String)> {
    let lists = ["holds", "rejects", "values", "warnings"].into_iter();
    let lines = lists.flat_map(|name| {
        let lines = list(&council.path(&format!("out/exceptions/{name}.csv"))).into_iter();
        lines.map(move |line| (name, line))
    });
    let own = lines.filter(|(_, line)| line["SOURCE_ID"] == key && line["FIELD"] == column);
    own.map(|(name, line)| (name, line["REASON"].clone())).collect()
}

fn proved(council: &Council) -> Finished {
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert_eq!(finished.exit, Exit::Exceptions);
    finished
}

/// The one row of an import file that a column tells.
fn row(council: &Council, file: &str, column: &str, key: &str) -> BTreeMap<String, String> {
    let mut rows = rows(&council.path("out"), file).into_iter();
    rows.find(|row| row[column] == key).unwrap_or_else(|| panic!("{file} has no row of {key}"))
}

#[test]
fn days_that_cannot_be_written_are_told_by_their_codes() {
    let council = Council::told_by(150, 3);
    let keys = plant(&council, ODD);
    proved(&council);
    for ((table, place, column, _, codes), key) in ODD.iter().zip(&keys) {
        let told = told(&council, key, column);
        for (list, code) in *codes {
            assert!(told.contains(&(list, (*code).to_owned())), "{table} {place} {column}: {told:?}");
        }
        assert!(!codes.is_empty() || told.is_empty(), "{table} {place} {column}: {told:?}");
    }
    let step = |place: usize| row(&council, "19_MO_WORKFLOW_STEPS.csv", "LEGACY_ID", &keys[place]);
    for still_missing in [11, 12].map(step) {
        assert_eq!((&*still_missing["STEP_STATUS"], &*still_missing["COMPLETED_ON"]), ("STARTED", ""));
    }
    for planned_never in [13, 14].map(step) {
        assert_eq!((&*planned_never["STEP_STATUS"], &*planned_never["INCOMING_ON"]), ("COMPLETED", ""));
    }
    let started = |place: usize| {
        row(&council, "17_MO_GROUP_SUBJECTS.csv", "GROUP_LEGACY_ID", &keys[place])["START_DATE"].clone()
    };
    assert_eq!([13, 14, 15].map(started), ["2025-03-13", "2026-06-09", "2024-10-05"]);
}

#[test]
fn an_alert_without_a_role_that_is_known_is_never_one_about_the_person() {
    let council = Council::told_by(150, 3);
    let odd: &[Odd] = &[
        ("PersonAlertAndHazard", 1, "RoleId", "", &[]),
        ("PersonAlertAndHazard", 2, "RoleId", "99", &[]),
        ("PersonAlertAndHazard", 3, "RoleId", "2", &[]),
        // White space around it makes it no other.
        ("PersonAlertAndHazard", 0, "RoleId", "1\u{b}", &[]),
    ];
    let keys = plant(&council, odd);
    proved(&council);
    for (key, code) in keys.iter().zip(["missing-mandatory", "option-no-label", "alert-exposed-to"]) {
        let told = told(&council, key, "RoleId");
        assert!(told.contains(&("rejects", code.to_owned())), "{code}: {told:?}");
    }
    let alerts = rows(&council.path("out"), "31_PERSON_ALERTS.csv");
    assert!(alerts.iter().all(|alert| !keys[..3].contains(&alert["LEGACY_ID"])));
    assert!(alerts.iter().any(|alert| alert["LEGACY_ID"] == keys[3]));
}

/// A council's own status, which the check of statuses and dates does not know: what is written tells that they disagree.
#[test]
fn an_end_under_a_status_that_is_written_as_open_is_turned_away() {
    let council = Council::of(60);
    let mut waiting = String::new();
    council.edit_rows("CaseStatus", |row| {
        if row["Name"] == "Waiting List" {
            row.insert("Name".into(), "Suspended".into());
            waiting.clone_from(&row["CaseStatusId"]);
        }
    });
    council.edit("mappings/codes/case-step-status.csv", |text| text.replace("Waiting List", "Suspended"));
    let mut case = String::new();
    council.edit_rows("Case", |row| {
        if case.is_empty() && !row["EndDateTime"].is_empty() {
            row.insert("CaseStatusId".into(), waiting.clone());
            case = row["CaseId"].to_lowercase();
        }
    });
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    let rejects = list(&council.path("out/exceptions/rejects.csv")).into_iter();
    let own = rejects.filter(|line| line["SOURCE_ID"] == case);
    assert_eq!(own.map(|line| line["REASON"].clone()).collect::<Vec<_>>(), ["step-date-conflict"]);
}
