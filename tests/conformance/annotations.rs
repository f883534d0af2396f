//! Contents in rows, whichever table has them, give the same import files as contents in a folder.

use std::collections::{BTreeMap, HashMap};
use std::fs;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::support::{Workplace, copy_folder, files};

const COUNCIL: &str = "--people 60 --seed 9";

/// Tables that have attachments, what files call them, and the column with the key of the file.
const TABLES: [(&str, &str, &str); 9] = [
    ("PersonAttachment", "PersonAttachments", "FileId"),
    ("CaseAttachment", "CaseAttachments", "FileId"),
    ("CaseFormAttachment", "CaseFormAttachments", "FileId"),
    ("PersonFormAttachment", "PersonFormAttachments", "FileId"),
    ("ContactAttachment", "ContactAttachments", "FileId"),
    ("EmailAttachment", "EmailAttachments", "FileId"),
    ("Letter", "Letters", "FileId"),
    ("Person", "People", "PersonPhotoId"),
    ("DocumentAnswer", "DocumentAnswers", "ImageId"),
];

fn rows_of(workplace: &Workplace, name: &str) -> Value {
    let text = fs::read_to_string(workplace.path(&format!("export/{name}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Puts contents out of the rows that describe them into those that have them; how many went into each table.
fn move_bodies(workplace: &Workplace) -> BTreeMap<&'static str, usize> {
    let mut described = rows_of(workplace, "annotations");
    let mut bodies: HashMap<String, Value> = HashMap::new();
    for row in described["value"].as_array_mut().unwrap() {
        let row = row.as_object_mut().unwrap();
        if let Some(body) = row.remove("documentbody") {
            bodies.insert(row["annotationid"].as_str().unwrap().to_lowercase(), body);
        }
    }
    workplace.write("export/annotations.json", described.to_string());
    let mut moved = BTreeMap::new();
    for (entity, name, column) in TABLES {
        let mut table = rows_of(workplace, name);
        for row in table["value"].as_array_mut().unwrap() {
            let row = row.as_object_mut().unwrap();
            let key =
                row.get(&column.to_lowercase()).and_then(Value::as_str).unwrap_or_default().to_lowercase();
            if let Some(body) = bodies.remove(&key) {
                row.insert("body".to_owned(), body);
                *moved.entry(entity).or_default() += 1;
            }
        }
        workplace.write(&format!("export/{name}.json"), table.to_string());
    }
    assert!(bodies.is_empty(), "every content has a row: {:?}", bodies.keys());
    moved
}

fn rows(workplace: &Workplace, out: &str) -> BTreeMap<String, Vec<u8>> {
    let data = files(&workplace.path(&format!("{out}/data")));
    data.into_iter().filter(|(name, _)| !name.ends_with("manifest.json")).collect()
}

#[test]
fn contents_stand_in_the_rows_of_whatever_table_has_them() {
    let workplace = Workplace::in_memory();
    workplace.run(&format!("synth export {COUNCIL} --shape annotations")).ended(0);
    let mappings = workplace.path("mappings");
    copy_folder(&Workplace::mappings(), &mappings);
    let migrate = |out: &str| format!("migrate export --out {out} --mappings mappings --quiet");
    workplace.run(&migrate("expected")).ended(0);
    let moved = move_bodies(&workplace);
    assert!(moved.len() > 5, "{moved:?}");
    declare_bodies(&workplace);
    workplace.run(&migrate("out")).ended(0);
    let (expected, found) = (rows(&workplace, "expected"), rows(&workplace, "out"));
    assert!(expected.len() > 20 && expected.keys().eq(found.keys()));
    let differing: Vec<_> =
        expected.iter().filter(|(name, bytes)| found[*name] != **bytes).map(|(name, _)| name).collect();
    assert!(differing.is_empty(), "{differing:?} differ");
}

/// Says in the mappings which tables have contents.
fn declare_bodies(workplace: &Workplace) {
    let profile = workplace.path("mappings/profiles/annotations.toml");
    let text = fs::read_to_string(&profile).unwrap();
    let bodies: Vec<String> = TABLES
        .iter()
        .map(|(entity, _, file)| {
            format!("[[documents.bodies]]\nentity = \"{entity}\"\nfile = \"{file}\"\ncolumn = \"body\"\n\n")
        })
        .collect();
    let changed = text.replacen("body   = \"documentbody\"\n", &format!("\n{}", bodies.concat()), 1);
    assert_ne!(text, changed);
    fs::write(&profile, changed).unwrap();
}

/// A council whose contents stand in the rows that have attachments, and mappings of its own that say so.
fn with_bodies() -> Workplace {
    let workplace = Workplace::in_memory();
    workplace.run(&format!("synth export {COUNCIL} --shape annotations")).ended(0);
    copy_folder(&Workplace::mappings(), &workplace.path("mappings"));
    move_bodies(&workplace);
    declare_bodies(&workplace);
    workplace
}

/// Has the content of one attachment stand in a second row as well, in another table: changed in its first bytes, where asked
/// for. Gives the keys of both rows, and both contents.
fn body_in_two_tables(workplace: &Workplace, changed: bool) -> ([String; 2], [Vec<u8>; 2]) {
    let (mut people, mut letters) = (rows_of(workplace, "PersonAttachments"), rows_of(workplace, "Letters"));
    let with_body = |table: &mut Value| -> usize {
        let rows = table["value"].as_array().unwrap();
        rows.iter().position(|row| row.get("body").is_some()).unwrap()
    };
    let (one, two) = (with_body(&mut people), with_body(&mut letters));
    let one = people["value"][one].as_object().unwrap().clone();
    let two = letters["value"][two].as_object_mut().unwrap();
    let body = one["body"].as_str().unwrap();
    let first = if body.starts_with('Q') { "R" } else { "Q" };
    let body = if changed { format!("{first}{}", &body[1..]) } else { body.to_owned() };
    two.insert("fileid".to_owned(), one["fileid"].clone());
    two.insert("body".to_owned(), body.into());
    let text = |row: &serde_json::Map<String, Value>, name: &str| row[name].as_str().unwrap().to_lowercase();
    let keys = [text(&one, "personattachmentid"), text(two, "letterid")];
    let contents = [&one, &*two].map(|row| STANDARD.decode(row["body"].as_str().unwrap()).unwrap());
    workplace.write("export/Letters.json", letters.to_string());
    (keys, contents)
}

/// The lines of a list about those records under that code.
fn listed(workplace: &Workplace, list: &str, keys: &[String], code: &str) -> usize {
    let text = fs::read_to_string(workplace.path(&format!("out/exceptions/{list}.csv"))).unwrap();
    let own = |line: &&str| keys.iter().any(|key| line.contains(key.as_str())) && line.contains(code);
    text.lines().filter(own).count()
}

/// Two contents under one key: nobody can say which of them is meant, so that neither is written.
#[test]
fn a_file_with_two_contents_is_turned_away_with_whatever_refers_to_it() {
    for (changed, lines) in [(true, 2), (false, 0)] {
        let workplace = with_bodies();
        let ([attachment, letter], contents) = body_in_two_tables(&workplace, changed);
        let run = workplace.run("migrate export --out out --mappings mappings --quiet");
        assert!(matches!(run.code, Some(0 | 5)), "{run}");
        let found = listed(&workplace, "rejects", &[attachment, letter], "bad-base64");
        assert_eq!(found, lines, "{run}");
        let written = files(&workplace.path("out/data"));
        let mut documents = written.into_iter().filter(|(name, _)| name.contains("/documents/"));
        assert_eq!(!documents.any(|(_, bytes)| contents.contains(&bytes)), changed, "{run}");
    }
}

/// The same where the second content is a file in the folder of attachments.
#[test]
fn a_content_in_a_row_and_another_in_the_folder_are_turned_away() {
    for (other, lines) in [("no such thing", 1), ("", 0)] {
        let workplace = with_bodies();
        let people = rows_of(&workplace, "PersonAttachments");
        let mut rows = people["value"].as_array().unwrap().iter();
        let row = rows.find(|row| row.get("body").is_some()).unwrap();
        let (key, file) = (row["personattachmentid"].as_str().unwrap(), row["fileid"].as_str().unwrap());
        let body = row["body"].as_str().unwrap();
        let own = STANDARD.decode(body).unwrap();
        let bytes = if other.is_empty() { own } else { other.as_bytes().to_vec() };
        workplace.write(&format!("export/files/{file}"), bytes);
        let run = workplace.run("migrate export --out out --mappings mappings --quiet");
        assert!(matches!(run.code, Some(0 | 5)), "{run}");
        assert_eq!(listed(&workplace, "rejects", &[key.to_lowercase()], "bad-base64"), lines, "{run}");
    }
}
