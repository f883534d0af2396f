//! Rejections that a list claims of records, each held against the export.

use care2mosaic::reconcile::recompute::{
    AddressKeys, AdoptionTables, CaseSource, Claim, ClaimList, ControlTables, Everybody, ListedWarning,
    PairTable, Questions, RestOfDrop, Surroundings, TurnedAway, Why, unfounded_claims,
};
use care2mosaic::record::{EntityId, Guid, Reason, SourceRecord};

use super::hand_export::{HandExport, guid, key, plan, record};

/// One worker, who is no author of anything here but by key 40, and one file.
fn export() -> HandExport {
    HandExport::default()
        .person(1, 1)
        .row("SystemUser", &[("SystemUserId", &key(40)), ("UserName", "j.example")])
        .row("Team", &[("TeamId", &key(41)), ("Name", "North")])
        .document(50, 10, "00")
}

/// Whether the export bears out that a record was rejected, for a column, under a code.
fn is_borne_out(own: &SourceRecord, column: &str, reason: Reason) -> bool {
    let (export, keys, everybody) = (export(), AddressKeys::default(), Everybody::default());
    let rest = RestOfDrop::new(&export, &keys);
    let questions = Questions::new(plan(), rest);
    let entity = own.entity();
    let field = plan().dictionary().entity(entity).column(column);
    let file = record("DocumentFile", &[("DocumentFileId", &key(50)), ("FileName", "plan.pdf")]);
    let mut records = vec![own.clone(), file];
    records.sort_by_key(SourceRecord::entity);
    let mut away = TurnedAway::default();
    let own = own.guid(plan().key_of(entity).unwrap()).unwrap();
    away.reject(entity, own);
    let claim =
        Claim { list: ClaimList::Rejects, field: Some(field.unwrap()), why: Why::Code(reason), line: 2 };
    away.claim(entity, own, claim);
    let case = CaseSource { number: Some(500_001), person: guid(1), records: &records, beside: &[] };
    let around = Surroundings {
        everybody: &everybody,
        joining: &[],
        elsewhere: &[],
        repeated: &[],
        findings: &[],
        warned: false,
    };
    let found = unfounded_claims(plan(), &questions, rest, (&away, around), case);
    match found.as_slice() {
        [] => true,
        [one] if one.check == "reject-cause" && one.field == column => {
            let named = (one.case_file, one.entity, one.source_id.as_str(), one.line);
            assert_eq!(named, (Some(500_001), Some(entity), own.to_string().as_str(), 2));
            false
        }
        found => panic!("{found:?}"),
    }
}

/// What is told about one record, with nothing else in the case file: check and column, and whether a line of a list is named.
fn told(
    own: &SourceRecord,
    (export, everybody): (&HandExport, &Everybody),
    list: impl FnOnce(&mut TurnedAway, EntityId, Guid),
    warned: bool,
) -> Vec<(&'static str, String, bool)> {
    let keys = AddressKeys::default();
    let rest = RestOfDrop::new(export, &keys);
    let questions = Questions::new(plan(), rest);
    let entity = own.entity();
    let mut away = TurnedAway::default();
    list(&mut away, entity, own.guid(plan().key_of(entity).unwrap()).unwrap());
    let records = [own.clone()];
    let case = CaseSource { number: Some(500_001), person: guid(1), records: &records, beside: &[] };
    let around =
        Surroundings { everybody, joining: &[], elsewhere: &[], repeated: &[], findings: &[], warned };
    let found = unfounded_claims(plan(), &questions, rest, (&away, around), case);
    found.into_iter().map(|one| (one.check, one.field, one.line > 0)).collect()
}

#[test]
fn warnings_that_a_record_gives_are_wanted_and_no_others() {
    let team = key(41);
    for (own, column, reason) in [
        (
            own("PersonCaseNote", &[("Notes", "Visit."), ("CaseNoteDate", "2026-12-24 10:00:00.000")]),
            "CaseNoteDate",
            Reason::FutureDate,
        ),
        (
            own("PersonCaseNote", &[("Notes", "Visit."), ("CaseNoteDate", "2026-10-25 00:30:00.000")]),
            "CaseNoteDate",
            Reason::ClockChangeRepeat,
        ),
        (
            own("PersonCaseNote", &[("Notes", "Visit."), ("OwnerId", &team), ("ownerid_cwname", "South")]),
            "ownerid_cwname",
            Reason::LabelDisagrees,
        ),
        (own("MissingPerson", &[]), "FoundDateTime", Reason::MissingNoEnd),
    ] {
        let known = (&export(), &Everybody::default());
        let field = plan().dictionary().entity(own.entity()).column(column);
        let warn = |reason: Reason, field| {
            move |away: &mut TurnedAway, entity, key| {
                let (why, place) = (Why::Code(reason), ("Table.csv".to_owned(), 2));
                away.warn(entity, key, ListedWarning { why, field, place, line: 7 });
            }
        };
        assert_eq!(told(&own, known, |_, _, _| {}, true), [("warning-cause", column.to_owned(), false)]);
        assert_eq!(told(&own, known, warn(reason, field), true), []);
        // Under another code it is wanting and forged.
        let other = told(&own, known, warn(Reason::InactiveTeam, field), true);
        assert_eq!(other.iter().filter(|one| one.2).count(), 1, "{reason:?} {other:?}");
        assert_eq!(other.len(), 2, "{reason:?} {other:?}");
        assert_eq!(told(&own, known, |_, _, _| {}, false), []);
    }
}

