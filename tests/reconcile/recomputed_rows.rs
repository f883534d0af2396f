//! Rows that were worked out again beside those that are read back: every changed cell is found.

use care2mosaic::reconcile::recompute::{
    AddressKeys, CaseSource, Comparison, Expected, Questions, RestOfDrop, TurnedAway, expect,
};
use care2mosaic::reconcile::{Difference, RowId, TargetFile, TargetSide};
use care2mosaic::record::{Guid, Reason, SourceRecord};
use care2mosaic::target::contract::{ColumnId, TableId, TargetRow};

use super::hand_export::{HandExport, guid, key, plan};
use super::recompute::{WHEN, council, expected, person, stamped, status};

/// The checks that find a row too many or too few.
const KEYED: [&str; 3] = ["missing-row", "unexpected-row", "row-duplicated"];

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
    // A cell that differs counts against its column, a row too many or too few against the columns of its key.
    for (number, table) in (0_u16..).map(TableId).zip(plan().contract().tables()) {
        for (column, described) in (0_u16..).map(ColumnId).zip(&table.columns) {
            let keyed = |check| KEYED.contains(&check) && table.key.contains(&column);
            let counts = |one: &&Difference| {
                one.table == table.name
                    && (keyed(one.check) || (one.check == "cell" && one.field == described.name))
            };
            let wanted = differences.iter().filter(counts).count() as u64;
            assert_eq!(compared.counts.of(number, column), wanted, "{}.{}", table.name, described.name);
        }
    }
    // What stands on disk is told where it stands.
    for one in differences.iter().filter(|one| one.check != "missing-row") {
        let (row, in_last) = &rows[usize::try_from(one.line).unwrap() - 2];
        let file = if *in_last { "data/batches/0002/last.csv" } else { "data/batches/0001/own.csv" };
        assert_eq!((&one.table, one.file.as_str()), (&plan().contract().table(row.table).name, file));
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

#[test]
fn a_shared_record_that_nothing_contradicts_may_not_be_held() {
    let (export, keys) = (council(), AddressKeys::default());
    let rest = RestOfDrop::new(&export, &keys);
    let questions = Questions::new(plan(), rest);
    let team = |number: u32| stamped("Team", &[("TeamId", &key(number)), ("Name", "North")]);
    let found = |records: &[SourceRecord]| {
        let mut away = TurnedAway::default();
        away.hold(records[0].entity(), guid(41));
        let case = CaseSource { number: None, person: Guid::default(), records, beside: &[] };
        let differences = expect(plan(), &questions, rest, &away, case).differences;
        differences.into_iter().map(|one| (one.check, one.source_id)).collect::<Vec<_>>()
    };
    assert_eq!(found(&[team(41)]), [("not-accounted-for", key(41))]);
    // Two of one key contradict each other.
    assert_eq!(found(&[team(41), team(41)]), []);
}
