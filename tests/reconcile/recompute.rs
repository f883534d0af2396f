//! Rows are worked out again from the export, and every changed cell is found.

use care2mosaic::reconcile::recompute::{
    AddressClaims, AddressKeys, CaseSource, Comparison, Expected, ExpectedRow, Questions, RestOfDrop,
    TurnedAway, expect,
};
use care2mosaic::reconcile::{Difference, RowId, TargetFile, TargetSide};
use care2mosaic::record::{Reason, SourceRecord};
use care2mosaic::target::contract::{TableId, TargetRow};

use super::hand_export::{HandExport, guid, key, plan, record};

/// The checks that find a row too many or too few.
const KEYED: [&str; 3] = ["missing-row", "unexpected-row", "row-duplicated"];

const WHEN: &str = "2024-07-01 08:00:00.000";

fn stamp() -> Vec<(&'static str, String)> {
    vec![
        ("CreatedBy", key(40)),
        ("CreatedOn", WHEN.into()),
        ("ModifiedBy", key(40)),
        ("ModifiedOn", WHEN.into()),
    ]
}

fn stamped(entity: &str, columns: &[(&str, &str)]) -> SourceRecord {
    let stamp = stamp();
    let mut all = columns.to_vec();
    all.extend(stamp.iter().map(|(name, text)| (*name, text.as_str())));
    record(entity, &all)
}

