//! What a council has of everything.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::council_drop::CouncilDrop;

/// A council large enough for what is rare.
fn council() -> &'static CouncilDrop {
    static DROP: OnceLock<CouncilDrop> = OnceLock::new();
    DROP.get_or_init(|| CouncilDrop::new(2500, 42))
}

#[test]
fn notes_are_written_in_three_ways_and_some_are_very_long() {
    let texts: Vec<_> = ["PersonCaseNote", "CaseCaseNote", "CaseFormCaseNote"]
        .iter()
        .flat_map(|table| council().rows(table))
        .filter_map(|note| note.get("Notes"))
        .collect();
    let count = |fits: &dyn Fn(&str) -> bool| texts.iter().filter(|text| fits(text)).count();
    let pasted = |text: &str| text.contains("MsoNormal") || text.contains("<b>From:</b>");
    let screen = |text: &str| !pasted(text) && (text.contains("<div") || text.contains("<p"));
    let plain = |text: &str| !text.starts_with('<');
    assert!(count(&pasted) > 200 && count(&screen) > 500 && count(&plain) > 500);
    assert!(count(&|text| text.chars().count() > 32_767) > 0);
    assert!(count(&|text| text.contains('ŷ')) > 20 && count(&|text| text.contains('👍')) > 20);
    assert!(count(&|text| plain(text) && text.contains("\r\n")) > 100);
}

#[test]
fn subjects_are_short_long_empty_and_missing() {
    let subjects: Vec<_> = council().rows("CaseCaseNote").map(|note| note.get("Subject")).collect();
    assert!(subjects.contains(&None) && subjects.contains(&Some("")));
    assert!(subjects.iter().flatten().any(|subject| subject.chars().count() > 100));
}

#[test]
fn names_are_welsh_accented_and_missing() {
    let names: HashSet<_> = council().rows("Person").filter_map(|person| person.get("FirstName")).collect();
    assert!(["Siân", "Llŷr", "Zoë", "Łukasz"].iter().all(|name| names.contains(name)));
    assert!(council().rows("Person").any(|person| person.get("FirstName").is_none()));
    assert!(council().rows("Person").any(|person| person.get("MiddleName") == Some("")));
    assert!(council().rows("Person").any(|person| person.text("LastName").contains('Ŵ')));
    assert!(council().rows("Person").any(|person| person.get("Title").is_some_and(|title| title.len() > 8)));
}

#[test]
fn the_largest_tenth_of_case_files_holds_most_notes() {
    let mut notes: HashMap<_, usize> = council().rows("Person").map(|person| (person.key(), 0)).collect();
    for table in ["PersonCaseNote", "CaseCaseNote", "CaseFormCaseNote"] {
        for note in council().rows(table) {
            *notes.get_mut(&note.guid("PersonId").unwrap()).unwrap() += 1;
        }
    }
    let mut counts: Vec<_> = notes.into_values().collect();
    counts.sort_unstable_by(|one, two| two.cmp(one));
    let largest: usize = counts[..counts.len() / 10].iter().sum();
    assert!(largest * 2 > counts.iter().sum(), "{largest}");
}

#[test]
fn several_versions_of_templates_are_in_use() {
    let used: HashSet<_> = council()
        .rows("CaseForm")
        .map(|form| council().pointed(form, "DocumentId").unwrap().text("Code").to_owned())
        .collect();
    assert!(
        ["CFA-1", "CFA-2", "CFA-3", "SOS-1", "SOS-2", "CINP-1", "CINP-2", "EHA-1"]
            .iter()
            .all(|code| used.contains(*code))
    );
    assert!(used.len() > 20, "{used:?}");
}

#[test]
fn every_status_and_many_codes_occur() {
    let names = |table: &str, column: &str| -> HashSet<String> {
        council().rows(table).filter_map(|row| council().code(row, column)).collect()
    };
    assert!(names("Case", "CaseStatusId").len() >= 9);
    assert_eq!(names("Contact", "ContactStatusId").len(), 6);
    assert!(names("PersonLACLegalStatus", "LACLegalStatusReasonId").len() >= 5);
    assert!(names("ChildProtection", "ChildProtectionCategoryOfAbuseId").len() >= 5);
    assert!(names("PersonAlertAndHazard", "AlertAndHazardTypeId").len() >= 8);
    assert!(names("CaseCaseNote", "ActivityCategoryId").contains("Statutory visit – child protection"));
    let statuses: HashSet<_> =
        council().rows("CaseForm").map(|form| form.text("AssessmentStatusId").to_owned()).collect();
    assert_eq!(statuses.len(), 6);
}

#[test]
fn the_unborn_the_dead_and_people_of_other_agencies_are_there() {
    let council = council();
    assert!(council.rows("Person").filter(|person| person.text("DOBAndAgeTypeId") == "2").count() > 10);
    assert!(council.rows("Person").any(|person| person.text("Deceased") == "1"));
    let outside: Vec<_> =
        council.rows("Person").filter(|person| person.text("IsExternalPerson") == "1").collect();
    assert!(!outside.is_empty());
    for person in outside {
        let key = person.key();
        let sides = ["PersonId", "RelatedPersonId"];
        assert!(
            sides.iter().any(|side| council.hanging("PersonRelationship", side, &key).count() > 0),
            "named"
        );
    }
}

#[test]
fn earlier_imports_were_recorded_by_the_accounts_of_interfaces() {
    let service = |guid: &str| council().find("SystemUser", guid).unwrap().text("IsServiceAccount") == "1";
    let imported: Vec<_> =
        council().rows("Case").filter(|case| case.get("ImportCreateSequence").is_some()).collect();
    assert!(imported.iter().any(|case| service(case.text("CreatedBy"))));
}
