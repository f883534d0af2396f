//! The reader of import files takes exactly what the contract demands, and says where a file differs.

use std::path::{Path, PathBuf};

use care2mosaic::reconcile::reader::{BatchFolder, FaultKind, ImportFile};
use care2mosaic::target::contract::{ColumnId, Contract};

fn contract() -> Contract {
    Contract::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings/contract")).unwrap()
}

/// A folder with one file of the table of workers' roles.
fn written(text: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("02_ORGANISATION_STRUCTURE.csv");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

/// The faults of the file as line and kind.
fn faults_of(text: &[u8]) -> Vec<(u64, FaultKind)> {
    let contract = contract();
    let table = contract.table(contract.find("ORGANISATION_STRUCTURE").unwrap());
    let (_folder, path) = written(text);
    let mut file = ImportFile::open(&path, table).unwrap();
    while file.next_row().unwrap().is_some() {}
    file.faults().iter().map(|fault| (fault.line, fault.kind)).collect()
}

const HEADER: &str = "CHILD_ORG_LEGACY_ID,PARENT_ORG_LEGACY_ID\r\n";

#[test]
fn rows_come_with_line_and_byte() {
    let contract = contract();
    let table = contract.table(contract.find("ORGANISATION_STRUCTURE").unwrap());
    let (_folder, path) = written(format!("{HEADER}\"a\r\nb\",c\r\nd,\r\n").as_bytes());
    let mut file = ImportFile::open(&path, table).unwrap();
    let first = file.next_row().unwrap().unwrap();
    let second = file.next_row().unwrap().unwrap();
    assert_eq!((first.line, first.offset, first.get(ColumnId(0))), (2, 42, Some("a\r\nb")));
    assert_eq!((second.line, second.offset, second.get(ColumnId(1))), (4, 52, None));
    assert_eq!((file.next_row().unwrap(), file.faults()), (None, [].as_slice()));
}

#[test]
fn every_other_form_is_a_fault() {
    let cases: [(&[u8], u64, FaultKind); 8] = [
        (b"a,b,c\r\n", 2, FaultKind::FieldCount),
        (b"a\r\n", 2, FaultKind::FieldCount),
        (b"a,b\n", 2, FaultKind::LineEnd),
        (b"a,b", 2, FaultKind::LineEnd),
        (b"a,\"\"\r\n", 2, FaultKind::NeedlessQuotes),
        (b"a,b\"\r\n", 2, FaultKind::StrayQuote),
        (b"a,b\xff\r\n", 2, FaultKind::NotUtf8),
        (b"a,b\r\nc,\"d\r\n", 3, FaultKind::UnclosedQuote),
    ];
    for (text, line, kind) in cases {
        let faults = faults_of(&[HEADER.as_bytes(), text].concat());
        assert!(faults.contains(&(line, kind)), "{:?} gave {faults:?}", String::from_utf8_lossy(text));
    }
    assert_eq!(faults_of(b"PARENT_ORG_LEGACY_ID,CHILD_ORG_LEGACY_ID\r\na,b\r\n"), [(1, FaultKind::Header)]);
    assert_eq!(
        faults_of(&[b"\xef\xbb\xbf", HEADER.as_bytes(), b"a,b\r\n"].concat()),
        [(1, FaultKind::ByteOrderMark)]
    );
    assert_eq!(faults_of(b""), [(1, FaultKind::Header)]);
}

#[test]
fn a_batch_folder_lists_what_is_no_import_file() {
    let contract = contract();
    let out = tempfile::tempdir().unwrap();
    let batch = out.path().join("data/batches/0003");
    std::fs::create_dir_all(&batch).unwrap();
    for name in ["05_MO_PERSONS.csv", "02_ORGANISATION_STRUCTURE.csv", "notes.txt", "xref.csv"] {
        std::fs::write(batch.join(name), HEADER).unwrap();
    }
    assert_eq!(BatchFolder::numbers(out.path()).unwrap(), [3]);
    let folder = BatchFolder::open(out.path(), 3, &contract).unwrap();
    let names: Vec<_> = folder.files.iter().map(|file| (file.name.as_str(), file.table.is_some())).collect();
    let expected =
        [("02_ORGANISATION_STRUCTURE.csv", true), ("05_MO_PERSONS.csv", true), ("notes.txt", false)];
    assert_eq!(names, expected);
    let faults = folder.each_row(&contract, &folder.files[0], |_, _| Ok(())).unwrap();
    assert_eq!(faults.faults.iter().map(|fault| fault.kind).collect::<Vec<_>>(), [FaultKind::NoRows]);
}
