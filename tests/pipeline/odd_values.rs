//! Values that are wrong in ways that one case file alone does not tell: each has its code, and none fails the proof.

use std::collections::BTreeMap;

use care2mosaic::pipeline::{Exit, MigrateRequest};

use super::council::{Council, assert_proved, list, run};

pub(super) const GONE: &str = "00000000-0000-4000-8000-0000000000ff";

/// Changes the first row of a table that a question is answered with yes for; gives its key.
pub(super) fn change(
    council: &Council,
    table: &str,
    wanted: impl Fn(&BTreeMap<String, String>) -> bool,
    mut change: impl FnMut(&mut BTreeMap<String, String>),
) -> String {
    let mut key = None;
    council.edit_rows(table, |row| {
        if key.is_none() && wanted(row) {
            change(row);
            key = Some(row[&format!("{table}Id")].to_lowercase());
        }
    });
    key.unwrap_or_else(|| panic!("no row of {table} will do"))
}

/// The code and the column of a record in a list.
pub(super) fn listed(council: &Council, name: &str, key: &str) -> Vec<(String, String)> {
    let lines = list(&council.path(&format!("out/exceptions/{name}.csv"))).into_iter();
    let lines = lines.filter(|line| line["SOURCE_ID"] == key);
    let field = |line: &BTreeMap<String, String>| line.get("FIELD").cloned().unwrap_or_default();
    lines.map(|line| (line["REASON"].clone(), field(&line))).collect()
}

pub(super) fn told(reason: &str, field: &str) -> (String, String) {
    (reason.to_owned(), field.to_owned())
}

#[test]
fn letters_that_were_lost_or_garbled_on_the_way_are_warned_of_wherever_they_stand() {
    let council = Council::of(30);
    let person =
        change(&council, "Person", |_| true, |row| drop(row.insert("MiddleName".into(), "JosÃ©".into())));
    let address = change(
        &council,
        "PersonAddress",
        |row| !row["AddressLine2"].is_empty(),
        |row| drop(row.insert("AddressLine2".into(), "Caf\u{fffd} Row".into())),
    );
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_eq!(finished.exit, Exit::Done, "{:?}", finished.report.differences);
    assert!(listed(&council, "warnings", &person).contains(&told("mojibake", "MiddleName")));
    assert!(listed(&council, "warnings", &address).contains(&told("replacement-character", "AddressLine2")));
}

#[test]
fn a_file_whose_recorded_type_is_not_that_of_its_name_is_warned_of() {
    let council = Council::of(60);
    let file = change(
        &council,
        "DocumentFile",
        |row| row["MimeType"] == "application/pdf",
        |row| drop(row.insert("MimeType".into(), "IMAGE/jpeg".into())),
    );
    // A name that ends in a dot has the extension before it.
    change(
        &council,
        "DocumentFile",
        |row| row["MimeType"] == "application/pdf" && !row["FileName"].ends_with('.'),
        |row| drop(row.insert("FileName".into(), format!("{}.", row["FileName"]))),
    );
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_eq!(finished.exit, Exit::Done, "{:?}", finished.report.differences);
    assert_eq!(listed(&council, "warnings", &file), [told("extension-mismatch", "MimeType")]);
    let warned = list(&council.path("out/exceptions/warnings.csv")).into_iter();
    assert_eq!(warned.filter(|line| line["REASON"] == "extension-mismatch").count(), 1);
}

