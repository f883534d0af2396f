//! Rows are worked out again from the export, and every changed cell is found.

use care2mosaic::reconcile::recompute::{
    AddressClaims, AddressKeys, CaseSource, Expected, ExpectedRow, Questions, RestOfDrop, TurnedAway, expect,
};
use care2mosaic::record::SourceRecord;

use super::hand_export::{HandExport, guid, key, plan, record};

pub(super) const WHEN: &str = "2024-07-01 08:00:00.000";

fn stamp() -> Vec<(&'static str, String)> {
    vec![
        ("CreatedBy", key(40)),
        ("CreatedOn", WHEN.into()),
        ("ModifiedBy", key(40)),
        ("ModifiedOn", WHEN.into()),
    ]
}

pub(super) fn stamped(entity: &str, columns: &[(&str, &str)]) -> SourceRecord {
    let stamp = stamp();
    let mut all = columns.to_vec();
    all.extend(stamp.iter().map(|(name, text)| (*name, text.as_str())));
    record(entity, &all)
}

pub(super) fn council() -> HandExport {
    HandExport::default()
        .row(
            "SystemUser",
            &[("SystemUserId", &key(40)), ("UserName", "j.example"), ("FullName", "Jo Example")],
        )
        .row(
            "LACLegalStatus",
            &[
                ("LACLegalStatusId", &key(60)),
                ("Name", "Full care order"),
                ("Code", "2"),
                ("GovCode", "C2"),
                ("StatusTypeId", "1"),
            ],
        )
        .row(
            "LACLegalStatus",
            &[
                ("LACLegalStatusId", &key(61)),
                ("Name", "Interim care order"),
                ("Code", "1"),
                ("GovCode", "C1"),
                ("StatusTypeId", "1"),
            ],
        )
        .row(
            "LACPlacement",
            &[
                ("LACPlacementId", &key(62)),
                ("Name", "Residential school"),
                ("Code", "15"),
                ("GovCode", "S1"),
            ],
        )
        .row(
            "LACLegalStatusReason",
            &[("LACLegalStatusReasonId", &key(63)), ("Name", "Started"), ("Code", "1"), ("GovCode", "S")],
        )
        .row(
            "LACLegalStatusReason",
            &[
                ("LACLegalStatusReasonId", &key(64)),
                ("Name", "Legal status"),
                ("Code", "2"),
                ("GovCode", "L"),
            ],
        )
        .option("Gender", "2", "Female")
        .person(1, 1)
        .person(2, 1)
        .person(3, 3)
}

pub(super) fn person(number: u32, more: &[(&str, &str)]) -> SourceRecord {
    let (own, number) = (key(number), (500_000 + number).to_string());
    let mut columns = vec![
        ("PersonId", own.as_str()),
        ("PersonNumber", number.as_str()),
        ("FirstName", "Amina"),
        ("LastName", "Example"),
        ("DateOfBirth", "2015-03-09"),
        ("GenderId", "2"),
    ];
    columns.extend(more);
    stamped("Person", &columns)
}

pub(super) fn expected(export: &HandExport, records: &[SourceRecord], away: &TurnedAway) -> Expected {
    expected_with(export, records, away, &AddressKeys::default())
}

fn expected_with(
    export: &HandExport,
    records: &[SourceRecord],
    away: &TurnedAway,
    keys: &AddressKeys,
) -> Expected {
    let mut records = records.to_vec();
    let own_key = |record: &SourceRecord| record.guid(plan().key_of(record.entity()).unwrap());
    records.sort_by_key(|record| (record.entity(), own_key(record)));
    let rest = RestOfDrop::new(export, keys);
    let questions = Questions::new(plan(), rest);
    let case = CaseSource { number: Some(500_001), person: guid(1), records: &records, beside: &[] };
    expect(plan(), &questions, rest, away, case)
}

/// The rows of a table as texts of these columns.
fn cells(expected: &Expected, table: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let contract = plan().contract();
    let id = contract.find(table).unwrap();
    let rows = expected.rows.iter().filter(|row| row.row.table == id);
    let cell = |row: &ExpectedRow, name: &str| {
        let column = contract.table(id).column(name).unwrap();
        row.row.cells[usize::from(column.0)].clone().unwrap_or_default()
    };
    rows.map(|row| columns.iter().map(|name| cell(row, name)).collect()).collect()
}

