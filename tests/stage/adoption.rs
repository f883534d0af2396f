//! Identities before and after adoption are withheld, and what else joins them is found.

use care2mosaic::record::Reason;

use super::drop::{Drop, id};

/// 1 became 2 by adoption; 3 is somebody else.
fn adopted() -> Drop {
    let mut drop = Drop::new();
    drop.person(1, &[]).person(2, &[]).person(3, &[]);
    drop.row(
        "AdoptionLink",
        &[("AdoptionLinkId", &id(50)), ("PreAdoptionPersonId", &id(1)), ("PersonId", &id(2))],
    );
    drop
}

const LINKED: [(u64, Reason); 2] = [(1, Reason::AdoptionLink), (2, Reason::AdoptionLink)];

fn tied(drop: &Drop) {
    let expected = [
        (1, Reason::AdoptionLink),
        (1, Reason::AdoptionTie),
        (2, Reason::AdoptionLink),
        (2, Reason::AdoptionTie),
    ];
    let codes: Vec<_> =
        drop.stage(10).codes().into_iter().filter(|code| code.1 != Reason::SharedIdentifier).collect();
    assert_eq!(codes, expected);
}

#[test]
fn both_sides_are_held() {
    assert_eq!(adopted().stage(10).codes(), LINKED);
}

#[test]
fn a_side_whose_other_side_is_not_there_is_held() {
    let mut drop = Drop::new();
    drop.person(3, &[]);
    drop.row(
        "AdoptionLink",
        &[("AdoptionLinkId", &id(50)), ("PreAdoptionPersonId", &id(99)), ("PersonId", &id(3))],
    );
    assert_eq!(drop.stage(10).codes(), [(3, Reason::AdoptionLink)]);
}

fn relate(drop: &mut Drop, key: u32, one: u32, other: u32) {
    let columns =
        [("PersonRelationshipId", id(key)), ("PersonId", id(one)), ("RelatedPersonId", id(other))].to_vec();
    drop.rows_mut("PersonRelationship").push(columns);
}

#[test]
fn relationships_tie() {
    let mut direct = adopted();
    relate(&mut direct, 60, 2, 1);
    tied(&direct);
    let mut sibling = adopted();
    relate(&mut sibling, 60, 3, 1);
    assert_eq!(sibling.stage(10).codes(), LINKED);
    relate(&mut sibling, 61, 2, 3);
    tied(&sibling);
}

#[test]
fn addresses_and_identifiers_tie() {
    let mut drop = adopted();
    for (key, person, postcode) in [(70, 1, "AB1 2CD"), (71, 2, "ab12cd")] {
        let (key, person) = (id(key), id(person));
        let columns = [
            ("PersonAddressId", key.as_str()),
            ("PersonId", &person),
            ("AddressLine1", "1 Road"),
            ("Postcode", postcode),
        ];
        drop.row("PersonAddress", &columns);
    }
    tied(&drop);
    let mut drop = adopted();
    for row in drop.rows_mut("Person").iter_mut().take(2) {
        row.push(("NHSNumber", "943 476 5919".to_owned()));
    }
    tied(&drop);
}

#[test]
fn copies_of_notes_tie_and_hold_third_people() {
    let note = |key, person, more: (&'static str, String)| {
        vec![("PersonCaseNoteId", id(key)), ("PersonId", id(person)), more]
    };
    let mut drop = adopted();
    drop.rows_mut("PersonCaseNote").push(note(80, 1, ("GroupRecordId", id(90))));
    drop.rows_mut("PersonCaseNote").push(note(81, 3, ("GroupRecordId", id(90))));
    let stage = drop.stage(10);
    assert_eq!(stage.codes(), [LINKED[0], LINKED[1], (3, Reason::AdoptionSharedRecord)]);
    assert!(stage.findings().iter().any(|finding| finding.2 == "PersonCaseNote" && finding.3 == id(81)));
    let mut drop = adopted();
    drop.rows_mut("PersonCaseNote").push(note(80, 3, ("GroupRecordId", String::new())));
    drop.rows_mut("PersonCaseNote").push(note(81, 1, ("ClonedFromId", id(80))));
    assert_eq!(drop.stage(10).codes(), [LINKED[0], LINKED[1], (3, Reason::AdoptionSharedRecord)]);
    let mut drop = adopted();
    drop.rows_mut("PersonCaseNote").push(note(80, 1, ("GroupRecordId", id(90))));
    drop.rows_mut("PersonCaseNote").push(note(81, 2, ("GroupRecordId", id(90))));
    tied(&drop);
}
