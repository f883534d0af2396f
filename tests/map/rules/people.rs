//! Rules about people.

use care2mosaic::map::forward::CaseFileState;
use care2mosaic::record::{Outcome, Reason};

use super::{fires, person, silent, told};
use crate::map::world::World;

#[test]
fn birth_dates() {
    person(Reason::FutureBirthDate, &[("DateOfBirth", "2027-01-01")], &[("DateOfBirth", "2026-06-30")]);
    person(Reason::AgeOnly, &[("DateOfBirth", "NULL"), ("Age", "12")], &[("Age", "12")]);
    person(Reason::DobMissing, &[("DateOfBirth", "NULL")], &[]);
    let unborn = [("DateOfBirth", "NULL"), ("ExpectedDateOfBirth", "2026-09-01"), ("DOBAndAgeTypeId", "2")];
    person(Reason::UnbornChild, &unborn, &[]);
    let overdue = [("DateOfBirth", "NULL"), ("ExpectedDateOfBirth", "2026-05-01"), ("DOBAndAgeTypeId", "2")];
    person(Reason::UnbornOverdue, &overdue, &unborn);
    let world = World::with_person(&unborn);
    assert_eq!(world.map().row("MO_PERSONS")["DATE_OF_BIRTH"], "2026-09-01");
}

#[test]
fn a_birth_that_cannot_be_read_is_told_once() {
    for text in ["2027-01-01 00:00:00", "2027-01-01 23:00:00.000", "31/12/2027", "2027-02-30"] {
        let world = World::with_person(&[("DateOfBirth", text), ("DateOfDeath", "2020-01-01")]);
        assert_eq!(
            told(&world),
            ["Person.DateOfBirth bad-date", "Person.DateOfDeath deceased-person"],
            "{text}"
        );
    }
}

#[test]
fn deaths() {
    person(Reason::DeathBeforeBirth, &[("DateOfDeath", "2010-01-01")], &[("DateOfDeath", "2020-01-01")]);
    person(Reason::DeceasedPerson, &[("Deceased", "1")], &[]);
    person(Reason::DeceasedPerson, &[("DateOfDeath", "2020-01-01")], &[]);
    person(Reason::FutureDate, &[("DateOfDeath", "2026-07-01")], &[("DateOfDeath", "2026-06-30")]);
}

#[test]
fn sentinels_stand_for_no_date() {
    let world = World::with_person(&[("DateOfDeath", "9999-12-31")]);
    let mapped = world.map();
    assert!(mapped.has(Reason::SentinelDate) && !mapped.has(Reason::DeceasedPerson));
    assert_eq!(mapped.row("MO_PERSONS").get("DATE_OF_DEATH"), None);
    person(Reason::DobMissing, &[("DateOfBirth", "1900-01-01")], &[]);
}

/// The time at which a contact was received fills two columns of its step.
#[test]
fn a_sentinel_is_counted_once_however_many_cells_it_would_fill() {
    let mut world = World::new();
    let status = world.refer("ContactStatus", "In Progress");
    let received = ("ContactReceivedDateTime", "1900-01-01 00:00:00.000");
    world.add("Contact", &[("ContactStatusId", &status), received]);
    assert_eq!(world.map().count(Reason::SentinelDate), 1);
    world.add("Contact", &[("ContactStatusId", &status), received]);
    assert_eq!(world.map().count(Reason::SentinelDate), 2, "of each record once");
}

#[test]
fn names() {
    person(Reason::PlaceholderName, &[("FirstName", "Baby"), ("FullName", "Baby Example")], &[]);
    person(Reason::PlaceholderName, &[("LastName", "X"), ("FullName", "Amina X")], &[]);
    person(Reason::NamePartsDisagree, &[("FullName", "Amina Other")], &[("FullName", " Amina  Example")]);
    person(Reason::UntrimmedValue, &[("LastName", "Example ")], &[]);
    let long = "Featherstonehaugh-Cholmondeley-Smythe";
    let world = World::with_person(&[("LastName", long), ("FullName", &format!("Amina {long}"))]);
    let mapped = world.map();
    assert!(mapped.codes().contains(&"Person.LastName over-length".to_owned()));
    assert_eq!((mapped.state(), mapped.file.rows.len()), (CaseFileState::Held, 0));
}

