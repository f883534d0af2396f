//! Every kind of file, every kind of change of its bytes, its name, or its mode: found, and the file is named.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::folder::{Folder, named};

/// One of each kind of file that vouches for no other file.
fn leaves(folder: &Folder) -> Vec<String> {
    let mut files = vec![
        folder.first("data/batches/0000/0"),
        "data/batches/0001/05_MO_PERSONS.csv".to_owned(),
        "data/batches/0001/30_CASE_NOTES.csv".to_owned(),
        "data/batches/0001/xref.csv".to_owned(),
        folder.first("data/batches/0001/documents/"),
        "data/datapackage.json".to_owned(),
        folder.first("exceptions/rows/"),
        "reconciliation/report.json".to_owned(),
        "reconciliation/report.html".to_owned(),
        "reconciliation/case-files.csv".to_owned(),
        "reconciliation/joining.csv".to_owned(),
        "reconciliation/differences.csv".to_owned(),
        "reconciliation/root.json".to_owned(),
        "reconciliation/root.json.sig".to_owned(),
        "dry-runs/0001/reconciliation/report.json".to_owned(),
        "dry-runs/0001/exceptions/held.csv".to_owned(),
        "bagit.txt".to_owned(),
        "bag-info.txt".to_owned(),
        "proof.key".to_owned(),
    ];
    for list in ["rejects", "held", "holds", "excluded", "values", "warnings"] {
        files.push(format!("exceptions/{list}.csv"));
    }
    files
}

/// One of each kind of file that vouches for others.
const VOUCHERS: [&str; 6] = [
    "data/batches/0001/manifest.json",
    "manifest-sha256.txt",
    "tagmanifest-sha256.txt",
    "mappings/0001/person.toml",
    "mappings/0001/codes/gender.csv",
    "mappings/0001/dictionary.csv",
];

/// Changes the bytes of a file; none where it cannot be changed in this way.
type Change = fn(&[u8]) -> Option<Vec<u8>>;

/// The lines of a file, line ends and all.
fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n').collect()
}

const CHANGES: [(&str, Change); 9] = [
    ("a bit", |bytes| {
        let mut bytes = bytes.to_vec();
        let middle = bytes.len() / 2;
        *bytes.get_mut(middle)? ^= 1;
        Some(bytes)
    }),
    ("a byte more", |bytes| Some([bytes, b"x"].concat())),
    ("a byte less", |bytes| bytes.split_last().map(|(_, rest)| rest.to_vec())),
    ("a row lost at the end", |bytes| {
        let lines = lines(bytes);
        (lines.len() > 1).then(|| lines[..lines.len() - 1].concat())
    }),
    ("a row lost within", |bytes| {
        let lines = lines(bytes);
        (lines.len() > 2).then(|| [&lines[..1], &lines[2..]].concat().concat())
    }),
    ("a row doubled", |bytes| lines(bytes).last().map(|last| [bytes, last].concat())),
    ("two rows swapped", |bytes| {
        let mut lines = lines(bytes);
        let last = lines.len().checked_sub(1).filter(|last| *last > 1)?;
        lines.swap(1, last);
        Some(lines.concat())
    }),
    ("emptied", |_| Some(Vec::new())),
    ("a character", |bytes| {
        let at = bytes.iter().rposition(u8::is_ascii_alphanumeric)?;
        let mut bytes = bytes.to_vec();
        bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
        Some(bytes)
    }),
];

fn change(path: &Path, change: Change) -> bool {
    let before = fs::read(path).unwrap();
    match change(&before).filter(|after| *after != before) {
        Some(after) => fs::write(path, after).is_ok(),
        None => false,
    }
}

#[test]
fn a_folder_that_nobody_changed_is_verified() {
    assert_eq!(Folder::new().verify().findings, []);
}

