//! Attached files: copied, linked or listed; found or missing; small or large.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use care2mosaic::target::hex;
use sha2::{Digest, Sha256};

use crate::support::{Run, Workplace};

/// An export with attachments, and mappings with one policy for them.
fn export(policy: &str) -> Workplace {
    let workplace = Workplace::new();
    workplace.run("synth export --people 60 --seed 5").ended(0);
    workplace.run("init project").ended(0);
    let path = workplace.path("project/mappings/policy.toml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("documents = \"copy\""));
    fs::write(path, text.replace("documents = \"copy\"", &format!("documents = \"{policy}\""))).unwrap();
    workplace
}

fn migrate(workplace: &Workplace) -> Run {
    workplace.run("migrate export --out out --mappings project/mappings")
}

/// The files of the export, in order of name.
fn files(workplace: &Workplace) -> Vec<PathBuf> {
    let mut files: Vec<_> =
        fs::read_dir(workplace.path("export/files")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 2);
    files
}

fn sha256(path: &Path) -> String {
    hex(&Sha256::digest(fs::read(path).unwrap()))
}

/// The files in the batches' documents folders, by name.
fn stored(workplace: &Workplace) -> BTreeMap<String, PathBuf> {
    let mut stored = BTreeMap::new();
    for batch in fs::read_dir(workplace.path("out/data/batches")).unwrap() {
        for entry in fs::read_dir(batch.unwrap().path().join("documents")).into_iter().flatten() {
            let path = entry.unwrap().path();
            stored.insert(path.file_name().unwrap().to_string_lossy().into_owned(), path);
        }
    }
    stored
}

/// The cells of a column of the index.
fn index(workplace: &Workplace, column: &str) -> Vec<String> {
    let mut cells = Vec::new();
    for batch in fs::read_dir(workplace.path("out/data/batches")).unwrap() {
        let Ok(mut reader) = csv::Reader::from_path(batch.unwrap().path().join("32_DOCUMENT_INDEX.csv"))
        else {
            continue;
        };
        for row in reader.deserialize::<BTreeMap<String, String>>() {
            cells.push(row.unwrap()[column].clone());
        }
    }
    cells
}

#[test]
fn copies_are_private_and_named_by_what_they_hold() {
    let workplace = export("copy");
    migrate(&workplace).ended(0);
    let stored = stored(&workplace);
    assert!(!stored.is_empty());
    for (name, path) in &stored {
        assert_eq!(*name, sha256(path));
        assert_eq!((path.metadata().unwrap().mode() & 0o777, path.metadata().unwrap().nlink()), (0o600, 1));
    }
    let listed = index(&workplace, "SHA256");
    assert!(listed.iter().all(|sha256| stored.contains_key(sha256)) && listed.len() >= stored.len());
    assert!(index(&workplace, "FILE_NAME").iter().all(|name| name.chars().count() <= 80));
}

#[test]
fn private_files_are_linked_and_others_copied() {
    let workplace = export("link");
    let files = files(&workplace);
    for (number, file) in files.iter().enumerate() {
        let mode = if number == 0 { 0o644 } else { 0o600 };
        fs::set_permissions(file, fs::Permissions::from_mode(mode)).unwrap();
    }
    migrate(&workplace).ended(0);
    let stored = stored(&workplace);
    let links = |file: &PathBuf| stored.get(&sha256(file)).map(|stored| stored.metadata().unwrap().ino());
    assert_ne!(links(&files[0]), Some(files[0].metadata().unwrap().ino()));
    let linked = files[1..].iter().filter(|file| links(file) == Some(file.metadata().unwrap().ino()));
    assert!(linked.count() > 0);
    assert!(stored.values().all(|path| path.metadata().unwrap().mode() & 0o777 == 0o600));
}

#[test]
fn an_index_has_digests_and_no_files() {
    let workplace = export("index");
    migrate(&workplace).ended(0);
    assert!(stored(&workplace).is_empty());
    let known: Vec<String> = files(&workplace).iter().map(|file| sha256(file)).collect();
    let listed = index(&workplace, "SHA256");
    assert!(!listed.is_empty() && listed.iter().all(|sha256| known.contains(sha256)));
}

#[test]
fn a_file_without_a_row_and_a_row_without_a_file_are_findings() {
    let workplace = export("copy");
    let lost = files(&workplace).remove(0);
    fs::remove_file(&lost).unwrap();
    let stranger = workplace.write("export/files/00000000-0000-4000-8000-00000000000a", b"nobody's letter");
    migrate(&workplace).ended(5);
    let listed = |name: &str| fs::read_to_string(workplace.path("out/exceptions").join(name)).unwrap();
    assert!(listed("holds.csv").contains(",document-file-missing"), "{}", listed("holds.csv"));
    assert!(listed("warnings.csv").contains(",file-without-metadata"), "{}", listed("warnings.csv"));
    assert!(!stored(&workplace).contains_key(&sha256(&stranger)));
}

/// The most memory, in bytes, that a migration of the export needed.
fn peak(workplace: &Workplace, out: &str) -> u64 {
    let line = format!("migrate export --out {out} --threads 2 --mappings project/mappings");
    let mut child = workplace.command(&line).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let ended = loop {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        peak = peak.max(kilobytes.unwrap_or_default() * 1024);
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    assert!(ended.success(), "{ended}");
    peak
}

#[test]
fn a_large_video_needs_no_more_memory_than_a_letter() {
    let workplace = export("copy");
    let small = peak(&workplace, "small");
    let list = workplace.path("export/DocumentFile.csv");
    let text = fs::read_to_string(&list).unwrap();
    let row = text.lines().find(|line| line.contains("Attachment,FileId,")).unwrap();
    let cells: Vec<&str> = row.split(',').collect();
    let (key, name, size, kind) = (cells[0], cells[4], cells[5], cells[6]);
    let video = row.replace(&format!("{name},{size},{kind}"), "visit.mp4,50000000,video/mp4");
    fs::write(&list, text.replace(row, &video)).unwrap();
    let file = files(&workplace)
        .into_iter()
        .find(|file| file.file_stem().unwrap().to_string_lossy().eq_ignore_ascii_case(key));
    let mut bytes = vec![7_u8; 50_000_000];
    bytes[..12].copy_from_slice(b"\0\0\0\x18ftypmp42");
    fs::write(file.unwrap(), bytes).unwrap();
    let large = peak(&workplace, "large");
    assert!(large < small + 20_000_000, "{small} and {large} bytes");
    let sizes = fs::read_to_string(workplace.path("large/reconciliation/report.json")).unwrap();
    assert!(sizes.contains("\"verdict\": \"reconciled\""));
}
