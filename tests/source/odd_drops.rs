//! Drops that hold what no export writes.

use std::fs;
use std::io::Write;
use std::process::Command;

use care2mosaic::source::DropFolder;
use zip::write::SimpleFileOptions;

/// A pipe is refused: reading it might never end.
#[test]
fn a_pipe_is_refused_and_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("Person.csv"), "PersonId\r\n").unwrap();
    assert!(Command::new("mkfifo").arg(folder.path().join("Case.csv")).status().unwrap().success());
    let refused = DropFolder::open(folder.path()).unwrap_err().to_string();
    assert!(refused.contains("Case.csv: neither a file nor a folder: take it out"), "{refused}");
}

/// Of two members with one name only the last could be read.
#[test]
fn a_zip_with_two_members_of_one_name_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["Person.csv", "Persom.csv"] {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(b"PersonId\r\n").unwrap();
    }
    let mut bytes = archive.finish().unwrap().into_inner();
    let whole = folder.path().join("whole.zip");
    fs::write(&whole, &bytes).unwrap();
    assert_eq!(DropFolder::open(&whole).unwrap().files().len(), 2);
    while let Some(place) = bytes.windows(10).position(|name| name == b"Persom.csv") {
        bytes[place..place + 10].copy_from_slice(b"Person.csv");
    }
    let twins = folder.path().join("twins.zip");
    fs::write(&twins, &bytes).unwrap();
    let refused = DropFolder::open(&twins).unwrap_err().to_string();
    assert!(refused.contains("two members have one name"), "{refused}");
}