pub(super) fn status(
    number: u32,
    status: u32,
    placement: Option<u32>,
    reason: u32,
    from: &str,
    to: Option<&str>,
) -> SourceRecord {
    let (own, status, reason) = (key(number), key(status), key(reason));
    let (person, episode) = (key(1), key(50));
    let mut columns = vec![
        ("PersonLACLegalStatusId", own.as_str()),
        ("PersonId", person.as_str()),
        ("LACEpisodeId", episode.as_str()),
        ("LACLegalStatusId", status.as_str()),
        ("LACLegalStatusReasonId", reason.as_str()),
        ("StartDate", from),
    ];
    let placement = placement.map(key);
    columns.extend(placement.as_deref().map(|placement| ("LACPlacementId", placement)));
    columns.extend(to.map(|to| ("EndDate", to)));
    stamped("PersonLACLegalStatus", &columns)
}

#[test]
fn statuses_and_placements_run_apart() {
    let records = [
        person(1, &[]),
        status(20, 61, Some(62), 63, "2023-05-02", Some("2023-09-14")),
        status(21, 60, Some(62), 64, "2023-09-14", Some("2024-01-10")),
        status(22, 60, None, 63, "2024-01-10", None),
    ];
    let expected = expected(&council(), &records, &TurnedAway::default());
    let statuses =
        cells(&expected, "PERSON_LEGAL_STATUSES", &["LEGACY_ID", "LEGAL_STATUS", "START_DATE", "END_DATE"]);
    assert_eq!(
        statuses,
        [
            [key(20), "C1".into(), "2023-05-02".into(), "2023-09-14".into()],
            [key(21), "C2".into(), "2023-09-14".into(), String::new()],
        ]
    );
    let placements = cells(
        &expected,
        "LOOKED_AFTER_PLACEMENTS",
        &["LEGACY_ID", "PLACEMENT_CODE", "START_DATE", "END_DATE"],
    );
    assert_eq!(placements, [[key(20), "S1".into(), "2023-05-02".into(), "2024-01-10".into()]]);
    assert!(expected.differences.is_empty());
}

#[test]
fn a_person_is_a_child_until_the_day_of_turning_eighteen() {
    for (born, flag) in [("2015-03-09", "C"), ("2008-11-27", "C"), ("2008-11-26", "A"), ("1980-01-01", "A")] {
        let own = stamped("Person", &[("PersonId", &key(1)), ("DateOfBirth", born)]);
        let expected = expected(&council(), &[own], &TurnedAway::default());
        assert_eq!(cells(&expected, "MO_PERSONS", &["CONTEXT_FLAG"]), [[flag]], "{born}");
    }
}

#[test]
fn shared_notes_head_each_record_in_order_of_key() {
    let records = [
        person(1, &[]),
        status(21, 60, None, 63, "2023-09-14", None),
        status(20, 61, None, 63, "2023-05-02", Some("2023-09-14")),
    ];
    let expected = expected(&council(), &records, &TurnedAway::default());
    let notes = cells(&expected, "CASE_NOTES", &["LEGACY_ID", "TITLE", "CREATED_BY", "CREATED_ON", "NOTE"]);
    let own = notes.iter().find(|note| note[0].ends_with("PersonLACLegalStatus")).unwrap();
    assert_eq!(
        own[..4],
        [
            format!("{}:PersonLACLegalStatus", key(1)),
            "Legal status and placement".into(),
            "j.example".into(),
            "2026-11-26T06:00:00".into()
        ]
    );
    let first = own[4].find(&format!("<p>[{}]</p>", key(20))).unwrap();
    let second = own[4].find(&format!("<p>[{}]</p><p>LAC episode: [{}]</p>", key(21), key(50))).unwrap();
    assert!(first < second);
    assert!(own[4].contains("<p>Recorded on: 2024-07-01 09:00:00</p>"), "{}", own[4]);
}

#[test]
fn a_merged_person_keeps_its_columns_in_a_note() {
    let records = [person(1, &[]), person(2, &[("MasterId", &key(1)), ("PreferredName", "Mina")])];
    let expected = expected(&council(), &records, &TurnedAway::default());
    assert_eq!(cells(&expected, "MO_PERSONS", &["LEGACY_ID"]), [[key(1)]]);
    let notes = cells(&expected, "CASE_NOTES", &["LEGACY_ID", "NOTE"]);
    let merged = notes.iter().find(|note| note[0] == format!("{}:MergedPerson", key(1))).unwrap();
    assert!(
        merged[1].starts_with(&format!("<p>[{}]</p>", key(2)))
            && merged[1].contains("<p>Preferred name: Mina</p>")
    );
}