#[test]
fn what_the_target_must_have() {
    for column in ["GenderId", "LastName"] {
        let world = World::with_person(&[(column, "NULL"), ("FullName", "Amina")]);
        let mapped = world.map();
        assert!(
            mapped.codes().contains(&format!("Person.{column} missing-mandatory")),
            "{:?}",
            mapped.codes()
        );
        assert_eq!(mapped.state(), CaseFileState::Held);
        assert_eq!(mapped.outcome(world.person), Outcome::Held);
    }
    silent(Reason::MissingMandatory, |_| {});
    silent(Reason::DisplayNameCount, |_| {});
    silent(Reason::PrimaryGroupCount, |_| {});
}

#[test]
fn identifiers() {
    person(Reason::BadCheckDigit, &[("NHSNumber", "999 000 1236")], &[("NHSNumber", "999 000 0018")]);
    person(Reason::BadIdentifierFormat, &[("NHSNumber", "999 000 001")], &[]);
    person(Reason::PlaceholderIdentifier, &[("NHSNumber", "0000000000")], &[]);
    person(
        Reason::BadCheckDigit,
        &[("UniquePupilNumber", "P999100012010")],
        &[("UniquePupilNumber", "p99910001200b")],
    );
    person(Reason::PlaceholderIdentifier, &[("UniquePupilNumber", "A000000000000")], &[]);
    person(Reason::FormerUpnOnly, &[("FormerUniquePupilNumber", "D999100012002")], &[]);
    let superseded = [("NHSNumber", "9990000018"), ("PDSNHSNoSuperseded", "1")];
    person(Reason::NhsSuperseded, &superseded, &[("PDSNHSNoSuperseded", "1")]);
}

#[test]
fn a_rejected_value_is_kept_in_the_note_alone() {
    let world = World::with_person(&[("NHSNumber", "999 000 1236")]);
    let mapped = world.map();
    assert_eq!(mapped.state(), CaseFileState::Incomplete);
    assert!(mapped.rows("MO_SUBJECT_REFERENCES").is_empty());
    let note = mapped.note(&format!("{}:remainder", world.person)).unwrap();
    assert!(note.contains("<p>NHS number: 999 000 1236</p>"), "{note}");
    let world = World::with_person(&[("NHSNumber", "9990000018"), ("PDSNHSNoSuperseded", "1")]);
    let note = world.map().note(&format!("{}:remainder", world.person)).unwrap();
    assert!(note.contains("<p>NHS number: 9990000018</p>"), "{note}");
}

#[test]
fn a_reason_is_no_pupil_number() {
    let world = World::with_person(&[("UniquePupilNumber", "UN3")]);
    let mapped = world.map();
    assert!(mapped.has(Reason::UpnUnknownReason));
    assert_eq!(mapped.state(), CaseFileState::Complete);
    assert!(mapped.rows("MO_SUBJECT_REFERENCES").is_empty());
    let note = mapped.note(&format!("{}:remainder", world.person)).unwrap();
    assert!(note.contains("<p>Unique pupil number: UN3</p>"), "{note}");
    let key = "0a0a0a0a-0000-4000-8000-00000000cafe";
    let mut world = World::with_person(&[("UPNUnknownReasonId", key)]);
    let table = world.table_of("Person", "UPNUnknownReasonId");
    let key_column = world.key_column(&table);
    world.add(&table, &[(&key_column, key), ("Name", "Not of school age")]);
    let mapped = world.map();
    assert!(
        mapped.codes().contains(&"Person.UPNUnknownReasonId upn-unknown-reason".to_owned()),
        "{:?}",
        mapped.codes()
    );
}

#[test]
fn people_recorded_in_error() {
    let world = World::with_person(&[("RecordedInError", "1")]);
    let mapped = world.map();
    assert!(mapped.has(Reason::RecordedInError) && !mapped.has(Reason::ErrorRecordWithWork));
    assert_eq!((mapped.state(), mapped.outcome(world.person)), (CaseFileState::Excluded, Outcome::Excluded));
    let mut world = World::with_person(&[("RecordedInError", "1")]);
    let case = world.add("Case", &[]);
    let mapped = world.map();
    assert!(mapped.has(Reason::ErrorRecordWithWork) && !mapped.has(Reason::RecordedInError));
    assert_eq!((mapped.state(), mapped.outcome(case)), (CaseFileState::Held, Outcome::Held));
}

