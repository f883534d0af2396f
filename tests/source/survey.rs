//! What a survey tells of a drop in which nothing is wrong.

use std::fs;
use std::path::Path;

use care2mosaic::record::FieldId;
use care2mosaic::source::{
    Assignment, ControlTotals, Dictionary, DropFolder, EntityFacts, FileReader, FileScan, Profile,
};

use super::survey_of::survey;

struct Whole {
    dictionary: Dictionary,
    profile: Profile,
    drop: DropFolder,
}

fn whole() -> Whole {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/source");
    let mappings = tests.join("mappings");
    let dictionary = Dictionary::load(&mappings.join("dictionary.csv")).unwrap();
    let profile = Profile::load(&mappings, "small", &dictionary).unwrap();
    Whole { profile, dictionary, drop: DropFolder::open(&tests.join("whole")).unwrap() }
}

impl Whole {
    fn open(&self, entity: &str) -> (FileReader, FileScan<'_>) {
        let id = self.dictionary.find(entity).unwrap();
        let file = self.drop.find(&format!("{entity}.csv")).unwrap();
        let columns = (id, self.dictionary.entity(id));
        let path = self.drop.full_path(file);
        let reader = FileReader::open(&path, &file.path, file.id, &self.profile.format, columns).unwrap();
        (reader, FileScan::new(&self.dictionary, &self.profile, file, id))
    }
}

#[test]
fn a_file_is_counted_by_row_and_by_column() {
    let whole = whole();
    let (reader, scan) = whole.open("Person");
    let report = scan.run(reader, |_, reason| assert_eq!(reason, None)).unwrap();
    assert_eq!((report.records, report.inactive, report.rows()), (2, 1, 2));
    assert_eq!(report.filled, [2, 2, 2, 0, 2]);
    assert_eq!(report.bytes, whole.drop.find("Person.csv").unwrap().bytes);
}

#[test]
fn the_extract_date_is_the_latest_count_in_uk_time() {
    let whole = whole();
    let (reader, scan) = whole.open("ControlTotals");
    let mut records = Vec::new();
    scan.run(reader, |record, _| records.push(record)).unwrap();
    let rule = whole.profile.control_totals.as_ref().unwrap();
    let totals = ControlTotals::new(&records, rule, &whole.profile, &whole.dictionary);
    assert_eq!(totals.extract_date(&whole.profile).unwrap().to_string(), "2026-11-20T08:00:00");
    assert_eq!(totals.total(whole.dictionary.find("person").unwrap()).unwrap().rows, Some(2));
}

#[test]
fn every_file_is_assigned_ignored_or_refused() {
    let whole = whole();
    let assignment = Assignment::new(&whole.drop, &whole.profile, &whole.dictionary);
    assert_eq!(assignment.sources.len(), 4);
    assert_eq!(assignment.ignored[0].1, "a letter to the reader");
    assert!(assignment.stops.is_empty());
}

#[test]
fn codes_are_counted_and_other_values_are_not_kept() {
    let whole = whole();
    let (reader, scan) = whole.open("Person");
    let person = whole.dictionary.entity(whole.dictionary.find("Person").unwrap());
    let mut facts = EntityFacts::new(person, &whole.profile.format, |_| false);
    scan.run(reader, |record, _| facts.see(&record)).unwrap();
    let column = |field: FieldId| &facts.columns[usize::from(field.0)];
    let inactive = column(person.column("Inactive").unwrap()).codes.as_ref().unwrap();
    assert_eq!(
        inactive.iter().map(|(code, count)| (code.as_str(), *count)).collect::<Vec<_>>(),
        [("0", 1), ("1", 1)]
    );
    let name = column(person.column("LastName").unwrap());
    assert_eq!((name.filled, name.misfits.times, &name.codes), (2, 0, &None));
    assert_eq!(name.lengths.map(|(_, longest)| longest), Some(7));
    assert_eq!((name.distinct.count(), name.years), (Some(2), None));
}

#[test]
fn a_standard_drop_without_rows_shows_nothing() {
    let mappings = Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings");
    let dictionary = Dictionary::load(&mappings.join("dictionary.csv")).unwrap();
    let drop = tempfile::tempdir().unwrap();
    let mut totals = String::from("ENTITY,ROWS,INACTIVE_ROWS,TAKEN_ON\r\n");
    for entity in dictionary.entities() {
        let names: Vec<_> = entity.columns.iter().map(|column| column.name.as_str()).collect();
        fs::write(drop.path().join(format!("{}.csv", entity.name)), names.join(",") + "\r\n").unwrap();
        if entity.name != "ControlTotals" {
            totals.extend([entity.name.as_str(), ",0,,2026-11-20 08:00:00.000\r\n"]);
        }
    }
    fs::write(drop.path().join("ControlTotals.csv"), totals).unwrap();
    assert_eq!(survey(drop.path(), &mappings, "v6-sql"), Vec::<String>::new());
}