#[test]
fn a_note_has_its_lines_at_the_foot_and_a_long_subject_at_the_head() {
    let subject = "s".repeat(101);
    let note = stamped(
        "PersonCaseNote",
        &[
            ("PersonCaseNoteId", &key(80)),
            ("PersonId", &key(1)),
            ("Subject", &subject),
            ("Notes", "<div>Seen at <b>home</b>.</div>"),
            ("CaseNoteDate", "2025-01-20 15:30:00.000"),
            ("Inactive", "0"),
        ],
    );
    let expected = expected(&council(), &[person(1, &[]), note], &TurnedAway::default());
    let notes = cells(&expected, "CASE_NOTES", &["LEGACY_ID", "TITLE", "CREATED_ON", "NOTE"]);
    let own = notes.iter().find(|note| note[0] == key(80)).unwrap();
    assert_eq!(own[1..3], [String::new(), "2025-01-20T15:30:00".to_owned()]);
    let foot = "<p>[CareDirector]</p><p>Recorded on: 2024-07-01 09:00:00</p><p>Last changed on: 2024-07-01 09:00:00</p><p>Subject above: Yes</p>";
    assert_eq!(own[3], format!("<p>Subject: {subject}</p><p>Seen at home.</p>{foot}"));
}

#[test]
fn equal_addresses_share_the_lowest_key() {
    let address = |number: u32, person: u32, street: &str| {
        let (own, person) = (key(number), key(person));
        stamped(
            "PersonAddress",
            &[
                ("PersonAddressId", &own),
                ("PersonId", &person),
                ("AddressTypeId", "6"),
                ("AddressLine2", street),
                ("StartDate", "2018-02-01"),
            ],
        )
    };
    let (council, away) = (council().option("AddressType", "6", "Home"), TurnedAway::default());
    let folder = tempfile::tempdir().unwrap();
    let mut claims = AddressClaims::create(folder.path()).unwrap();
    let streets =
        [(51, 1, "High Street"), (50, 2, "High Street"), (52, 1, "High Street"), (53, 1, "Low Street")];
    for (number, run, street) in streets {
        let rows = expected(&council, &[person(1, &[]), address(number, 1, street)], &away).rows;
        claims.take(plan(), run, &rows).unwrap();
    }
    let keys = claims.settle().unwrap();
    let found = [50, 51, 52, 53].map(|number| keys.get(guid(number)));
    assert_eq!(found, [Some(guid(51)), None, Some(guid(51)), None]);
    let expected = expected_with(&council, &[person(1, &[]), address(52, 1, "High Street")], &away, &keys);
    assert_eq!(
        cells(&expected, "ADDRESSES_PEOPLE", &["ADDRESS_LEGACY_ID", "DISPLAY_ADDRESS"]),
        [[key(51), "Y".into()]]
    );
    assert!(
        cells(&expected, "CASE_NOTES", &["NOTE"])
            .iter()
            .any(|note| note[0].contains(&format!("Address row: {}", key(51))))
    );
}

#[test]
fn one_open_address_is_shown_the_kind_first_and_of_a_kind_the_latest() {
    let council = council().option("AddressType", "6", "Home").option("AddressType", "7", "Main");
    let address = |number: u32, kind: &str, start: &str, end: &str| {
        let (own, person) = (key(number), key(1));
        let columns = [
            ("PersonAddressId", own.as_str()),
            ("PersonId", &person),
            ("AddressTypeId", kind),
            ("AddressLine2", "High Street"),
            ("StartDate", start),
            ("EndDate", end),
        ];
        let filled: Vec<_> = columns.into_iter().filter(|(_, text)| !text.is_empty()).collect();
        stamped("PersonAddress", &filled)
    };
    let shown = |addresses: &[SourceRecord]| {
        let records = [&[person(1, &[])], addresses].concat();
        let expected = expected(&council, &records, &TurnedAway::default());
        let mut rows = cells(&expected, "ADDRESSES_PEOPLE", &["START_DATE", "DISPLAY_ADDRESS"]);
        rows.retain(|row| row[1] == "Y");
        rows.into_iter().map(|mut row| row.swap_remove(0)).collect::<Vec<_>>()
    };
    let ended = address(50, "6", "2022-01-01", "2023-01-01");
    let (early, late) = (address(51, "6", "2018-02-01", ""), address(52, "6", "2019-02-01", ""));
    assert_eq!(shown(&[ended.clone(), early.clone(), late.clone()]), ["2019-02-01"]);
    let main = address(53, "7", "2017-02-01", "");
    assert_eq!(shown(&[ended.clone(), early.clone(), late, main]), ["2017-02-01"]);
    assert_eq!(shown(&[ended.clone(), early]), ["2018-02-01"]);
    assert_eq!(shown(&[ended]), Vec::<String>::new());
}