#[test]
fn external_people() {
    let world = World::with_person(&[("IsExternalPerson", "1")]);
    assert_eq!(world.map().state(), CaseFileState::Excluded);
    let mut world = World::with_person(&[("IsExternalPerson", "1")]);
    world.name();
    assert!(!world.map().has(Reason::ExternalPerson));
}

#[test]
fn copies_of_other_records() {
    fires(Reason::AddressDisagrees, |world| {
        *world = World::with_person(&[("AddressLine2", "High Street"), ("AddressLine1", "12")]);
        world.add(
            "PersonAddress",
            &[("AddressTypeId", "7"), ("AddressLine2", "Low Street"), ("AddressLine1", "12")],
        );
    });
    silent(Reason::AddressDisagrees, |world| {
        *world = World::with_person(&[("AddressLine2", "High Street"), ("AddressLine1", "12")]);
        world.add(
            "PersonAddress",
            &[("AddressTypeId", "7"), ("AddressLine2", "High Street"), ("AddressLine1", "12")],
        );
        world.add("PersonAddress", &[("AddressTypeId", "6"), ("AddressLine2", "Low Street")]);
    });
    person(Reason::LacFlagMismatch, &[("IsLookedAfterChild", "1")], &[]);
    person(Reason::LabelDisagrees, &[("ownerid_cwname", "Other team")], &[("ownerid_cwname", "Duty team")]);
}

#[test]
fn who_recorded_them() {
    fires(Reason::InactiveWorker, |world| {
        let leaver =
            world.add("SystemUser", &[("UserName", "leaver"), ("LastName", "Gone"), ("Inactive", "1")]);
        *world = with_worker(leaver, &[("UserName", "leaver"), ("LastName", "Gone"), ("Inactive", "1")]);
    });
    fires(Reason::ServiceAccountAuthor, |world| {
        *world = with_worker(
            crate::map::world::guid(77),
            &[("UserName", "svc.import"), ("IsServiceAccount", "1")],
        );
    });
    for reason in [Reason::InactiveWorker, Reason::ServiceAccountAuthor, Reason::UnknownAuthor] {
        silent(reason, |_| {});
    }
}

/// A child recorded by a worker of these columns.
pub(super) fn with_worker(key: care2mosaic::record::Guid, cells: &[(&str, &str)]) -> World {
    let key = key.to_string();
    let mut world = World::with_person(&[("CreatedBy", &key)]);
    let mut own = vec![("SystemUserId", key.as_str())];
    own.extend_from_slice(cells);
    world.add("SystemUser", &own);
    world
}

#[test]
fn authors_who_are_no_workers() {
    for cells in [vec![("UserName", "a-user-name-of-more-than-thirty-characters")], vec![("UserName", " ")]] {
        let world = with_worker(crate::map::world::guid(77), &cells);
        let mapped = world.map();
        assert!(
            mapped.codes().contains(&"Person.CreatedBy unknown-author".to_owned()),
            "{:?}",
            mapped.codes()
        );
        assert_eq!(mapped.state(), CaseFileState::Held);
    }
    let world = World::with_person(&[("CreatedBy", "0a0a0a0a-0000-4000-8000-00000000dead")]);
    assert!(world.map().has(Reason::UnknownAuthor));
}

#[test]
fn closed_teams() {
    fires(Reason::InactiveTeam, |world| {
        let key = "0a0a0a0a-0000-4000-8000-00000000beef";
        *world = World::with_person(&[("OwnerId", key)]);
        world.add("Team", &[("TeamId", key), ("Inactive", "1")]);
    });
    silent(Reason::InactiveTeam, |_| {});
    fires(Reason::OwnerIsTeam, |_| {});
}

#[test]
fn inactive_people_are_migrated() {
    let world = World::with_person(&[("Inactive", "1")]);
    let mapped = world.map();
    assert!(mapped.has(Reason::InactiveRecord));
    assert_eq!(mapped.outcome(world.person), Outcome::Migrated);
    silent(Reason::InactiveRecord, |_| {});
}
