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
    // A row of another table is nobody.
    let other = plan().contract().find("ADDRESSES").unwrap();
    let columns = plan().contract().table(other).columns.iter().map(|_| None);
    counting.row(other, &ImportRow::new(2, 0, columns));
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

/// The group in which a total counts a record of the export that was migrated; none where it does not count.
fn group_of(total: &str, entity: &str, columns: &[(&str, &str)]) -> Option<String> {
    let totals = load_totals(&mappings(), plan()).unwrap();
    let mut counting = Counting::new(&totals, "2026-11-26".to_owned());
    let record = record(entity, columns);
    counting.record(plan(), &HandExport::default(), &record, (Outcome::Migrated, guid(1)));
    let place = totals.iter().position(|own| own.id == total).unwrap();
    counting.finish().swap_remove(place).groups.into_keys().next()
}

#[test]
fn only_a_day_in_the_form_of_its_column_tells_an_age() {
    let born = |born: &str, expected: &str, kind: &str| {
        let columns = [("DateOfBirth", born), ("ExpectedDateOfBirth", expected), ("DOBAndAgeTypeId", kind)];
        let filled: Vec<_> = columns.into_iter().filter(|(_, text)| !text.is_empty()).collect();
        group_of("people", "Person", &filled).unwrap()
    };
    assert_eq!(born("2015-03-09", "", "5"), "10 to 15 · ");
    for text in ["2015-03-09 00:00:00", "2015-03-09T23:00:00Z", "20150309", "1900-01-01", ""] {
        assert_eq!(born(text, "", "5"), "not known · ", "{text}");
    }
    assert_eq!(born("", "2027-01-15", "2"), "unborn · ");
    assert_eq!(born("9999-12-31", "2027-01-15", "2"), "unborn · ");
    assert_eq!(born("", "2027-01-15", "5"), "not known · ");
    assert_eq!(born("2015-03-09 00:00:00", "2027-01-15", "2"), "not known · ");
}

#[test]
fn a_day_that_is_written_nowhere_ends_nothing() {
    let plan_of = |end: &str| {
        group_of("open-plans", "ChildProtection", &[("StartDate", "2026-01-05"), ("EndDate", end)]).is_some()
    };
    assert!(!plan_of("2026-03-01") && plan_of("2026-12-01"));
    assert!(plan_of("1900-01-01") && plan_of("01/03/2026") && plan_of("2026-03-01 00:00:00"));
    let case = |end: &str| group_of("open-cases", "Case", &[("EndDateTime", end)]).is_some();
    assert!(!case("2026-03-01 10:00:00.000"));
    assert!(case("9999-12-31 00:00:00.000") && case("2026-03-01"));
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

#[test]
fn a_total_knows_the_line_that_declares_it() {
    let text = std::fs::read_to_string(mappings().join("totals.toml")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    for total in load_totals(&mappings(), plan()).unwrap() {
        let declared = lines[total.line as usize - 1];
        assert!(declared.contains(&format!("\"{}\"", total.id)), "{}: {declared}", total.line);
    }
}
