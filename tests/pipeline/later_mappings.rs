//! What waits in sealed case files, and goes with whoever is released, by mappings that changed meanwhile.

use care2mosaic::pipeline::{Exit, RetryRequest};

use super::council::{bytes_of, list};
use super::later_joining::TABLE;
use super::later_relationships::{council_with, hold, migrate};
use super::retry::{again, assert_unchanged, request};

/// What waits is in no batch: mappings that change it alone change nothing that is sealed, and nobody has to accept that.
#[test]
fn mappings_that_change_only_what_waits_are_no_change_of_what_is_sealed() {
    let (council, pair) = council_with(&[]);
    hold(&council, "drop", &pair.other);
    pair.edit(&council, "drop", |row| {
        row.insert("Description".to_owned(), "Seen by nobody else.".to_owned());
    });
    council.edit_rows(TABLE, |row| {
        if row["PersonRelationshipId"].to_lowercase() != pair.key {
            row.insert("Description".to_owned(), String::new());
        }
    });
    migrate(&council);
    assert!(pair.waits(&council));
    council.edit("mappings/person-relationship.toml", |text| {
        text.replace("label = \"Description\"", "label = \"Described as\"")
    });
    let finished = again(&request(&council, "out")).unwrap();
    assert!(finished.report.retry.unwrap().accepted.is_none());
    assert!(pair.waits(&council));
}

/// A relationship that waited is written by the code table of the day on which the other person is written, as the proof has it.
#[test]
fn a_relationship_that_waited_goes_by_the_mappings_of_the_day() {
    let (council, pair) = council_with(&["late"]);
    hold(&council, "drop", &pair.other);
    migrate(&council);
    let (mut code, types) = (String::new(), list(&council.path("drop/PersonRelationshipType.csv")));
    council.edit_rows(TABLE, |row| {
        if row["PersonRelationshipId"].to_lowercase() == pair.key {
            code.clone_from(&row["PersonRelationshipTypeId"]);
        }
    });
    let own = types.iter().find(|one| one["PersonRelationshipTypeId"].eq_ignore_ascii_case(&code)).unwrap();
    let name = &own["Name"];
    council.edit("mappings/codes/relationship-code.csv", |text| {
        let line = text.lines().find(|line| line.split(',').nth(1) == Some(name)).unwrap();
        let target = line.split(',').nth(2).unwrap();
        let other = if target == "COUSIN" { "UNCLE" } else { "COUSIN" };
        let [target, other] = [target, other].map(|code| format!(",{code},"));
        text.replace(&target, ",,").replace(&other, &target).replace(",,", &other)
    });
    let late = RetryRequest {
        source: Some(council.path("late")),
        accept_changes: Some("agreed".to_owned()),
        ..request(&council, "out")
    };
    let finished = again(&late).unwrap();
    let found: Vec<_> = finished.report.checks.iter().filter(|check| check.findings > 0).collect();
    assert!(found.is_empty(), "{found:?}");
    assert!(matches!(finished.exit, Exit::Done | Exit::Exceptions));
    let rows = bytes_of(&council.path("out/data/batches"));
    let rows = rows.iter().filter(|(path, _)| path.ends_with("MO_PERSON_RELATIONSHIPS.csv"));
    let text: String = rows.map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect();
    let line = text.lines().find(|line| line.starts_with(&pair.key)).unwrap();
    assert!(line.contains(",COUSIN,") || line.contains(",UNCLE,"), "{line}");
    assert_unchanged(&council, "out");
}
