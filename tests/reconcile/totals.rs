//! Totals of the service are counted on both sides, by outcome.

use std::path::Path;

use care2mosaic::reconcile::reader::ImportRow;
use care2mosaic::reconcile::totals::{Counting, TotalCount, load_totals};
use care2mosaic::record::Outcome;

use super::hand_export::{HandExport, guid, key, plan, record};

fn mappings() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings")
}

/// What is counted of a total of one migrated and one held girl, and of these written people by gender.
fn people(written: &[&str]) -> TotalCount {
    let totals = load_totals(&mappings(), plan()).unwrap();
    let table = plan().contract().find("MO_PERSONS").unwrap();
    let mut counting = Counting::new(&totals, "2026-11-26".to_owned());
    let girl = record("Person", &[("PersonId", &key(1)), ("DateOfBirth", "2015-03-09"), ("GenderId", "2")]);
    for outcome in [Outcome::Migrated, Outcome::Held] {
        counting.record(plan(), &HandExport::default(), &girl, (outcome, guid(1)));
    }
    for gender in written {
        let cell = |name: &str| match name {
            "DATE_OF_BIRTH" => Some("2015-03-09"),
            "GENDER" => Some(*gender),
            _ => None,
        };
        let columns = &plan().contract().table(table).columns;
        counting.row(table, &ImportRow::new(2, 0, columns.iter().map(|column| cell(&column.name))));
    }
    let place = totals.iter().position(|total| total.id == "people").unwrap();
    counting.finish().swap_remove(place)
}

#[test]
fn what_was_migrated_is_what_is_written_and_what_was_held_stands_apart() {
    let same = people(&["F"]);
    assert!(same.agrees());
    let group = &same.groups["10 to 15 · F"];
    assert_eq!(
        (group.of(Outcome::Migrated).rows, group.of(Outcome::Held).rows, group.target.rows),
        (1, 1, 1)
    );
    assert!(!people(&["M"]).agrees());
    assert!(!people(&[]).agrees());
    assert!(!people(&["F", "F"]).agrees());
}

#[test]
fn a_name_that_is_not_there_is_a_mistake_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let text = "[[total]]\nid = \"a\"\ntitle = \"A\"\nsource = { entity = \"Person\", empty = [\"Ended\"] }\ntarget = { table = \"MO_PERSONS\" }\n";
    std::fs::write(folder.path().join("totals.toml"), text).unwrap();
    let mistakes = load_totals(folder.path(), plan()).unwrap_err();
    assert_eq!(mistakes.len(), 1);
    assert_eq!(&text[mistakes[0].span.clone()], "\"Ended\"");
}
