//! Ends of periods that give one row together: what is wrong with the last one's is told of that.

use std::collections::BTreeMap;

use care2mosaic::pipeline::MigrateRequest;

use super::council::{Council, assert_proved, list, run};
use super::odd_values::{listed, told};

const TABLE: &str = "PersonLACLegalStatus";
const KEY: &str = "PersonLACLegalStatusId";

/// Two legal statuses under one placement, the second of which begins as the first one ends.
fn two_of_a_run(council: &Council) -> (String, String) {
    let statuses = list(&council.path(&format!("drop/{TABLE}.csv")));
    let follows = |one: &BTreeMap<String, String>, other: &BTreeMap<String, String>| {
        let same = |column: &str| one[column].eq_ignore_ascii_case(&other[column]);
        one[KEY] != other[KEY]
            && same("LACEpisodeId")
            && same("LACPlacementId")
            && !one["EndDate"].is_empty()
            && one["EndDate"] == other["StartDate"]
    };
    let pair =
        statuses.iter().find_map(|one| Some((one, statuses.iter().find(|other| follows(one, other))?)));
    let (one, other) = pair.unwrap();
    (one[KEY].to_lowercase(), other[KEY].to_lowercase())
}

/// A council in which the second of two has such an end, proved.
fn ending(end: &str) -> (Council, String, String) {
    let council = Council::told_by(160, 3);
    let (first, last) = two_of_a_run(&council);
    council.edit_rows(TABLE, |row| {
        if row[KEY].to_lowercase() == last {
            row.insert("EndDate".into(), end.into());
        }
    });
    assert_proved(&run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap());
    (council, first, last)
}

#[test]
fn an_end_that_is_no_day_is_turned_away_where_it_stands() {
    let (council, first, last) = ending("2020-02-31 00:00:00.000");
    assert_eq!(listed(&council, "values", &last), [told("bad-date", "EndDate")]);
    assert!(listed(&council, "values", &first).is_empty());
}

#[test]
fn an_end_before_its_start_holds_for_the_status_that_has_it() {
    let (council, first, last) = ending("1995-01-01");
    assert!(listed(&council, "holds", &last).contains(&told("lac-open-mismatch", "EndDate")));
    assert!(listed(&council, "holds", &first).is_empty());
}
