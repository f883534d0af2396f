//! Every record finds its owner, over however many steps.

use care2mosaic::record::Reason;

use super::drop::{Drop, id};

/// A person with work of every kind that is found through another record.
fn family() -> Drop {
    let mut drop = Drop::new();
    drop.person(20, &[]).person(10, &[]);
    drop.row("Case", &[("CaseId", &id(101)), ("PersonId", &id(10).to_uppercase())]);
    drop.row("CaseAction", &[("CaseActionId", &id(102)), ("CaseId", &id(101))]);
    drop.row("MashEpisode", &[("MashEpisodeId", &id(103)), ("RegardingId", &id(101))]);
    drop.row("MASHEpisodeForm", &[("MASHEpisodeFormId", &id(104)), ("MashEpisodeId", &id(103))]);
    drop.row("DocumentAnswer", &[("DocumentAnswerId", &id(105)), ("AssessmentId", &id(104).to_uppercase())]);
    drop.row(
        "DocumentAnswerChecklist",
        &[("DocumentAnswerChecklistId", &id(106)), ("DocumentAnswerId", &id(105))],
    );
    drop.row("PersonForm", &[("PersonFormId", &id(107)), ("PersonId", &id(10))]);
    drop.row("Email", &[("EmailId", &id(108)), ("RegardingId", &id(107))]);
    drop.row("EmailAttachment", &[("EmailAttachmentId", &id(109)), ("EmailId", &id(108))]);
    drop.row("DocumentFile", &[("DocumentFileId", &id(110)), ("BusinessObjectRecordId", &id(109))]);
    drop.row("Letter", &[("LetterId", &id(111)), ("RegardingId", &id(20))]);
    drop
}

#[test]
fn chains_of_owners_lead_to_the_person() {
    let stage = family().stage(1000);
    let names = stage.names(10);
    for number in (101..=110).chain([10]) {
        assert!(names.iter().any(|name| name.ends_with(&id(number))), "{number}: {names:?}");
    }
    assert_eq!(stage.names(20), [format!("Person {}", id(20)), format!("Letter {}", id(111))]);
    assert!(stage.staged.ownerless.is_empty());
    assert!(stage.findings().is_empty(), "{:?}", stage.findings());
}

#[test]
fn case_files_come_in_ascending_person_number_and_batches_of_that_size() {
    let mut drop = Drop::new();
    for number in [900, 7, 31, 100, 8] {
        drop.person(number, &[]);
    }
    let stage = drop.stage(2);
    let numbers = |batch| -> Vec<u64> {
        stage.staged.spools.load(batch).unwrap().iter().map(|file| file.number).collect()
    };
    assert_eq!(stage.staged.spools.parts(), 3);
    assert_eq!([numbers(1), numbers(2), numbers(3)], [vec![7, 8], vec![31, 100], vec![900]]);
    assert!(
        stage.staged.spools.load(0).unwrap().is_empty() && stage.staged.spools.load(4).unwrap().is_empty()
    );
}

#[test]
fn rows_without_a_key_or_an_owner_are_rejected_alone() {
    let mut drop = family();
    drop.row("Case", &[("CaseId", ""), ("PersonId", &id(10))]);
    drop.row("Case", &[("CaseId", "17"), ("PersonId", &id(10))]);
    drop.row("Person", &[("PersonId", ""), ("PersonNumber", "5")]);
    drop.row("Case", &[("CaseId", &id(201)), ("PersonId", &id(999))]);
    drop.row("CaseAction", &[("CaseActionId", &id(202)), ("CaseId", &id(201))]);
    drop.row("Email", &[("EmailId", &id(203)), ("RegardingId", &id(998))]);
    drop.row("EmailAttachment", &[("EmailAttachmentId", &id(204)), ("EmailId", &id(203))]);
    drop.row("Team", &[("TeamId", ""), ("Name", "A team")]);
    let stage = drop.stage(1000);
    let mut found: Vec<_> = stage
        .staged
        .ownerless
        .iter()
        .map(|(record, finding)| (stage.dictionary.entity(record.entity()).name.as_str(), finding.reason))
        .collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("Case", Reason::MissingKey),
            ("Case", Reason::BadKey),
            ("Case", Reason::OrphanParent),
            ("CaseAction", Reason::ParentRejected),
            ("Email", Reason::OrphanParent),
            ("EmailAttachment", Reason::ParentRejected),
            ("Person", Reason::MissingKey),
            ("Team", Reason::MissingKey),
        ]
    );
    assert!(stage.findings().is_empty());
}