#[test]
fn a_word_for_no_number_and_a_time_for_none_give_nothing() {
    let own = person(1, &[("UniquePupilNumber", "UN3")]);
    let note = record(
        "PersonCaseNote",
        &[
            ("PersonCaseNoteId", &key(80)),
            ("PersonId", &key(1)),
            ("Notes", "Seen."),
            ("CaseNoteDate", "2025-01-20 15:30:00.000"),
            ("CreatedOn", WHEN),
            ("ModifiedOn", "9999-12-31 00:00:00.000"),
        ],
    );
    let expected = expected(&council(), &[own, note], &TurnedAway::default());
    assert!(expected.differences.is_empty(), "{:?}", expected.differences);
    assert!(cells(&expected, "MO_SUBJECT_REFERENCES", &["REFERENCE"]).is_empty());
    let notes = cells(&expected, "CASE_NOTES", &["LEGACY_ID", "NOTE"]);
    let own = notes.iter().find(|note| note[0] == key(80)).unwrap();
    assert!(own[1].contains("Recorded on") && !own[1].contains("Last changed on"), "{}", own[1]);
}

#[test]
fn a_pupil_number_is_written_in_capitals() {
    let own = person(1, &[("UniquePupilNumber", "h801200001001")]);
    let expected = expected(&council(), &[own], &TurnedAway::default());
    assert_eq!(cells(&expected, "MO_SUBJECT_REFERENCES", &["REFERENCE"]), [["H801200001001"]]);
}

#[test]
fn relationships_to_the_unwritten_are_left_out() {
    let relationship = stamped(
        "PersonRelationship",
        &[
            ("PersonRelationshipId", &key(90)),
            ("PersonId", &key(1)),
            ("RelatedPersonId", &key(3)),
            ("StartDate", "2020-01-01"),
        ],
    );
    let records = [person(1, &[]), relationship];
    let written = expected(&council(), &records, &TurnedAway::default());
    assert_eq!(cells(&written, "MO_PERSON_RELATIONSHIPS", &["PERSON_RELATED_TO_LEGACY_ID"]), [[key(3)]]);
    assert!(
        written
            .rows
            .iter()
            .any(|row| row.last_batch && row.row.cells[0] == Some(format!("{}:remainder", key(90))))
    );
    let alone = expected(&council().unwritten(3), &records, &TurnedAway::default());
    assert!(cells(&alone, "MO_PERSON_RELATIONSHIPS", &["LEGACY_ID"]).is_empty());
}

#[test]
fn a_refused_value_must_be_listed() {
    let records = [person(1, &[("NHSNumber", "999 000 1236")])];
    let unlisted = expected(&council(), &records, &TurnedAway::default());
    let [told] = unlisted.differences.as_slice() else { panic!("{:?}", unlisted.differences) };
    let named = (told.case_file, told.entity, told.source_id.as_str(), told.field.as_str());
    assert_eq!(named, (Some(500_001), Some(records[0].entity()), key(1).as_str(), "NHSNumber"));
    let mut away = TurnedAway::default();
    let entity = records[0].entity();
    let field = plan().dictionary().entity(entity).column("NHSNumber").unwrap();
    away.reject_value(entity, guid(1), field, Some(care2mosaic::record::Reason::BadCheckDigit));
    let listed = expected(&council(), &records, &away);
    assert!(listed.differences.is_empty());
    assert!(cells(&listed, "MO_SUBJECT_REFERENCES", &["REFERENCE"]).is_empty());
    assert!(cells(&listed, "CASE_NOTES", &["NOTE"])[0][0].contains("<p>NHS number: 999 000 1236</p>"));
}

