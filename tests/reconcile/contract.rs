//! The contract and the validations on hand-made batches: one row that is wrong, one finding.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use care2mosaic::reconcile::Difference;
use care2mosaic::reconcile::check::contract::{BatchCheck, ContractRules, OutputCheck};
use care2mosaic::reconcile::check::validation::Validations;
use care2mosaic::reconcile::reader::BatchFolder;
use care2mosaic::target::contract::Contract;

use super::hand_export::{key, plan};

/// Rows by table, as cells by column.
pub(super) type Rows = Vec<(&'static str, Vec<(&'static str, String)>)>;

pub(super) fn text(cells: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    cells.iter().map(|(name, text)| (*name, (*text).to_owned())).collect()
}

/// Writes the rows as import files of a batch, in order of key, with the manifest that belongs to them.
fn write_batch(output: &Path, batch: u32, rows: &Rows) {
    let contract = plan().contract();
    let folder = output.join(format!("data/batches/{batch:04}"));
    std::fs::create_dir_all(&folder).unwrap();
    let mut files: BTreeMap<String, (&str, Vec<Vec<String>>)> = BTreeMap::new();
    for (name, cells) in rows {
        let table = contract.table(contract.find(name).unwrap());
        for (column, _) in cells {
            assert!(table.column(column).is_some(), "{name} has no column {column}");
        }
        let cell = |column: &str| {
            cells.iter().find(|(own, _)| *own == column).map(|(_, text)| text.clone()).unwrap_or_default()
        };
        let row = table.columns.iter().map(|column| cell(&column.name)).collect();
        files.entry(table.file_name()).or_insert((name, Vec::new())).1.push(row);
    }
    let mut listed = Vec::new();
    for (file, (name, mut rows)) in files {
        let table = contract.table(contract.find(name).unwrap());
        rows.sort_by_key(|row| {
            table.key.iter().map(|key| row[usize::from(key.0)].clone()).collect::<Vec<_>>()
        });
        let mut lines =
            vec![table.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>().join(",")];
        lines.extend(rows.iter().map(|row| row.join(",")));
        let text = lines.join("\r\n") + "\r\n";
        std::fs::write(folder.join(&file), &text).unwrap();
        listed.push(listing(&file, Some(name), Some(rows.len()), text.as_bytes()));
    }
    let documents = std::fs::read_dir(folder.join("documents")).into_iter().flatten().flatten();
    for document in documents {
        let path = format!("documents/{}", document.file_name().to_string_lossy());
        listed.push(listing(&path, None, None, &std::fs::read(document.path()).unwrap()));
    }
    let manifest = serde_json::json!({
        "format": 1, "batch": batch, "run": 1, "retry_of": null, "case_files": 1, "files": listed,
        "mappings_sha256": "", "contract_sha256": "", "target_schema_version": "", "tool_version": ""
    });
    std::fs::write(folder.join("manifest.json"), manifest.to_string()).unwrap();
}

fn listing(path: &str, table: Option<&str>, rows: Option<usize>, bytes: &[u8]) -> serde_json::Value {
    serde_json::json!({"path": path, "table": table, "rows": rows, "bytes": bytes.len(), "sha256": sha256(bytes)})
}

fn sha256(bytes: &[u8]) -> String {
    care2mosaic::target::hex(&<sha2::Sha256 as sha2::Digest>::digest(bytes))
}

/// Everything found in an output folder; batch 2 is the last of its run.
fn check(output: &Path) -> Vec<Difference> {
    check_by(plan().contract(), output)
}

pub(super) fn check_by(contract: &Contract, output: &Path) -> Vec<Difference> {
    let mappings = Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings");
    let validations = Validations::load(&mappings, contract).unwrap();
    let rules = ContractRules::new(contract, &validations, (&[], String::new()), true);
    let scratch = tempfile::tempdir().unwrap();
    let mut all = OutputCheck::create(&rules, scratch.path()).unwrap();
    for number in BatchFolder::numbers(output).unwrap() {
        let folder = BatchFolder::open(output, number, contract).unwrap();
        let mut batch = BatchCheck::new(&rules, number);
        for file in &folder.files {
            let take = |table, row: &_| {
                batch.row(table, row);
                Ok(())
            };
            let read = folder.each_row(contract, file, take).unwrap();
            batch.file(&file.name, read);
        }
        all.take(batch.finish(&folder).unwrap()).unwrap();
    }
    all.finish(&BTreeSet::from([2])).unwrap().0
}

