//! Values that lists say were turned away for more than the value tells, and records that are said to repeat another.

use care2mosaic::reconcile::recompute::{
    AddressKeys, CaseSource, Everybody, Identifiers, Questions, RestOfDrop, Surroundings, TurnedAway,
    unfounded_claims,
};
use care2mosaic::record::{Reason, SourceRecord};
use care2mosaic::target::contract::TableId;

use super::hand_export::{HandExport, guid, key, plan, record};

fn export() -> HandExport {
    HandExport::default()
        .person(1, 1)
        .person(3, 3)
        .person(4, 1)
        .row("ChildInNeedCode", &[("ChildInNeedCodeId", &key(50)), ("Name", "Abuse"), ("GovCode", "N1")])
        .row("ChildInNeedCode", &[("ChildInNeedCodeId", &key(51)), ("Name", "Neglect"), ("GovCode", "N1")])
        .row("ChildInNeedCode", &[("ChildInNeedCodeId", &key(52)), ("Name", "N2-Illness"), ("GovCode", "N3")])
        .row("ChildInNeedCode", &[("ChildInNeedCodeId", &key(53)), ("Name", "Poverty"), ("GovCode", "N4")])
        .row(
            "DocumentQuestionIdentifier",
            &[("DocumentQuestionIdentifierId", &key(60)), ("Identifier", "QA-DQ-121")],
        )
}

/// What looking at everybody tells: at these records, at somebody else, and at somebody who was merged into person 1.
fn everybody(export: &HandExport, records: &[SourceRecord]) -> Everybody {
    let folder = tempfile::tempdir().unwrap();
    let described = plan().dictionary().entity(plan().model().people.person);
    let fields = ["NHSNumber", "UniquePupilNumber"].map(|name| described.column(name).unwrap());
    let mut identifiers = Identifiers::create(folder.path(), &fields).unwrap();
    let others = [
        record(
            "Person",
            &[("PersonId", &key(3)), ("NHSNumber", "999 000 0018"), ("FirstName", "9990000018")],
        ),
        record("Person", &[("PersonId", &key(4)), ("NHSNumber", "9990000034")]),
        record("Person", &[("PersonId", &key(5)), ("NHSNumber", "unknown")]),
    ];
    for record in others.iter().chain(records) {
        identifiers.take(plan(), export, record).unwrap();
    }
    let mut everybody = Everybody::default();
    everybody.learn_identifiers(identifiers.settle().unwrap());
    everybody
}

/// The checks and columns of what the export does not bear out.
fn found(
    records: &[SourceRecord],
    joining: &[SourceRecord],
    away: &TurnedAway,
) -> Vec<(&'static str, String)> {
    let (export, keys) = (export(), AddressKeys::default());
    let everybody = everybody(&export, records);
    let rest = RestOfDrop::new(&export, &keys);
    let questions = Questions::new(plan(), rest);
    let case = CaseSource { number: Some(500_001), person: guid(1), records, beside: &[] };
    let around = Surroundings {
        everybody: &everybody,
        joining,
        elsewhere: &[],
        repeated: &[],
        findings: &[],
        warned: false,
    };
    let found = unfounded_claims(plan(), &questions, rest, (away, around), case);
    found.into_iter().map(|one| (one.check, one.field)).collect()
}

/// Whether the export bears out that the value of a record's column was turned away under a code.
fn is_borne_out(own: &SourceRecord, column: &str, reason: Reason) -> bool {
    let entity = own.entity();
    let field = plan().dictionary().entity(entity).column(column).unwrap();
    let mut away = TurnedAway::default();
    away.reject_value(entity, own.guid(plan().key_of(entity).unwrap()).unwrap(), field, Some(reason));
    match found(std::slice::from_ref(own), &[], &away).as_slice() {
        [] => true,
        [("rejected-values", field)] if field == column => false,
        found => panic!("{found:?}"),
    }
}

fn person(columns: &[(&str, &str)]) -> SourceRecord {
    record("Person", &[&[("PersonId", key(1).as_str()), ("PersonNumber", "500001")], columns].concat())
}

