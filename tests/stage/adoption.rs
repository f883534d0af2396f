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
    // One is recorded in the third person's file, the other in that of an identity.
    relate(&mut sibling, 61, 2, 3);
    tied_with_a_third(&sibling, &[("PersonRelationship", 60, "RelatedPersonId")]);
    let mut theirs = adopted();
    relate(&mut theirs, 60, 1, 3);
    relate(&mut theirs, 61, 2, 3);
    tied_with_a_third(&theirs, &[("Person", 3, "")]);
}

#[test]
fn whoever_names_both_sides_is_held() {
    let form = |drop: &mut Drop, owner| {
        drop.row("Case", &[("CaseId", &id(10)), ("PersonId", &id(owner))]);
        let columns = [("CaseFormId", id(20)), ("CaseId", id(10)), ("PersonId", id(owner))];
        drop.rows_mut("CaseForm").push(columns.to_vec());
    };
    let member = |drop: &mut Drop, key, person| {
        let columns = [("CaseFormMemberId", id(key)), ("CaseFormId", id(20)), ("PersonId", id(person))];
        drop.rows_mut("CaseFormMember").push(columns.to_vec());
    };
    // One side alone joins nothing; both do, by two members or by a member and a relative.
    let mut one = adopted();
    form(&mut one, 3);
    member(&mut one, 30, 2);
    assert_eq!(one.stage(10).codes(), LINKED);
    let mut members = one.clone();
    member(&mut members, 31, 1);
    let [first, second] = [30, 31].map(|key| ("CaseFormMember", key, "PersonId"));
    tied_with_a_third(&members, &[first, second]);
    relate(&mut one, 60, 1, 3);
    tied_with_a_third(&one, &[first]);
    // Somebody else's record that names one side, and a relative of the other, are no path.
    let mut apart = adopted();
    apart.person(4, &[]);
    form(&mut apart, 3);
    member(&mut apart, 30, 2);
    relate(&mut apart, 60, 1, 4);
    assert_eq!(apart.stage(10).codes(), LINKED);
    let mut own = adopted();
    form(&mut own, 2);
    member(&mut own, 30, 1);
    tied(&own);
}

/// Asserts that both sides are tied, and the third person is held for it, at these records.
fn tied_with_a_third(drop: &Drop, places: &[(&str, u32, &str)]) {
    let stage = drop.stage(10);
    let mut codes = stage.codes();
    codes.dedup();
    let expected = [
        (1, Reason::AdoptionLink),
        (1, Reason::AdoptionTie),
        (2, Reason::AdoptionLink),
        (2, Reason::AdoptionTie),
        (3, Reason::AdoptionTie),
    ];
    assert_eq!(codes, expected);
    let found = stage.places_of(3);
    let places: Vec<_> = places
        .iter()
        .map(|(table, key, field)| ((*table).to_owned(), id(*key), (*field).to_owned()))
        .collect();
    assert_eq!(found, places);
}

/// 1 became 2, and 2 became 3; 4 is somebody else.
fn adopted_twice() -> Drop {
    let mut drop = Drop::new();
    drop.person(1, &[]).person(2, &[]).person(3, &[]).person(4, &[]);
    link(&mut drop, 50, 1, 2);
    link(&mut drop, 51, 2, 3);
    drop
}

fn link(drop: &mut Drop, key: u32, before: u32, after: u32) {
    let columns = [("AdoptionLinkId", id(key)), ("PreAdoptionPersonId", id(before)), ("PersonId", id(after))];
    drop.rows_mut("AdoptionLink").push(columns.to_vec());
}

fn tied_people(drop: &Drop) -> Vec<u64> {
    let codes = drop.stage(10).codes().into_iter().filter(|code| code.1 == Reason::AdoptionTie);
    let mut people: Vec<u64> = codes.map(|code| code.0).collect();
    people.dedup();
    people
}