#[test]
fn values_that_lead_nowhere_or_say_nothing_are_told_by_their_codes() {
    let council = Council::of(160);
    let tick = change(
        &council,
        "DocumentAnswerChecklist",
        |_| true,
        |row| drop(row.insert("Checked".into(), "2".into())),
    );
    let status = change(
        &council,
        "PersonClinicalRiskStatus",
        |_| true,
        |row| drop(row.insert("PersonId".into(), GONE.into())),
    );
    let note = list(&council.path("drop/PersonClinicalRiskStatusCaseNote.csv"))
        .into_iter()
        .find(|row| row["PersonClinicalRiskStatusId"].to_lowercase() == status)
        .map(|row| row["PersonClinicalRiskStatusCaseNoteId"].to_lowercase());
    let attached = change(
        &council,
        "PersonFormAttachment",
        |_| true,
        |row| {
            row.insert("ClonedFromId".into(), GONE.into());
            row.insert("ClonedFromIdTableName".into(), String::new());
        },
    );
    // A relationship that stands twice, and whose other person is held.
    let relationships = list(&council.path("drop/PersonRelationship.csv"));
    let last = relationships.len();
    council.add_row("PersonRelationship", last, |_| {});
    let twice = relationships[last - 1]["PersonRelationshipId"].to_lowercase();
    let other = relationships[last - 1]["RelatedPersonId"].to_lowercase();
    change(
        &council,
        "Person",
        |row| row["PersonId"].to_lowercase() == other,
        |row| {
            row.insert("GenderId".into(), String::new());
        },
    );
    // And a row of theirs that stands twice.
    let lodged = list(&council.path("drop/PersonAddress.csv"));
    let lodged = lodged.iter().position(|row| row["PersonId"].to_lowercase() == other).unwrap();
    council.add_row("PersonAddress", lodged + 1, |_| {});
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert_eq!(finished.exit, Exit::Exceptions);
    assert_eq!(listed(&council, "rejects", &tick), [told("bad-boolean", "Checked")]);
    assert_eq!(listed(&council, "rejects", &status), [told("orphan-parent", "PersonId")]);
    if let Some(note) = note {
        assert_eq!(
            listed(&council, "rejects", &note),
            [told("parent-rejected", "PersonClinicalRiskStatusId")]
        );
    }
    let values = [listed(&council, "values", &attached), listed(&council, "warnings", &attached)].concat();
    assert!(values.contains(&told("polymorphic-unknown-table", "ClonedFromId")), "{values:?}");
    assert_eq!(listed(&council, "waiting", &twice).len(), 2, "each of the two rows waits");
}

#[test]
fn an_option_that_says_neither_ticked_nor_not_lacks_what_it_cannot_do_without() {
    let council = Council::of(60);
    let option = change(
        &council,
        "DocumentAnswerChecklist",
        |_| true,
        |row| drop(row.insert("Checked".into(), String::new())),
    );
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert!(finished.report.differences.is_empty(), "{:?}", finished.report.differences);
    assert_eq!(finished.exit, Exit::Exceptions);
    assert_eq!(listed(&council, "holds", &option), [told("missing-mandatory", "Checked")]);
}

#[test]
fn white_space_alone_is_no_key_and_no_answer() {
    let council = Council::of(160);
    let blank = || "\"   \"".to_owned();
    let review = change(
        &council,
        "LACReview",
        |row| !row["ResponsibleUserId"].is_empty(),
        |row| drop(row.insert("ResponsibleUserId".into(), blank())),
    );
    let answer = change(
        &council,
        "DocumentAnswer",
        |row| !row["NumericAnswer"].is_empty(),
        |row| drop(row.insert("NumericAnswer".into(), blank())),
    );
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert!(finished.report.differences.is_empty(), "{:?}", finished.report.differences);
    assert_eq!(finished.exit, Exit::Exceptions);
    assert_eq!(listed(&council, "holds", &review), [told("bad-key", "ResponsibleUserId")]);
    assert_eq!(listed(&council, "values", &answer), []);
}

#[test]
fn a_visit_names_no_plan_that_goes_with_its_case() {
    let council = Council::of(60);
    let visited = list(&council.path("drop/ChildProtection.csv"))[0]["CaseId"].to_lowercase();
    let case = change(
        &council,
        "Case",
        |row| row["CaseId"].to_lowercase() == visited,
        |row| drop(row.insert("DataFormId".into(), String::new())),
    );
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert!(finished.report.differences.is_empty(), "{:?}", finished.report.differences);
    assert_eq!(finished.exit, Exit::Exceptions);
    assert!(listed(&council, "holds", &case).contains(&told("unknown-case-kind", "DataFormId")));
    let lines = list(&council.path("out/exceptions/warnings.csv"));
    assert!(lines.iter().all(|line| line["REASON"] != "dangling-lookup" || !line["FIELD"].is_empty()));
}

#[test]
fn a_file_that_its_owner_does_not_name_is_not_lost_without_a_word() {
    let council = Council::of(160);
    let mut file = String::new();
    change(
        &council,
        "Letter",
        |row| !row["FileId"].is_empty(),
        |row| file = row.insert("FileId".into(), String::new()).unwrap_or_default().to_lowercase(),
    );
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert!(finished.report.differences.is_empty(), "{:?}", finished.report.differences);
    assert_eq!(finished.exit, Exit::Exceptions);
    assert_eq!(listed(&council, "holds", &file), [told("file-without-metadata", "BusinessObjectRecordId")]);
}

#[test]
fn somebody_asked_to_a_meeting_who_stands_in_another_table_is_turned_away() {
    let council = Council::of(160);
    let asked = change(
        &council,
        "RequiredAttendee",
        |row| row["AttendeeIdTableName"] == "Person",
        |row| drop(row.insert("AttendeeIdTableName".into(), "SystemUser".into())),
    );
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert_eq!(listed(&council, "rejects", &asked), [told("polymorphic-mismatch", "AttendeeId")]);
}