#[test]
fn nobody_whom_a_record_names_is_left_out_as_nobodys_concern() {
    let person = own("Person", &[("IsExternalPerson", "1")]);
    let export = export().person(2, 2);
    let leave_out = |away: &mut TurnedAway, entity, key| away.exclude(entity, key, "external-person");
    let mut named = Everybody::default().asking(plan());
    let other = record(
        "PersonRelationship",
        &[("PersonRelationshipId", &key(11)), ("PersonId", &key(2)), ("RelatedPersonId", &key(1))],
    );
    named.see(plan(), &export, guid(2), &[other]);
    let unnamed = Everybody::default().asking(plan());
    let wrong = [("exclusion", String::new(), false)];
    assert_eq!(told(&person, (&export, &unnamed), leave_out, false), []);
    assert_eq!(told(&person, (&export, &named), leave_out, false), wrong);
    assert_eq!(told(&person, (&export, &unnamed), |_, _, _| {}, false), wrong);
    assert_eq!(told(&person, (&export, &named), |_, _, _| {}, false), []);
}

/// Everybody, of whom 20 became 21 by adoption, when the record of person 1 has been seen.
fn with_an_adoption(export: &HandExport, own: &SourceRecord) -> Everybody {
    let dictionary = plan().dictionary();
    let link = dictionary.find("AdoptionLink").unwrap();
    let column = |name| dictionary.entity(link).column(name).unwrap();
    let people = [20, 21]
        .map(|number| ("Person", key(number), (700_000 + number).to_string()))
        .map(|(table, key, number)| record(table, &[("PersonId", &key), ("PersonNumber", &number)]));
    let person = dictionary.entity(people[0].entity());
    let adoption = AdoptionTables {
        pair: PairTable { entity: link, first: column("PreAdoptionPersonId"), second: column("PersonId") },
        shared_by: Vec::new(),
        copied_from: Vec::new(),
        told_by: person.column("PersonNumber").into_iter().collect(),
        known_by: Vec::new(),
        rows: people.to_vec(),
    };
    let tables = ControlTables { adoption: Some(adoption), ..ControlTables::default() };
    let everybody = Everybody::new(tables, export, Default::default());
    let mut everybody = everybody.asking(plan()).reading_texts(plan(), export);
    everybody.see(plan(), export, guid(1), std::slice::from_ref(own));
    let named = everybody.texts().in_record(export, guid(1), own).into_iter().map(|(_, named)| named);
    everybody.note_in_texts(guid(1), &named.collect());
    everybody
}

#[test]
fn a_case_file_that_is_written_though_its_texts_join_two_identities_is_told() {
    let link = [("AdoptionLinkId", key(60)), ("PreAdoptionPersonId", key(20)), ("PersonId", key(21))];
    let link: Vec<(&str, &str)> = link.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let export = export().person(20, 20).person(21, 21).row("AdoptionLink", &link);
    for (text, expected) in [
        (format!("{};{}", key(20), key(21)), vec![("hold-cause", String::new(), false)]),
        (format!("{} became 700021", key(20)), vec![("hold-cause", String::new(), false)]),
        (format!("{} became 7000210", key(20)), Vec::new()),
    ] {
        let note = own("PersonCaseNote", &[("Notes", &text)]);
        let everybody = with_an_adoption(&export, &note);
        assert_eq!(told(&note, (&export, &everybody), |_, _, _| {}, true), expected, "{text}");
    }
}

#[test]
fn a_line_of_a_list_bears_out_no_other() {
    let person = own("Person", &[("GenderId", "1")]);
    let export = export().option("Gender", "1", "Male");
    let gender = plan().dictionary().entity(person.entity()).column("GenderId");
    let list = |with_value: bool| {
        move |away: &mut TurnedAway, entity, key| {
            let why = Why::Code(Reason::UnmappedCode);
            away.reject(entity, key);
            away.claim(entity, key, Claim { list: ClaimList::Rejects, field: gender, why, line: 2 });
            if with_value {
                away.reject_value(entity, key, gender.unwrap(), Some(Reason::ControlCharacter));
            }
        }
    };
    let known = (&export, &Everybody::default());
    let wrong = ("reject-cause", "GenderId".to_owned(), true);
    assert!(told(&person, known, list(false), false).contains(&wrong));
    assert!(told(&person, known, list(true), false).contains(&wrong));
}