#[test]
fn any_two_identities_of_a_chain_are_tied() {
    assert_eq!(tied_people(&adopted_twice()), [0; 0]);
    let mut direct = adopted_twice();
    relate(&mut direct, 60, 3, 1);
    assert_eq!(tied_people(&direct), [1, 3]);
    let mut third = adopted_twice();
    relate(&mut third, 60, 4, 1);
    relate(&mut third, 61, 4, 3);
    assert_eq!(tied_people(&third), [1, 3, 4]);
    // Also where the identity between them is not in the extract, or two of them were merged.
    let mut absent = Drop::new();
    absent.person(1, &[]).person(3, &[]).person(4, &[]);
    link(&mut absent, 50, 1, 2);
    link(&mut absent, 51, 2, 3);
    relate(&mut absent, 60, 4, 1);
    relate(&mut absent, 61, 4, 3);
    assert_eq!(tied_people(&absent), [1, 3, 4]);
    let mut merged = Drop::new();
    merged.person(1, &[]).person(2, &[("MasterId", &id(5))]).person(3, &[]).person(5, &[]).person(4, &[]);
    link(&mut merged, 50, 1, 2);
    link(&mut merged, 51, 5, 3);
    relate(&mut merged, 60, 4, 1);
    relate(&mut merged, 61, 4, 3);
    assert_eq!(tied_people(&merged), [1, 3, 4]);
    let mut lodged = adopted_twice();
    for (key, person) in [(70, 1), (71, 3)] {
        let columns =
            [("PersonAddressId", id(key)), ("PersonId", id(person)), ("AddressLine1", "1 Road".to_owned())];
        lodged.rows_mut("PersonAddress").push(columns.to_vec());
    }
    assert_eq!(tied_people(&lodged), [1, 3]);
    let mut numbered = adopted_twice();
    for row in numbered.rows_mut("Person").iter_mut().step_by(2).take(2) {
        row.push(("NHSNumber", "943 476 5919".to_owned()));
    }
    assert_eq!(tied_people(&numbered), [1, 3]);
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

/// A note of somebody's.
fn note(drop: &mut Drop, key: u32, person: u32, text: String) {
    let columns = [("PersonCaseNoteId", id(key)), ("PersonId", id(person)), ("Notes", text)];
    drop.rows_mut("PersonCaseNote").push(columns.to_vec());
}

/// 10001 became 10002; 3 is somebody else, in whose notes this stands.
fn told(notes: &[String]) -> Vec<(u64, Reason)> {
    let mut drop = Drop::new();
    drop.person(10_001, &[]).person(10_002, &[]).person(3, &[]);
    link(&mut drop, 50, 10_001, 10_002);
    for (key, text) in (80..).zip(notes) {
        note(&mut drop, key, 3, text.clone());
    }
    drop.stage(10).codes().into_iter().filter(|code| code.0 == 3).collect()
}

#[test]
fn texts_that_name_both_sides_hold_whose_they_are() {
    let tie = |key: &'static str| (3, key.parse::<Reason>().unwrap());
    let both = [tie("adoption-tie")];
    assert_eq!(told(&[format!("{};{}", id(10_001), id(10_002))]), both);
    assert_eq!(told(&["10001, then 10002".to_owned()]), both);
    // Each record that names one of them is told.
    assert_eq!(told(&["Was 10001.".to_owned(), id(10_002).to_uppercase()]), [both[0], both[0]]);
    for apart in ["10001 and 10001", "10001, then 010002", "110001, 100020", "10001 100 02x", "10001"] {
        assert_eq!(told(&[apart.to_owned()]), [], "{apart}");
    }
    // A short number, and one that may be a year, can be anything.
    let mut short = adopted();
    note(&mut short, 80, 3, "1 became 2".to_owned());
    assert_eq!(short.stage(10).codes(), LINKED);
    let mut years = Drop::new();
    years.person(1998, &[]).person(2004, &[]).person(3, &[]);
    link(&mut years, 50, 1998, 2004);
    note(&mut years, 80, 3, "Between 1998 and 2004.".to_owned());
    assert_eq!(years.stage(10).codes().iter().filter(|code| code.0 == 3).count(), 0);
    note(&mut years, 81, 3, format!("{} {}", id(1998), id(2004)));
    assert_eq!(years.stage(10).codes().iter().filter(|code| code.0 == 3).count(), 1);
}

/// Whether 3 is held where 10001 became 10002, their notes name the first, and this is in the drop besides.
fn joined_by(more: impl FnOnce(&mut Drop)) -> bool {
    let mut drop = Drop::new();
    let known = [("SSDNumber", "SSD/4711-08"), ("NHSNumber", "901 234 5670")];
    drop.person(10_001, &[]).person(10_002, &known).person(3, &[]).person(4, &[]);
    link(&mut drop, 50, 10_001, 10_002);
    note(&mut drop, 80, 3, "Was 10001.".to_owned());
    more(&mut drop);
    drop.stage(10).codes().contains(&(3, Reason::AdoptionTie))
}

/// Weighs 3.
fn weighed(drop: &mut Drop, kilograms: &str) {
    let columns =
        [("PersonHeightAndWeightId", id(60)), ("PersonId", id(3)), ("WeightKilograms", kilograms.to_owned())];
    drop.rows_mut("PersonHeightAndWeight").push(columns.to_vec());
}

#[test]
fn columns_of_numbers_name_people_too() {
    assert!(!joined_by(|_| ()));
    for (number, joins) in
        [("10002", true), ("10002.00", true), ("10002.50", false), ("9012345670.00", true), ("100020", false)]
    {
        assert_eq!(joined_by(|drop| weighed(drop, number)), joins, "{number}");
    }
}

#[test]
fn whatever_is_declared_as_a_number_of_a_person_names_them() {
    for (text, joins) in [
        ("SSD/4711-08", true),
        ("ssd 4711 08", true),
        ("SSD471108", true),
        ("SSD 4711", false),
        // Groups of a long number may stand far apart, and behind letters.
        ("901 \r\n\t\t 234 \u{a0}  \u{a0} 5670", true),
        ("NHS901 234 5670", true),
        ("901 or 234 5670", false),
        // Those of a short one may not.
        ("100     02", false),
        ("ID100 02", false),
    ] {
        assert_eq!(joined_by(|drop| note(drop, 81, 3, text.to_owned())), joins, "{text}");
    }
}

/// A provider of that name and number, where 3 went to school.
fn school(drop: &mut Drop, (name, number): (&str, &str)) {
    drop.row("Provider", &[("ProviderId", &id(70)), ("Name", name), ("ProviderNumber", number)]);
    let attended =
        [("PersonAttendedEducationEstablishmentId", id(71)), ("PersonId", id(3)), ("ProviderId", id(70))];
    drop.rows_mut("PersonAttendedEducationEstablishment").push(attended.to_vec());
}

#[test]
fn names_of_shared_records_stand_beside_whoever_points_at_them() {
    for (name, joins) in [
        (("Carers of 10002", "1"), true),
        (("Carers of 10003", "1"), false),
        // Numbers of shared records are their own.
        (("Carers", "10002"), false),
        // Whoever names both is not written, and stands beside nobody.
        (("Carers of 10001 (10002)", "1"), false),
    ] {
        assert_eq!(joined_by(|drop| school(drop, name)), joins, "{name:?}");
    }
    assert!(!joined_by(|drop| {
        drop.row("Provider", &[("ProviderId", &id(70)), ("Name", "Carers of 10002")]);
    }));
}

#[test]
fn a_shared_record_whose_texts_name_both_sides_is_held() {
    let mut drop = Drop::new();
    drop.person(10_001, &[]).person(10_002, &[]).person(3, &[]);
    link(&mut drop, 50, 10_001, 10_002);
    school(&mut drop, ("Carers of 10001 (10002)", "1"));
    let stage = drop.stage(10);
    let found = stage.staged.shared_findings.iter();
    let found: Vec<_> = found.map(|one| (one.reason, one.source_id.clone(), one.field)).collect();
    assert_eq!(found, [(Reason::AdoptionTie, id(70), Some(stage.field("Provider", "Name")))]);
    assert!(!stage.codes().iter().any(|code| code.0 == 3));
}

#[test]
fn numbers_of_cases_name_whose_they_are() {
    for (text, joins) in [
        ("See CAS-000004-6176.", true),
        ("cas 000004/6176", true),
        ("CAS0000046176", true),
        ("CAS-000004-6177", false),
        ("000004 6176", false),
    ] {
        let joined = joined_by(|drop| {
            let columns =
                [("CaseId", id(90)), ("PersonId", id(10_002)), ("CaseNumber", "CAS-000004-6176".into())];
            drop.rows_mut("Case").push(columns.to_vec());
            note(drop, 81, 3, text.to_owned());
        });
        assert_eq!(joined, joins, "{text}");
    }
}