#[test]
fn file_names_of_one_owner_are_told_apart() {
    let attachment = |number: u32, file: u32| {
        let (own, file) = (key(number), key(file));
        stamped("PersonAttachment", &[("PersonAttachmentId", &own), ("PersonId", &key(1)), ("FileId", &file)])
    };
    let described = |number: u32, owner: u32, name: &str| {
        let (own, owner) = (key(number), key(owner));
        stamped(
            "DocumentFile",
            &[("DocumentFileId", &own), ("BusinessObjectRecordId", &owner), ("FileName", name)],
        )
    };
    let export = council().document(75, 8, "aa").document(76, 9, "bb");
    let records = [
        person(1, &[]),
        attachment(70, 75),
        attachment(71, 76),
        described(75, 70, "Plan.pdf"),
        described(76, 71, " plan.pdf"),
    ];
    let expected = expected(&export, &records, &TurnedAway::default());
    let rows = cells(&expected, "DOCUMENT_INDEX", &["LEGACY_ID", "FILE_NAME", "SHA256", "BYTES"]);
    let row =
        |number, name: &str, sha: &str, bytes: &str| [key(number), name.into(), sha.into(), bytes.into()];
    assert_eq!(rows, [row(70, "Plan.pdf", "aa", "8"), row(71, "plan (2).pdf", "bb", "9")]);
}

#[test]
fn cells_of_a_table_question_share_a_row_that_is_about_a_child() {
    let export = council()
        .work("CaseForm", 11, 11, 1)
        .row(
            "DocumentQuestionIdentifier",
            &[("DocumentQuestionIdentifierId", &key(100)), ("Identifier", "QA-DQ-117")],
        )
        .row(
            "DocumentQuestionIdentifier",
            &[("DocumentQuestionIdentifierId", &key(101)), ("Identifier", "QA-DQ-118")],
        )
        .row(
            "DocumentQuestionIdentifier",
            &[("DocumentQuestionIdentifierId", &key(102)), ("Identifier", "QA-DQ-121")],
        )
        .row(
            "TableQuestionCell",
            &[
                ("TableQuestionCellId", &key(103)),
                ("TableQuestionIdentifierId", &key(100)),
                ("CellQuestionIdentifierId", &key(101)),
                ("IsRowSubject", "1"),
            ],
        )
        .row(
            "TableQuestionCell",
            &[
                ("TableQuestionCellId", &key(104)),
                ("TableQuestionIdentifierId", &key(100)),
                ("CellQuestionIdentifierId", &key(102)),
                ("IsRowSubject", "0"),
            ],
        )
        .option("QuestionType", "5", "Numeric")
        .option("QuestionType", "11", "Lookup");
    let answer = |number: u32, question: u32, kind: &str, value: (&str, &str)| {
        let (own, question) = (key(number), key(question));
        stamped(
            "DocumentAnswer",
            &[
                ("DocumentAnswerId", &own),
                ("AssessmentId", &key(11)),
                ("DocumentQuestionIdentifierId", &question),
                ("GridRowId", "1"),
                ("QuestionTypeId", kind),
                value,
            ],
        )
    };
    let form = stamped(
        "CaseForm",
        &[("CaseFormId", &key(11)), ("PersonId", &key(1)), ("CaseId", &key(10)), ("AnswersInitialized", "1")],
    );
    let records = [
        person(1, &[]),
        form,
        answer(110, 101, "11", ("LookupObjectId", &key(2))),
        answer(111, 102, "5", ("NumericAnswer", "07")),
    ];
    let expected = expected(&export, &records, &TurnedAway::default());
    let row = format!("{}:QA-DQ-117:1", key(11));
    let rows =
        cells(&expected, "MO_FORM_ANSWER_ROWS", &["LEGACY_ID", "FORM_LEGACY_ID", "HANDLER_ROW_IDENTIFIER"]);
    assert_eq!(rows, [[row.clone(), key(11), key(1)]]);
    let answers = cells(
        &expected,
        "MO_FORM_ANSWERS",
        &["ANSWER_ROW_LEGACY_ID", "QUESTION_USER_CODE", "TEXT_ANSWER", "NUMBER_ANSWER"],
    );
    assert_eq!(
        answers,
        [
            [row.clone(), "SOS_CHILD".into(), key(1), String::new()],
            [row, "SOS_SCALE".into(), String::new(), "7".into()],
        ]
    );
}