#[test]
fn a_value_is_turned_away_for_a_cause_that_the_export_has() {
    let answer = |value: &str| {
        let columns = [
            ("DocumentAnswerId", key(70)),
            ("DocumentQuestionIdentifierId", key(60)),
            ("NumericAnswer", value.to_owned()),
        ];
        record("DocumentAnswer", &columns.each_ref().map(|(name, text)| (*name, text.as_str())))
    };
    let case = |code: u32| record("Case", &[("CaseId", &key(10)), ("ChildInNeedCodeId", &key(code))]);
    let two = format!("{}; {}", key(80), key(81));
    for (own, column, reason, borne_out) in [
        (
            person(&[("NHSNumber", "9990000018"), ("PDSNHSNoSuperseded", "1")]),
            "NHSNumber",
            Reason::NhsSuperseded,
            true,
        ),
        (
            person(&[("NHSNumber", "9990000018"), ("PDSNHSNoSuperseded", "0")]),
            "NHSNumber",
            Reason::NhsSuperseded,
            false,
        ),
        (person(&[("FirstName", "A\u{1}na")]), "FirstName", Reason::ControlCharacter, true),
        (person(&[("FirstName", "Ana")]), "FirstName", Reason::ControlCharacter, false),
        (person(&[("NHSNumber", "9990000018")]), "NHSNumber", Reason::SharedIdentifier, true),
        (person(&[("NHSNumber", "unknown")]), "NHSNumber", Reason::SharedIdentifier, false),
        // Nobody else has it; somebody has it who is the same person; it stands in another column.
        (person(&[("NHSNumber", "9990000026")]), "NHSNumber", Reason::SharedIdentifier, false),
        (person(&[("NHSNumber", "9990000034")]), "NHSNumber", Reason::SharedIdentifier, false),
        (
            person(&[("UniquePupilNumber", "9990000018")]),
            "UniquePupilNumber",
            Reason::SharedIdentifier,
            false,
        ),
        (person(&[("FirstName", "9990000018")]), "FirstName", Reason::SharedIdentifier, false),
        (person(&[]), "PersonNumber", Reason::SharedIdentifier, false),
        (person(&[("EthnicityId", &two)]), "EthnicityId", Reason::MultiValue, true),
        (person(&[("EthnicityId", &key(80))]), "EthnicityId", Reason::MultiValue, false),
        (case(50), "ChildInNeedCodeId", Reason::AmbiguousGovcode, true),
        (case(53), "ChildInNeedCodeId", Reason::AmbiguousGovcode, false),
        (case(52), "ChildInNeedCodeId", Reason::GovcodeNameConflict, true),
        (case(50), "ChildInNeedCodeId", Reason::GovcodeNameConflict, false),
        (answer("11"), "NumericAnswer", Reason::ScaleOutOfRange, true),
        (answer("10"), "NumericAnswer", Reason::ScaleOutOfRange, false),
        // A code that nothing raises for a value has no cause.
        (person(&[("FirstName", "Ana")]), "FirstName", Reason::LacTwoOpen, false),
    ] {
        assert_eq!(is_borne_out(&own, column, reason), borne_out, "{column} {reason:?}");
    }
}

fn relationship(number: u32, people: (u32, u32), kinds: (u32, u32), end: &str) -> SourceRecord {
    let columns = [
        ("PersonRelationshipId", key(number)),
        ("PersonId", key(people.0)),
        ("RelatedPersonId", key(people.1)),
        ("PersonRelationshipTypeId", key(kinds.0)),
        ("RelatedPersonRelationshipTypeId", key(kinds.1)),
        ("StartDate", "2020-01-01".to_owned()),
        ("EndDate", end.to_owned()),
    ];
    let filled: Vec<_> = columns.iter().filter(|(_, text)| !text.is_empty()).collect();
    record(
        "PersonRelationship",
        &filled.iter().map(|(name, text)| (*name, text.as_str())).collect::<Vec<_>>(),
    )
}

/// The row of a relationship.
fn row_of(number: u32) -> (TableId, String) {
    (plan().contract().find("MO_PERSON_RELATIONSHIPS").unwrap(), key(number))
}

/// What is found of relationship 90 of person 1 to person 3, which is said to be merged into the row of another, beside
/// further relationships.
fn found_of_merged(into: u32, others: &[SourceRecord]) -> Vec<(&'static str, String)> {
    let own = relationship(90, (1, 3), (41, 42), "");
    let mut away = TurnedAway::default();
    away.merge(own.entity(), guid(90), row_of(into));
    found(std::slice::from_ref(&own), others, &away)
}

#[test]
fn a_record_that_is_said_to_repeat_another_needs_one_that_it_repeats() {
    let alone = vec![("cross-reference", String::new())];
    for (number, people, kinds, end, expected) in [
        (89, (3, 1), (42, 41), "", vec![]),
        // The higher key is the one that goes.
        (91, (3, 1), (42, 41), "", alone.clone()),
        // Other kinds, another person, and another time say something else.
        (89, (3, 1), (41, 42), "", alone.clone()),
        (89, (2, 1), (42, 41), "", alone.clone()),
        (89, (3, 1), (42, 41), "2019-12-31", alone.clone()),
        // The same from the same side is the same once more; the other way round it says something else.
        (89, (1, 3), (41, 42), "", vec![]),
        (89, (1, 3), (42, 41), "", alone.clone()),
    ] {
        let other = relationship(number, people, kinds, end);
        assert_eq!(found_of_merged(number, &[other]), expected, "{number} {people:?} {kinds:?} {end}");
    }
    assert_eq!(found_of_merged(89, &[]), alone);
}

#[test]
fn a_record_that_repeats_another_must_name_the_row_of_that_one() {
    let mirror = relationship(89, (3, 1), (42, 41), "");
    let of_others = relationship(88, (3, 2), (42, 41), "");
    let both = [mirror.clone(), of_others];
    assert_eq!(found_of_merged(89, &both), []);
    assert_eq!(found_of_merged(88, &both), [("cross-reference", String::new())]);
    assert_eq!(found_of_merged(90, &both), [("cross-reference", String::new())]);
    // A mirror that is mirrored itself has no row; the one that stands for it has.
    let first = relationship(87, (1, 3), (41, 42), "");
    assert_eq!(found_of_merged(87, &[mirror, first]), []);
}