/// A record of person 1 with key 10.
fn own(entity: &str, columns: &[(&str, &str)]) -> SourceRecord {
    let (ten, one) = (key(10), key(1));
    let mut all = vec![("PersonId", one.as_str())];
    let own_key = format!("{entity}Id");
    if entity != "Person" {
        all.push((own_key.as_str(), ten.as_str()));
    }
    all.extend(columns.iter().filter(|(name, _)| *name != "PersonId"));
    record(entity, &all)
}

#[test]
fn a_document_is_missed_in_the_column_of_a_document() {
    let (there, gone, worker) = (key(50), key(51), key(40));
    let named = [("FirstName", "Ana"), ("OwnerId", worker.as_str())];
    for (own, column, reason, borne_out) in [
        (own("PersonAttachment", &[]), "FileId", Reason::DocumentNoContent, true),
        (own("PersonAttachment", &[("FileId", &there)]), "FileId", Reason::DocumentNoContent, false),
        (own("PersonAttachment", &[]), "Title", Reason::DocumentNoContent, false),
        (own("PersonAttachment", &[("FileId", &gone)]), "FileId", Reason::DocumentFileMissing, true),
        (own("PersonAttachment", &[("FileId", &there)]), "FileId", Reason::DocumentFileMissing, false),
        (own("PersonAttachment", &[("OwnerId", &worker)]), "OwnerId", Reason::DocumentFileMissing, false),
        (own("Person", &named), "FirstName", Reason::DocumentNoContent, false),
        (own("Person", &named), "OwnerId", Reason::DocumentFileMissing, false),
        // Who has no photo has none to miss.
        (own("Person", &[]), "PersonPhotoId", Reason::DocumentNoContent, false),
        (own("Person", &[("PersonPhotoId", &gone)]), "PersonPhotoId", Reason::DocumentFileMissing, true),
    ] {
        assert_eq!(is_borne_out(&own, column, reason), borne_out, "{column} {reason:?}");
    }
}

#[test]
fn an_author_is_unknown_in_a_column_of_authors() {
    let (worker, nobody, team) = (key(40), key(99), key(41));
    for (own, column, borne_out) in [
        (own("PersonCaseNote", &[("CreatedBy", &nobody)]), "CreatedBy", true),
        (own("PersonCaseNote", &[("CreatedBy", &worker)]), "CreatedBy", false),
        (own("PersonCaseNote", &[("Subject", "Visit")]), "Subject", false),
        (own("PersonCaseNote", &[("OwnerId", &team)]), "OwnerId", false),
        (own("PersonCaseNote", &[("ResponsibleUserId", &nobody)]), "ResponsibleUserId", false),
        (own("Person", &[]), "PersonId", false),
        (own("Person", &[("FirstName", "Ana")]), "FirstName", false),
    ] {
        assert_eq!(is_borne_out(&own, column, Reason::UnknownAuthor), borne_out, "{column}");
    }
}

#[test]
fn an_orphan_misses_what_it_cannot_do_without() {
    let nobody = key(99);
    for (own, column, borne_out) in [
        (own("PersonCaseNote", &[("OwnerId", &nobody)]), "OwnerId", true),
        (own("PersonCaseNote", &[("OwnerId", &key(41))]), "OwnerId", false),
        (own("PersonCaseNote", &[]), "PersonId", false),
        // An optional lookup that leads nowhere costs its value alone.
        (own("Person", &[("ReligionId", &nobody)]), "ReligionId", false),
        (own("PersonCaseNote", &[("ResponsibleUserId", &nobody)]), "ResponsibleUserId", false),
    ] {
        assert_eq!(is_borne_out(&own, column, Reason::OrphanParent), borne_out, "{column}");
    }
}

#[test]
fn a_record_is_rejected_for_a_value_that_it_cannot_do_without_alone() {
    let note = |day: &str| own("PersonCaseNote", &[("Notes", "Visit."), ("CaseNoteDate", day)]);
    let stamp = |time: &str| own("ChildProtection", &[("CreatedOn", time)]);
    let gender = |text: &str| own("Person", &[("GenderId", text)]);
    for (own, column, reason, borne_out) in [
        (note("2024-13-01 10:00:00.000"), "CaseNoteDate", Reason::BadDate, true),
        (note("2024-12-01 10:00:00.000"), "CaseNoteDate", Reason::BadDate, false),
        (note("2024-12-01 10:00:00.000"), "Subject", Reason::BadDate, false),
        (stamp("2024-13-01 10:00:00.000"), "CreatedOn", Reason::BadDate, true),
        (stamp("2024-12-01 10:00:00.000"), "CreatedOn", Reason::BadDate, false),
        (stamp("2024-13-01 10:00:00.000"), "ModifiedOn", Reason::BadDate, false),
        (gender("7"), "GenderId", Reason::UnmappedCode, true),
        // Written without it, the value alone is turned away.
        (own("Person", &[("DateOfDeath", "2024-13-01")]), "DateOfDeath", Reason::BadDate, false),
    ] {
        assert_eq!(is_borne_out(&own, column, reason), borne_out, "{column} {reason:?}");
    }
}