fn council() -> HandExport {
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

fn person(number: u32, more: &[(&str, &str)]) -> SourceRecord {
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

fn expected(export: &HandExport, records: &[SourceRecord], away: &TurnedAway) -> Expected {
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

fn status(
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
    let address = |number: u32, person: u32| {
        let (own, person) = (key(number), key(person));
        stamped(
            "PersonAddress",
            &[
                ("PersonAddressId", &own),
                ("PersonId", &person),
                ("AddressTypeId", "6"),
                ("AddressLine2", "High Street"),
                ("StartDate", "2018-02-01"),
            ],
        )
    };
    let (council, away) = (council().option("AddressType", "6", "Home"), TurnedAway::default());
    let folder = tempfile::tempdir().unwrap();
    let mut claims = AddressClaims::create(folder.path()).unwrap();
    for (number, run) in [(51, 1), (50, 2), (52, 1)] {
        let rows = expected(&council, &[person(1, &[]), address(number, 1)], &away).rows;
        claims.take(plan(), run, &rows).unwrap();
    }
    let keys = claims.settle().unwrap();
    assert_eq!([50, 51, 52].map(|number| keys.get(guid(number))), [Some(guid(51)), None, Some(guid(51))]);
    let expected = expected_with(&council, &[person(1, &[]), address(52, 1)], &away, &keys);
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
    assert_eq!(unlisted.differences.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), ["NHSNumber"]);
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

/// Rows of a case file as they would be read back: batch 1, those of the last batch from batch 2.
fn read_back(rows: &[(TargetRow, bool)]) -> TargetSide {
    let mut side = TargetSide::new(plan().contract());
    let own = side.add_file(TargetFile { batch: 1, path: "data/batches/0001/own.csv".into() });
    let last = side.add_file(TargetFile { batch: 2, path: "data/batches/0002/last.csv".into() });
    for (line, (row, in_last)) in rows.iter().enumerate() {
        let file = if *in_last { last } else { own };
        side.push(row.table, file, line as u64 + 2, row.cells.iter().map(Option::as_deref));
    }
    side
}

/// Check, table and field of each difference.
fn compare(
    export: &HandExport,
    expected: &Expected,
    rows: &[(TargetRow, bool)],
) -> Vec<(&'static str, String, String)> {
    let side = read_back(rows);
    let keys = AddressKeys::default();
    let mut comparison = Comparison::new(plan(), &side);
    comparison.case_file(Some(500_001), 1, expected.clone());
    let compared = comparison.finish(RestOfDrop::new(export, &keys));
    let differences = compared.differences;
    for one in differences.iter().filter(|one| KEYED.contains(&one.check)) {
        // A row too many or too few counts against the columns of its key.
        let table = plan().contract().find(&one.table).unwrap();
        let keys = plan().contract().table(table).key.iter();
        assert!(keys.map(|column| compared.counts.of(table, *column)).all(|count| count > 0), "{one:?}");
    }
    let open: Vec<RowId> = side.unclaimed().collect();
    assert!(open.len() >= differences.iter().filter(|one| one.check == "unexpected-row").count());
    let known = |one: &Difference| one.case_file == Some(500_001) || one.table == "ADDRESSES";
    assert!(differences.iter().all(known), "{differences:?}");
    differences.into_iter().map(|one| (one.check, one.table, one.field)).collect()
}

fn whole_case_file() -> (HandExport, Expected) {
    let export = council()
        .option("AddressType", "6", "Home")
        .work("Case", 10, 10, 1)
        .row("CaseStatus", &[("CaseStatusId", &key(65)), ("Name", "Open"), ("Code", "6")])
        .row("DataForm", &[("DataFormId", &key(66)), ("Name", "SocialCareCase"), ("Code", "1")]);
    let address = [
        ("PersonAddressId", key(51)),
        ("PersonId", key(1)),
        ("AddressTypeId", "6".into()),
        ("StartDate", "2018-02-01".into()),
        ("AddressLine2", "High Street".into()),
    ];
    let address: Vec<_> = address.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let case = stamped(
        "Case",
        &[
            ("CaseId", &key(10)),
            ("CaseNumber", "C1"),
            ("PersonId", &key(1)),
            ("CaseStatusId", &key(65)),
            ("DataFormId", &key(66)),
            ("ContactReceivedDateTime", WHEN),
        ],
    );
    let records = [
        person(1, &[("NHSNumber", "9990000018"), ("HomePhone", "01632 960001"), ("Title", "Miss")]),
        stamped("PersonAddress", &address),
        case,
        status(20, 61, Some(62), 63, "2023-05-02", Some("2023-09-14")),
        status(21, 60, Some(62), 64, "2023-09-14", None),
    ];
    let expected = expected(&export, &records, &TurnedAway::default());
    (export, expected)
}

#[test]
fn every_changed_cell_and_every_row_too_many_or_few_is_found() {
    let (export, expected) = whole_case_file();
    assert!(expected.differences.is_empty(), "{:?}", expected.differences);
    let rows: Vec<_> = expected.rows.iter().map(|row| (row.row.clone(), row.last_batch)).collect();
    assert_eq!(compare(&export, &expected, &rows), []);
    for place in 0..rows.len() {
        let table = plan().contract().table(rows[place].0.table);
        for (column, named) in table.columns.iter().enumerate() {
            let mut changed = rows.clone();
            let cell = &mut changed[place].0.cells[column];
            *cell = if cell.is_some() { None } else { Some("other".to_owned()) };
            let found = compare(&export, &expected, &changed);
            let named = ("cell", table.name.clone(), named.name.clone());
            assert_eq!(found, [named]);
        }
        let mut fewer = rows.clone();
        fewer.remove(place);
        assert_eq!(compare(&export, &expected, &fewer)[0].0, "missing-row");
        let mut more = rows.clone();
        more.push(rows[place].clone());
        assert_eq!(compare(&export, &expected, &more)[0].0, "row-duplicated");
        // A row with the key of another and other cells repeats nothing.
        let key = &table.key;
        let is_beside = |column: &usize| {
            let person = table.columns[*column].name.contains("PERSON");
            !person && key.iter().all(|own| usize::from(own.0) != *column)
        };
        let beside = (0..table.columns.len()).find(is_beside);
        if let Some(column) = beside {
            let mut rival = rows.clone();
            rival.push(rows[place].clone());
            let cell = &mut rival.last_mut().unwrap().0.cells[column];
            *cell = if cell.is_some() { None } else { Some("other".to_owned()) };
            assert_eq!(compare(&export, &expected, &rival)[0].0, "unexpected-row");
        }
        let mut elsewhere = rows.clone();
        elsewhere[place].1 = !elsewhere[place].1;
        let found = compare(&export, &expected, &elsewhere);
        let either = expected.rows[place].either_batch;
        assert_eq!(
            found.iter().map(|one| one.0).collect::<Vec<_>>(),
            ["row-in-its-batch"][usize::from(either)..]
        );
    }
}

#[test]
fn every_column_of_every_written_table_is_proven() {
    let proofs = care2mosaic::reconcile::recompute::column_proofs(plan());
    // A literal that some rules give and others do not follows from the rule that wrote the row.
    for (name, word) in [
        ("MO_PERSONS.LEGACY_ID", "inverted"),
        ("MO_PERSONS.CONTEXT_FLAG", "recomputed"),
        ("MO_SUBJECT_REFERENCES.REFERENCE_TYPE_CODE", "recomputed"),
        ("MO_SUBGROUP_SUBJECTS.SUBJECT_TYPE_CODE", "constant"),
        ("MO_PERSONS.COUNTRY_OF_BIRTH", "constant"),
    ] {
        let (table, column) = name.split_once('.').unwrap();
        let table: TableId = plan().contract().find(table).unwrap();
        let column = plan().contract().table(table).column(column).unwrap();
        assert_eq!(proofs[&(table, column)].word(), word, "{name}");
    }
}

#[test]
fn an_exclusion_needs_a_rule_and_a_rule_an_exclusion() {
    let form = |initialised: &str| {
        let columns =
            [("CaseFormId", key(11)), ("PersonId", key(1)), ("AnswersInitialized", initialised.to_owned())];
        let columns: Vec<_> = columns.iter().map(|(name, text)| (*name, text.as_str())).collect();
        stamped("CaseForm", &columns)
    };
    let export = council().work("CaseForm", 11, 11, 1);
    let found = |initialised: &str, rule: Option<&str>| {
        let records = [person(1, &[]), form(initialised)];
        let mut away = TurnedAway::default();
        if let Some(rule) = rule {
            away.exclude(records[1].entity(), guid(11), rule);
        }
        let checks = expected(&export, &records, &away).differences.into_iter().map(|one| one.check);
        checks.filter(|check| *check == "exclusion").count()
    };
    assert_eq!(found("0", Some("form-not-initialised")), 0);
    assert_eq!(found("1", None), 0);
    assert_eq!(found("0", None), 1);
    assert_eq!(found("1", Some("form-not-initialised")), 1);
    assert_eq!(found("0", Some("another-rule")), 1);
}

#[test]
fn a_person_is_left_out_for_what_the_export_and_the_policy_say() {
    let found = |export: &HandExport, rule: &str| {
        let records = [person(1, &[])];
        let mut away = TurnedAway::default();
        away.exclude(records[0].entity(), guid(1), rule);
        let differences = expected(export, &records, &away).differences;
        differences.into_iter().filter(|one| one.check == "exclusion").count()
    };
    for rule in ["surrogate-record", "test-person", "retention-expired", "derived-record", "external-person"]
    {
        assert_eq!(found(&council(), rule), 1, "{rule}");
    }
    let destroyed = council().surrogate(1);
    assert_eq!(found(&destroyed, "surrogate-record"), 0);
    assert_eq!(found(&destroyed, "test-person"), 1);
    assert_eq!(found(&council().surrogate(3), "surrogate-record"), 1);
}

#[test]
fn a_value_that_could_be_written_may_not_be_listed_as_turned_away() {
    let records = [person(1, &[("NHSNumber", "9990000018")])];
    let entity = records[0].entity();
    let field = plan().dictionary().entity(entity).column("NHSNumber").unwrap();
    let found = |reason| {
        let mut away = TurnedAway::default();
        away.reject_value(entity, guid(1), field, Some(reason));
        let differences = expected(&council(), &records, &away).differences;
        differences.into_iter().map(|one| (one.check, one.field)).collect::<Vec<_>>()
    };
    let forged = [("rejected-values", "NHSNumber".to_owned())];
    assert_eq!(found(care2mosaic::record::Reason::BadCheckDigit), forged);
    assert_eq!(found(care2mosaic::record::Reason::SharedIdentifier), []);
}

#[test]
fn a_value_of_a_column_that_goes_nowhere_is_not_turned_away() {
    let own = person(1, &[("NHSNumber", "9990000018")]);
    let note = stamped("PersonCaseNote", &[("PersonCaseNoteId", &key(11)), ("PersonId", &key(1))]);
    let found = |record: &SourceRecord, column: &str, reason| {
        let entity = record.entity();
        let described = plan().dictionary().entity(entity);
        let mut away = TurnedAway::default();
        let key = record.guid(plan().key_of(entity).unwrap()).unwrap();
        away.reject_value(entity, key, described.column(column).unwrap(), Some(reason));
        let differences = expected(&council(), &[own.clone(), record.clone()], &away).differences;
        differences.into_iter().filter(|one| one.check == "rejected-values").count()
    };
    assert_eq!(found(&note, "VersionStamp", Reason::UnmappedCode), 1);
    // Nobody's key leads nowhere, and somebody's does not.
    let with = |number: u32| {
        let worker = key(number);
        let columns = [("PersonCaseNoteId", key(11)), ("PersonId", key(1)), ("ResponsibleUserId", worker)];
        let columns: Vec<_> = columns.iter().map(|(name, text)| (*name, text.as_str())).collect();
        stamped("PersonCaseNote", &columns)
    };
    assert_eq!(found(&with(99), "ResponsibleUserId", Reason::DanglingLookup), 0);
    assert_eq!(found(&with(40), "ResponsibleUserId", Reason::DanglingLookup), 1);
}