#[test]
fn changed_bytes_are_found_in_every_kind_of_file() {
    for (what, how) in CHANGES {
        let folder = Folder::new();
        let mut files = leaves(&folder);
        files.retain(|file| change(&folder.path(file), how));
        assert!(files.len() > 7, "{what}: {files:?}");
        let verified = folder.verify();
        assert_eq!(verified.exit().code(), 3);
        let unseen: Vec<_> = files.iter().filter(|file| !named(&verified, file)).collect();
        assert_eq!(unseen, [""; 0], "{what}");
    }
}

#[test]
fn changed_bytes_are_found_in_what_vouches_for_others() {
    for file in VOUCHERS {
        // A bit, a line, and all of it: what vouches is read as a whole, so that more changes show no more.
        for (what, how) in [CHANGES[0], CHANGES[4], CHANGES[7]] {
            let folder = Folder::new();
            if change(&folder.path(file), how) {
                let verified = folder.verify();
                assert!(named(&verified, file), "{what} in {file}: {:?}", verified.findings);
            }
        }
    }
}

#[test]
fn a_file_that_is_removed_or_renamed_is_found() {
    let folder = Folder::new();
    let files = leaves(&folder);
    for file in &files {
        fs::rename(folder.path(file), folder.path(&format!("{file}.old"))).unwrap();
    }
    let verified = folder.verify();
    for file in files.iter().filter(|file| *file != "reconciliation/root.json.sig") {
        assert!(named(&verified, file), "{file} is gone");
        assert!(named(&verified, &format!("{file}.old")), "{file} has another name");
    }
    assert!(named(&verified, "reconciliation/root.json.sig"));
    for file in VOUCHERS {
        let folder = Folder::new();
        fs::remove_file(folder.path(file)).unwrap();
        assert!(named(&folder.verify(), file), "{file} is gone");
    }
}

#[test]
fn a_batch_that_is_removed_or_renamed_is_found() {
    let folder = Folder::new();
    fs::remove_dir_all(folder.path("data/batches/0001")).unwrap();
    assert!(named(&folder.verify(), "data/batches/0001"));
    let folder = Folder::new();
    fs::rename(folder.path("data/batches/0001"), folder.path("data/batches/0009")).unwrap();
    let verified = folder.verify();
    assert!(named(&verified, "data/batches/0001") && named(&verified, "data/batches/0009"));
}

#[test]
fn what_is_added_is_found() {
    let folder = Folder::new();
    let added = [
        "note.txt",
        "data/note.txt",
        "data/batches/0001/33_OTHER.csv",
        "data/batches/0001/documents/other",
        "exceptions/other.csv",
        "exceptions/rows/Other.csv",
        "reconciliation/other.json",
        "mappings/0001/other.toml",
        "mappings/0001/.other",
        "dry-runs/0001/other.csv",
        "new/note.txt",
    ];
    for file in added {
        fs::create_dir_all(folder.path(file).parent().unwrap()).unwrap();
        fs::write(folder.path(file), "x").unwrap();
    }
    fs::create_dir(folder.path("data/batches/0077")).unwrap();
    fs::create_dir(folder.path("data/batches/.0001.tmp")).unwrap();
    std::os::unix::fs::symlink("/", folder.path("reconciliation/link")).unwrap();
    let verified = folder.verify();
    for file in added {
        assert!(named(&verified, file), "{file}");
    }
    for other in ["new", "data/batches/0077", "data/batches/.0001.tmp", "reconciliation/link"] {
        assert!(named(&verified, other), "{other}");
    }
}

#[test]
fn files_and_folders_that_others_may_read_are_found() {
    let folder = Folder::new();
    let mut paths: Vec<String> = leaves(&folder);
    paths.extend(VOUCHERS.map(str::to_owned));
    paths.extend(
        ["ledger.sqlite", "data", "data/batches/0001", "exceptions", "mappings/0001"].map(str::to_owned),
    );
    for path in &paths {
        let path = folder.path(path);
        let mode = if path.is_dir() { 0o750 } else { 0o640 };
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
    let verified = folder.verify();
    for path in &paths {
        assert!(verified.findings.iter().any(|one| one.file == *path && one.check == "modes"), "{path}");
    }
    assert_eq!(folder.finders().len(), 1);
}