fn found(output: &Path) -> Vec<(&'static str, String, String)> {
    check(output).into_iter().map(|one| (one.check, one.table, one.field)).collect()
}

fn person(number: u32) -> Rows {
    let own = key(number);
    let person = |name: &'static str| (name, own.clone());
    vec![
        (
            "MO_PERSONS",
            [
                vec![person("LEGACY_ID")],
                text(&[
                    ("PERSON_ID_LEGACY", &number.to_string()),
                    ("DATE_OF_BIRTH", "2015-03-09"),
                    ("GENDER", "F"),
                ]),
            ]
            .concat(),
        ),
        (
            "MO_PERSON_NAMES",
            [
                vec![person("PERSON_LEGACY_ID")],
                text(&[("NAME_TYPE_ID", "DISPLAY"), ("START_DATE", "2020-01-01"), ("LAST_NAME", "Example")]),
            ]
            .concat(),
        ),
        (
            "SERVICE_USER_GROUPS",
            [
                vec![person("PERSON_LEGACY_ID")],
                text(&[("FULL_GROUP_TYPE", "CHILD"), ("START_DATE", "2020-01-01"), ("IS_PRIMARY", "Y")]),
            ]
            .concat(),
        ),
    ]
}

fn shared() -> Rows {
    let worker =
        [("LEGACY_ID", key(40)), ("LAST_NAMES", "Example".into()), ("SYSTEM_USER_ID", "j.example".into())];
    vec![("WORKERS", worker.to_vec())]
}

/// A batch of one person with these rows more, beside the shared records.
pub(super) fn output_with(more: Rows) -> tempfile::TempDir {
    let output = tempfile::tempdir().unwrap();
    write_batch(output.path(), 0, &shared());
    write_batch(output.path(), 1, &[person(1), more].concat());
    output
}

fn status(number: u32, start: &str, end: &str) -> (&'static str, Vec<(&'static str, String)>) {
    let cells = [("LEGACY_ID", key(number)), ("PERSON_LEGACY_ID", key(1)), ("LEGAL_STATUS", "C2".into())];
    ("PERSON_LEGAL_STATUSES", [cells.to_vec(), text(&[("START_DATE", start), ("END_DATE", end)])].concat())
}

fn placement(number: u32, start: &str, end: &str) -> (&'static str, Vec<(&'static str, String)>) {
    let cells = [("LEGACY_ID", key(number)), ("PERSON_LEGACY_ID", key(1)), ("PLACEMENT_CODE", "S1".into())];
    ("LOOKED_AFTER_PLACEMENTS", [cells.to_vec(), text(&[("START_DATE", start), ("END_DATE", end)])].concat())
}

#[test]
fn rows_as_the_contract_demands_have_no_finding() {
    let more = vec![
        status(20, "2023-05-02", "2023-09-14"),
        status(21, "2023-09-14", ""),
        placement(22, "2023-05-02", "2024-01-10"),
    ];
    let output = output_with(more);
    assert_eq!(found(output.path()), []);
}

