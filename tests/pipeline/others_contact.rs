//! A case that was opened from a contact about somebody else, such as a brother or sister.

use care2mosaic::pipeline::{Exit, MigrateRequest};

use super::council::{Council, assert_proved, list, run};

#[test]
fn a_case_from_a_contact_about_somebody_else_has_its_link() {
    let council = Council::of(60);
    let cases = list(&council.path("drop/Case.csv"));
    let opened = |case: &&std::collections::BTreeMap<String, String>| !case["InitialContactId"].is_empty();
    let case = cases.iter().find(opened).expect("a case from a contact").clone();
    let people = list(&council.path("drop/Person.csv"));
    let other = people
        .iter()
        .find(|person| person["MasterId"].is_empty() && person["PersonId"] != case["PersonId"])
        .expect("somebody else")["PersonId"]
        .clone();
    council.edit_rows("Contact", |row| {
        if row["ContactId"].eq_ignore_ascii_case(&case["InitialContactId"]) {
            row.insert("PersonId".to_owned(), other.clone());
        }
    });
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert_eq!(finished.exit, Exit::Done);
}

#[test]
fn a_case_from_a_contact_whose_outcome_leads_to_none_was_just_opened() {
    let council = Council::of(60);
    let outcomes = list(&council.path("drop/ContactOutcome.csv"));
    let none = outcomes.iter().find(|outcome| outcome["Name"] == "No further action").expect("the outcome");
    let cases = list(&council.path("drop/Case.csv"));
    let opened: Vec<_> = cases.iter().map(|case| case["InitialContactId"].to_lowercase()).collect();
    council.edit_rows("Contact", |row| {
        if opened.contains(&row["ContactId"].to_lowercase()) {
            row.insert("ContactOutcomeId".to_owned(), none["ContactOutcomeId"].clone());
        }
    });
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    let links = council.path("out/data/batches/0001/20_MO_WORKFLOW_LINKS.csv");
    let links = list(&links).into_iter().filter(|link| {
        cases.iter().any(|case| case["CaseId"].eq_ignore_ascii_case(&link["TARGET_STEP_LEGACY_ID"]))
    });
    let links: Vec<_> = links.map(|link| link["WORKFLOW_NEXT_ACTION_TYPE_ID"].clone()).collect();
    assert!(!links.is_empty() && links.iter().all(|action| action == "7010"), "{links:?}");
}