/// A record with a kind that is known is held by its kind; one that is empty is no other fault besides.
#[test]
fn a_case_without_a_kind_is_told_once() {
    let council = Council::of(60);
    let case = change(&council, "Case", |_| true, |row| drop(row.insert("DataFormId".into(), String::new())));
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert_eq!(listed(&council, "holds", &case), [told("unknown-case-kind", "DataFormId")]);
    assert!(listed(&council, "rejects", &case).is_empty());
}

/// Whoever is recorded as unborn may have a birth date that is still to come.
#[test]
fn an_unborn_child_with_a_birth_date_to_come_is_written() {
    let council = Council::of(60);
    let born = |row: &BTreeMap<String, String>| !row["DateOfBirth"].is_empty();
    let unborn = change(&council, "Person", born, |row| {
        row.insert("DateOfBirth".into(), "2099-03-01".into());
        row.insert("DOBAndAgeTypeId".into(), "2".into());
    });
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert_eq!(finished.exit, Exit::Done);
    for name in ["holds", "values", "warnings"] {
        assert!(listed(&council, name, &unborn).is_empty(), "{name}");
    }
}

/// A person's own address columns count for nothing; where no address stands that they copy, that is said.
#[test]
fn an_address_that_only_the_person_has_is_warned_of() {
    let council = Council::of(60);
    let person = change(&council, "Person", |row| !row["Postcode"].is_empty(), |_| {});
    council.edit_rows("PersonAddress", |row| {
        if row["PersonId"].to_lowercase() == person && row["EndDate"].is_empty() {
            row.insert("EndDate".into(), row["StartDate"].clone());
        }
    });
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert_eq!(listed(&council, "warnings", &person), [told("address-disagrees", "")]);
}

#[test]
fn what_is_no_size_no_day_and_no_key_is_told_as_that() {
    let council = Council::of(160);
    change(
        &council,
        "DocumentFile",
        |row| row["BusinessObjectTableName"] == "PersonAttachment",
        |row| drop(row.insert("FileSize".into(), "12E3".into())),
    );
    let merged = change(
        &council,
        "Person",
        |row| row["MasterId"].is_empty(),
        |row| drop(row.insert("MasterId".into(), "\"   \"".into())),
    );
    // A day that stands for none, in a form that no day of the column has.
    let helped = change(
        &council,
        "PersonHealthProfessional",
        |_| true,
        |row| drop(row.insert("EndDate".into(), "9999-12-31 00:00:00.000".into())),
    );
    // Of a tick list's answer nothing is written in which its type stands.
    change(
        &council,
        "OptionsetValue",
        |row| row["Text"] == "Checklist",
        |row| drop(row.insert("NumericCode".into(), "-1".into())),
    );
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert_eq!(finished.exit, Exit::Exceptions);
    let told_of = [listed(&council, "values", &helped), listed(&council, "warnings", &helped)].concat();
    assert_eq!(told_of, [told("bad-date", "EndDate")]);
    assert_eq!(listed(&council, "holds", &merged), [told("merge-master-missing", "MasterId")]);
    let rejects = list(&council.path("out/exceptions/rejects.csv"));
    assert!(rejects.iter().any(|line| line["REASON"] == "bad-base64"), "{rejects:?}");
}

#[test]
fn a_link_to_a_case_that_is_held_is_missing_an_end() {
    let council = Council::told_by(160, 1);
    let arranged = list(&council.path("drop/PrivateFosteringArrangement.csv"));
    let of_case = arranged[0]["CaseId"].to_lowercase();
    let case = change(
        &council,
        "Case",
        |row| row["CaseId"].to_lowercase() == of_case,
        |row| drop(row.insert("DataFormId".into(), GONE.into())),
    );
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert!(listed(&council, "holds", &case).contains(&told("unknown-case-kind", "DataFormId")));
    let link = arranged[0]["PrivateFosteringArrangementId"].to_lowercase();
    assert_eq!(listed(&council, "warnings", &link), [told("link-endpoint-missing", "CaseId")]);
}

#[test]
fn a_record_that_is_left_out_and_stands_twice_is_listed_twice() {
    let council = Council::told_by(160, 1);
    let key = list(&council.path("drop/HealthAppointment.csv"))[0]["HealthAppointmentId"].to_lowercase();
    council.add_row("HealthAppointment", 1, |_| {});
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert_eq!(listed(&council, "excluded", &key).len(), 2);
}