#[test]
fn one_wrong_row_is_one_finding() {
    let name = |cells: &[(&'static str, &str)]| {
        vec![("MO_PERSON_NAMES", [vec![("PERSON_LEGACY_ID", key(1))], text(cells)].concat())]
    };
    let reference = |kind: &str, number: &str| {
        vec![(
            "MO_SUBJECT_REFERENCES",
            [
                vec![("PERSON_LEGACY_ID", key(1))],
                text(&[("REFERENCE_TYPE_CODE", kind), ("REFERENCE", number)]),
            ]
            .concat(),
        )]
    };
    let note = |author: &str| {
        vec![(
            "CASE_NOTES",
            [
                vec![("LEGACY_ID", key(80)), ("PERSON_LEGACY_ID", key(1))],
                text(&[
                    ("CREATED_ON", "2024-01-01T09:00:00"),
                    ("CREATED_BY", author),
                    ("NOTE_TYPE", "CASENOTE"),
                ]),
            ]
            .concat(),
        )]
    };
    let cases: Vec<(Rows, &str, &str, &str)> = vec![
        (
            name(&[("NAME_TYPE_ID", "PREFERRED"), ("START_DATE", "2020-13-01")]),
            "cell-type",
            "MO_PERSON_NAMES",
            "START_DATE",
        ),
        (
            name(&[("NAME_TYPE_ID", "PREFERRED"), ("START_DATE", "2020-01-01"), ("TITLE", "Professor")]),
            "cell-width",
            "MO_PERSON_NAMES",
            "TITLE",
        ),
        (name(&[("NAME_TYPE_ID", "PREFERRED")]), "cell-required", "MO_PERSON_NAMES", "START_DATE"),
        (
            name(&[("NAME_TYPE_ID", "NICKNAME"), ("START_DATE", "2020-01-01")]),
            "code-in-list",
            "MO_PERSON_NAMES",
            "NAME_TYPE_ID",
        ),
        (
            name(&[("NAME_TYPE_ID", "DISPLAY"), ("START_DATE", "2021-01-01"), ("LAST_NAME", "Other")]),
            "number-of-rows",
            "MO_PERSONS",
            "",
        ),
        (vec![status(20, "2023-05-02", "2023-05-01")], "days-in-order", "PERSON_LEGAL_STATUSES", "END_DATE"),
        (
            vec![status(20, "2023-05-02", ""), status(21, "2023-09-14", "")],
            "periods-apart",
            "PERSON_LEGAL_STATUSES",
            "",
        ),
        (
            vec![status(20, "2023-05-02", "2023-09-14"), placement(22, "2023-05-02", "")],
            "period-within",
            "LOOKED_AFTER_PLACEMENTS",
            "",
        ),
        (reference("NHS", "9990001236"), "check-digit", "MO_SUBJECT_REFERENCES", "REFERENCE"),
        (note("nobody"), "reference", "CASE_NOTES", "CREATED_BY"),
    ];
    for (rows, check, table, field) in cases {
        let output = output_with(rows);
        assert_eq!(found(output.path()), [(check, table.to_owned(), field.to_owned())]);
    }
}

/// What the contract demands holds of the rows that were written, whatever the mapper makes of it.
#[test]
fn a_row_that_does_not_meet_what_the_contract_demands_is_one_finding() {
    let document = |name: &str, sha256: &str, bytes: &str| {
        let keys = vec![("LEGACY_ID", key(70)), ("OWNER_LEGACY_ID", key(1))];
        let cells = [("FILE_NAME", name), ("SHA256", sha256), ("BYTES", bytes), ("CATEGORY", "PHOTO")];
        vec![("DOCUMENT_INDEX", [keys, text(&cells)].concat())]
    };
    let group = |start: &str, end: &str| {
        let cells =
            [("FULL_GROUP_TYPE", "CHILD"), ("START_DATE", start), ("END_DATE", end), ("IS_PRIMARY", "N")];
        vec![("SERVICE_USER_GROUPS", [vec![("PERSON_LEGACY_ID", key(1))], text(&cells)].concat())]
    };
    let address = |street: usize| {
        let street = "a".repeat(street);
        let cells = [("FLAT_NUMBER", "1"), ("STREET", &street), ("TOWN", "Elsewhere")];
        vec![("ADDRESSES", [vec![("LEGACY_ID", key(50))], text(&cells)].concat())]
    };
    let sha = sha256(b"");
    let cases: Vec<(Rows, &str, &str)> = vec![
        (document("a.pdf", &sha, "0"), "DOCUMENT_INDEX", "BYTES"),
        (document("a.pdf", &sha.to_uppercase(), "1"), "DOCUMENT_INDEX", "SHA256"),
        (document("a.pdf.EXE", &sha, "1"), "DOCUMENT_INDEX", "FILE_NAME"),
        (address(464 - "1, , Elsewhere".len() + 1), "ADDRESSES", ""),
        (name_without_surname(), "MO_PERSON_NAMES", "LAST_NAME"),
    ];
    for (rows, table, field) in cases {
        let output = output_with(rows);
        let found: Vec<_> = found(output.path()).into_iter().filter(|one| one.0 != "document-file").collect();
        assert_eq!(found, [("contract-demand", table.to_owned(), field.to_owned())]);
    }
    assert_eq!(found(output_with(address(464 - "1, , Elsewhere".len())).path()), []);
    assert_eq!(found(output_with(group("2019-01-01", "")).path()), []);
    let mut rows = person(1);
    rows[2].1.push(("END_DATE", "2024-01-01".into()));
    let lasting = tempfile::tempdir().unwrap();
    write_batch(lasting.path(), 0, &shared());
    write_batch(lasting.path(), 1, &[rows, group("2019-01-01", "2024-01-02")].concat());
    let told = found(lasting.path()).into_iter().filter(|one| one.0 == "contract-demand");
    assert_eq!(
        told.collect::<Vec<_>>(),
        [("contract-demand", "SERVICE_USER_GROUPS".to_owned(), "END_DATE".to_owned())]
    );
}

fn name_without_surname() -> Rows {
    let cells = [("NAME_TYPE_ID", "DISPLAY"), ("START_DATE", "2019-01-01"), ("END_DATE", "2019-06-01")];
    vec![("MO_PERSON_NAMES", [vec![("PERSON_LEGACY_ID", key(1))], text(&cells)].concat())]
}

#[test]
fn keys_and_references_reach_across_batches() {
    let relationship = |number: u32, one: u32, other: u32, start: &str| {
        let cells = [
            ("LEGACY_ID", key(number)),
            ("PERSON_LEGACY_ID", key(one)),
            ("PERSON_RELATED_TO_LEGACY_ID", key(other)),
        ];
        (
            "MO_PERSON_RELATIONSHIPS",
            [cells.to_vec(), text(&[("RELATIONSHIP_CODE", "MOTHER"), ("START_DATE", start)])].concat(),
        )
    };
    let output = output_with(vec![]);
    write_batch(output.path(), 2, &vec![relationship(90, 1, 2, "2020-01-01")]);
    assert_eq!(
        found(output.path()),
        [("reference", "MO_PERSON_RELATIONSHIPS".into(), "PERSON_RELATED_TO_LEGACY_ID".into())]
    );
    write_batch(output.path(), 3, &person(2));
    assert_eq!(found(output.path()), []);
    write_batch(
        output.path(),
        2,
        &vec![
            relationship(90, 1, 2, "2020-01-01"),
            relationship(91, 2, 1, "2021-01-01"),
            relationship(92, 1, 1, "2021-01-01"),
        ],
    );
    let checks: Vec<_> = found(output.path()).into_iter().map(|one| one.0).collect();
    assert_eq!(checks, ["not-to-itself", "pair-once"]);
    let twice = check(output.path()).into_iter().find(|one| one.check == "pair-once").unwrap();
    assert_eq!((twice.source_id, twice.legacy_id, twice.line), (key(91), key(91), 3));
    write_batch(output.path(), 2, &vec![relationship(90, 1, 2, "2020-01-01")]);
    write_batch(output.path(), 4, &person(1));
    let unique: Vec<_> = found(output.path()).into_iter().map(|one| (one.0, one.2)).collect();
    assert_eq!(unique, [("unique", "LEGACY_ID".into()), ("unique", "PERSON_ID_LEGACY".into())]);
}

#[test]
fn steps_have_subjects_and_links_no_circles() {
    let step = |number: u32| {
        (
            "MO_WORKFLOW_STEPS",
            [
                vec![("LEGACY_ID", key(number)), ("SUBGROUP_LEGACY_ID", key(number))],
                text(&[
                    ("WORKFLOW_STEP_TYPE_ID", "6110"),
                    ("STEP_STATUS", "STARTED"),
                    ("STARTED_ON", "2024-01-01T00:00:00"),
                ]),
            ]
            .concat(),
        )
    };
    let group = |number: u32| ("MO_GROUPS", vec![("LEGACY_ID", key(number))]);
    let subgroup =
        |number: u32| ("MO_SUBGROUPS", vec![("LEGACY_ID", key(number)), ("GROUP_LEGACY_ID", key(number))]);
    let subject = |number: u32| {
        (
            "MO_SUBGROUP_SUBJECTS",
            vec![
                ("SUBGROUP_LEGACY_ID", key(number)),
                ("PERSON_LEGACY_ID", key(1)),
                ("SUBJECT_TYPE_CODE", "PER".into()),
            ],
        )
    };
    let link = |one: u32, other: u32| {
        (
            "MO_WORKFLOW_LINKS",
            vec![
                ("SOURCE_STEP_LEGACY_ID", key(one)),
                ("TARGET_STEP_LEGACY_ID", key(other)),
                ("WORKFLOW_NEXT_ACTION_TYPE_ID", "7010".into()),
            ],
        )
    };
    let whole = |number: u32| vec![group(number), subgroup(number), subject(number), step(number)];
    let both = [whole(10), whole(11)].concat();
    assert_eq!(found(output_with([both.clone(), vec![link(10, 11)]].concat()).path()), []);
    let circle = found(output_with([both.clone(), vec![link(10, 11), link(11, 10)]].concat()).path());
    assert_eq!(circle.iter().map(|one| one.0).collect::<Vec<_>>(), ["acyclic", "acyclic"]);
    let alone = found(output_with(vec![group(10), subgroup(10), step(10)]).path());
    assert_eq!(alone, [("number-of-rows", "MO_WORKFLOW_STEPS".into(), String::new())]);
    let nowhere = found(output_with([whole(10), vec![link(10, 12)]].concat()).path());
    assert_eq!(nowhere, [("reference", "MO_WORKFLOW_LINKS".into(), "TARGET_STEP_LEGACY_ID".into())]);
}

#[test]
fn documents_manifest_and_file_names_agree_with_the_folder() {
    let sha = sha256(b"a letter");
    let index = |bytes: &str| {
        let cells = [("LEGACY_ID", key(70)), ("OWNER_LEGACY_ID", key(1)), ("SHA256", sha.clone())];
        vec![(
            "DOCUMENT_INDEX",
            [
                cells.to_vec(),
                text(&[
                    ("CATEGORY", "PHOTO"),
                    ("CONTEXT", "Child"),
                    ("FILE_NAME", "a.pdf"),
                    ("BYTES", bytes),
                ]),
            ]
            .concat(),
        )]
    };
    let output = output_with(vec![]);
    let batch = output.path().join("data/batches/0001");
    std::fs::create_dir_all(batch.join("documents")).unwrap();
    std::fs::write(batch.join("documents").join(&sha), b"a letter").unwrap();
    write_batch(output.path(), 1, &[person(1), index("8")].concat());
    assert_eq!(found(output.path()), []);
    write_batch(output.path(), 1, &[person(1), index("9")].concat());
    assert_eq!(found(output.path()), [("document-file", "DOCUMENT_INDEX".into(), String::new())]);
    write_batch(output.path(), 1, &[person(1), index("8")].concat());
    std::fs::write(batch.join("documents").join(&sha), b"a Letter").unwrap();
    let checks: Vec<_> = found(output.path()).into_iter().map(|one| one.0).collect();
    assert_eq!(checks, ["document-file", "manifest"]);
    std::fs::write(batch.join("documents").join(&sha), b"a letter").unwrap();
    std::fs::write(batch.join("05_MO_PERSON.csv"), b"").unwrap();
    let strange: Vec<_> = check(output.path()).into_iter().map(|one| (one.check, one.file)).collect();
    let path = || "data/batches/0001/05_MO_PERSON.csv".to_owned();
    assert_eq!(strange, [("file-names", path()), ("manifest", path())]);
    std::fs::remove_file(batch.join("05_MO_PERSON.csv")).unwrap();
    let names = std::fs::read_to_string(batch.join("06_MO_PERSON_NAMES.csv")).unwrap();
    std::fs::write(batch.join("06_MO_PERSON_NAMES.csv"), names.replace("\r\n", "\n")).unwrap();
    assert_eq!(
        found(output.path()).iter().map(|one| one.0).collect::<Vec<_>>(),
        ["file-form", "file-form", "manifest"]
    );
}

#[test]
fn a_name_that_the_contract_lacks_is_a_mistake_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let text = "[[apart]]\ntable = \"PERSON_LEGAL_STATUSES\"\nof = \"PERSON\"\nstart = \"START_DATE\"\nend = \"END_DATE\"\n";
    std::fs::write(folder.path().join("validations.toml"), text).unwrap();
    let mistakes = Validations::load(folder.path(), plan().contract()).unwrap_err();
    assert_eq!(mistakes.len(), 1);
    assert_eq!(&text[mistakes[0].span.clone()], "\"PERSON\"");
}
