//! Attached files and their rows.

use std::collections::{HashMap, HashSet};

use super::council_drop::{CouncilDrop, drops};

#[test]
fn every_file_has_its_row_and_every_row_its_file() {
    for drop in drops() {
        let mut names: HashSet<_> = std::fs::read_dir(drop.folder.join("files"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        for file in drop.rows("DocumentFile") {
            let key = file.key();
            assert!(names.remove(&key));
            let bytes = std::fs::read(drop.folder.join("files").join(&key)).unwrap();
            assert_eq!(bytes.len().to_string(), file.text("FileSize"));
            assert!(!bytes.is_empty() && bytes.len() < 20_000);
            let start: &[u8] = match file.text("MimeType") {
                "text/plain" => b"File ",
                "application/pdf" => b"%PDF-1.4",
                "image/png" => b"\x89PNG\r\n\x1a\n",
                "image/jpeg" => b"\xFF\xD8\xFF",
                _ => b"PK\x03\x04",
            };
            assert!(bytes.starts_with(start));
            let owner =
                drop.find(file.text("BusinessObjectTableName"), file.text("BusinessObjectRecordId")).unwrap();
            assert_eq!(owner.guid(file.text("BusinessObjectFieldName")), Some(key), "the owner points back");
            assert!(owner.table.name == "Person" || owner.text("Inactive") == file.text("Inactive"));
        }
        assert!(names.is_empty());
    }
}

#[test]
fn some_files_are_shared_and_some_names_must_change() {
    let (mut shared, mut odd, mut long, mut same) = (0, 0, 0, 0);
    for drop in drops() {
        let mut owners: HashMap<_, usize> = HashMap::new();
        for (table, column) in [("PersonAttachment", "PersonId"), ("CaseAttachment", "CaseId")] {
            let mut names = HashSet::new();
            for row in drop.rows(table) {
                let file = drop.pointed(row, "FileId").unwrap();
                *owners.entry(file.key()).or_default() += 1;
                same += usize::from(!names.insert((row.guid(column), file.text("FileName"))));
            }
        }
        shared += owners.values().filter(|count| **count > 1).count();
        for file in drop.rows("DocumentFile") {
            let name = file.text("FileName");
            odd += usize::from(
                name.contains(['\\', '/', ':', '*', '?', '"', '<', '>', '|']) || name.ends_with('.'),
            );
            long += usize::from(name.chars().count() > 80);
            assert!(extension_is_right(name, file.text("MimeType")), "{name}");
        }
    }
    assert!(shared > 2 && odd > 10 && long > 3 && same > 2, "{shared} {odd} {long} {same}");
}

fn extension_is_right(name: &str, mime: &str) -> bool {
    let extension = name.trim().trim_end_matches('.').rsplit('.').next().unwrap().to_lowercase();
    match &*extension {
        "txt" => mime == "text/plain",
        "pdf" => mime == "application/pdf",
        "png" => mime == "image/png",
        "jpg" => mime == "image/jpeg",
        "docx" => mime.ends_with("wordprocessingml.document"),
        _ => false,
    }
}

#[test]
fn a_larger_council_has_photos_and_pictures_in_forms() {
    let drop = CouncilDrop::new(3000, 11);
    let owners: HashSet<_> =
        drop.rows("DocumentFile").map(|file| file.text("BusinessObjectTableName").to_owned()).collect();
    assert_eq!(owners.len(), 9, "{owners:?}");
}
