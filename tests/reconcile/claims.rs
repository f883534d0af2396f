//! Rejections that a list claims of records, each held against the export.

use care2mosaic::reconcile::recompute::{
    AddressKeys, CaseSource, Claim, ClaimList, Everybody, Questions, RestOfDrop, Surroundings, TurnedAway,
    Why, unfounded_claims,
};
use care2mosaic::record::{Reason, SourceRecord};

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
    let case = CaseSource { number: Some(500_001), person: guid(1), records: &records };
    let around = Surroundings { everybody: &everybody, joining: &[] };
    let found = unfounded_claims(plan(), &questions, rest, (&away, around), case);
    match found.as_slice() {
        [] => true,
        [one] if one.check == "reject-cause" && one.field == column => false,
        found => panic!("{found:?}"),
    }
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