#[test]
fn a_person_without_a_usable_number_has_a_case_file_of_their_own() {
    let mut drop = family();
    drop.row("Person", &[("PersonId", &id(300)), ("PersonNumber", "")]);
    drop.row("Person", &[("PersonId", &id(301)), ("PersonNumber", "X7")]);
    drop.row("Person", &[("PersonId", &id(302)), ("PersonNumber", "12345678901234567")]);
    let stage = drop.stage(1000);
    let numbers: Vec<_> = stage.files().iter().map(|file| file.number).collect();
    assert_eq!(numbers, [10, 20, 0, 0, 0]);
    let codes: Vec<_> = stage.codes().into_iter().map(|(_, reason)| reason).collect();
    assert_eq!(codes, [Reason::MissingMandatory, Reason::BadKey, Reason::DuplicateLegacyId]);
    assert!(stage.files()[2].findings.iter().all(|finding| finding.case_file.is_none()));
}

#[test]
fn the_world_has_reference_rows_people_and_their_work() {
    let mut drop = family();
    drop.row("Team", &[("TeamId", &id(402)), ("Name", "North")]).row("Team", &[("TeamId", &id(401))]);
    let stage = drop.stage(1000);
    let world = &stage.staged.world;
    let team = stage.entity("Team");
    let key = care2mosaic::record::Guid::parse(&id(402)).unwrap();
    assert_eq!(world.row(team, key).unwrap().get(stage.field("Team", "Name")).filled(), Some("North"));
    assert_eq!(world.rows(team).len(), 2);
    assert_eq!(world.taken_on().to_string(), "2026-06-30T23:30:00");
    assert_eq!(world.extract_day().to_string(), "2026-06-30");
    let case = world.works().find(care2mosaic::record::Guid::parse(&id(101)).unwrap()).unwrap();
    assert_eq!((case.entity, world.people().number(case.person)), (stage.entity("Case"), 10));
}

#[test]
fn labels_of_options_are_found_by_list_and_number() {
    let mut drop = Drop::new();
    drop.person(1, &[]);
    drop.row("OptionSet", &[("OptionSetId", &id(1)), ("Name", "Gender")]);
    let value =
        [("OptionsetValueId", &*id(2)), ("OptionSetId", &id(1)), ("NumericCode", "3"), ("Text", "Other")];
    drop.row("OptionsetValue", &value);
    let stage = drop.stage(10);
    assert_eq!(stage.staged.world.option_text("Gender", "3"), Some("Other"));
    assert_eq!(stage.staged.world.option_text("Gender", "4"), None);
}

#[test]
fn records_that_name_a_record_of_somebody_else_or_none_are_found() {
    let mut drop = Drop::new();
    drop.person(20, &[]).person(10, &[]);
    drop.row("LACEpisode", &[("LACEpisodeId", &id(101)), ("PersonId", &id(10))]);
    for (key, person, episode) in [(201, 10, 101), (202, 20, 101), (203, 10, 999)] {
        let cells =
            [("PersonLACLegalStatusId", id(key)), ("PersonId", id(person)), ("LACEpisodeId", id(episode))];
        let cells: Vec<_> = cells.iter().map(|(name, text)| (*name, text.as_str())).collect();
        drop.row("PersonLACLegalStatus", &cells);
    }
    let stage = drop.stage_naming(1000, ("PersonLACLegalStatus", "LACEpisodeId"));
    let nullable = stage.dictionary.entity(stage.entity("PersonLACLegalStatus"));
    let nullable = nullable.field(stage.field("PersonLACLegalStatus", "LACEpisodeId")).nullable;
    let missing = if nullable { Reason::DanglingLookup } else { Reason::OrphanParent };
    assert_eq!(
        stage.findings(),
        [
            (10, Reason::PersonCaseMismatch, "LACEpisode".to_owned(), id(101)),
            (10, missing, "PersonLACLegalStatus".to_owned(), id(203)),
            (20, Reason::PersonCaseMismatch, "PersonLACLegalStatus".to_owned(), id(202)),
        ]
        .into_iter()
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect::<Vec<_>>()
    );
}
