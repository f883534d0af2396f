//! Contents in rows, whichever table has them, give the same import files as contents in a folder.

use std::collections::{BTreeMap, HashMap};
use std::fs;

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
    let profile = mappings.join("profiles/annotations.toml");
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
    workplace.run(&migrate("out")).ended(0);
    let (expected, found) = (rows(&workplace, "expected"), rows(&workplace, "out"));
    assert!(expected.len() > 20 && expected.keys().eq(found.keys()));
    let differing: Vec<_> =
        expected.iter().filter(|(name, bytes)| found[*name] != **bytes).map(|(name, _)| name).collect();
    assert!(differing.is_empty(), "{differing:?} differ");
}
