//! Legal statuses and placements that end on the evening before the next begins.

use std::collections::BTreeMap;

use care2mosaic::pipeline::{Exit, Finished, MigrateRequest};
use jiff::civil::Date;

use super::council::{Council, bytes_of, list, run};

/// A drop in which every status of an episode that hands over ends a day earlier.
fn with_nights() -> (Council, u64) {
    let council = Council::of(300);
    let rows = list(&council.path("drop/PersonLACLegalStatus.csv"));
    let mut nights = 0;
    council.edit_rows("PersonLACLegalStatus", |row| {
        let same = |other: &&BTreeMap<String, String>| {
            let same = |column: &str| other[column].eq_ignore_ascii_case(&row[column]);
            same("LACEpisodeId") && !same("PersonLACLegalStatusId") && other["StartDate"] == row["EndDate"]
        };
        if row["EndDate"] == row["StartDate"] || !rows.iter().any(|other| same(&other)) {
            return;
        }
        if let Ok(end) = row["EndDate"].parse::<Date>() {
            nights += 1;
            row.insert("EndDate".into(), end.yesterday().unwrap().to_string());
        }
    });
    assert!(nights > 1);
    (council, nights)
}

fn values(finished: &Finished, reason: &str) -> u64 {
    let counted = finished.report.mapped.iter().filter(|one| one.reason == reason);
    counted.map(|one| one.values).sum()
}

/// The bytes of the import files of both tables.
fn periods(council: &Council, out: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = bytes_of(&council.path(out).join("data/batches"));
    files
        .retain(|name, _| name.contains("PERSON_LEGAL_STATUSES") || name.contains("LOOKED_AFTER_PLACEMENTS"));
    files
}

#[test]
fn nights_are_closed_counted_and_proved_or_kept_and_listed() {
    let (council, nights) = with_nights();
    let request = |out: &str| MigrateRequest { reconcile: true, ..council.request(out) };
    let joined = run(&request("joined")).unwrap();
    assert_eq!(joined.exit, Exit::Done, "{:?}", joined.report.differences);
    assert_eq!(values(&joined, "lac-day-gap"), nights);
    assert_eq!(joined.report.policies["looked_after.day_gap"], "join");
    // The same drop without nights gives the same rows.
    let plain = Council::of(300);
    run(&plain.request("out")).unwrap();
    assert!(periods(&council, "joined") == periods(&plain, "out"));
    council.edit("mappings/policy.toml", |text| text.replace("day_gap = \"join\"", "day_gap = \"keep\""));
    let kept = run(&request("kept")).unwrap();
    assert_eq!(kept.exit, Exit::Done, "{:?}", kept.report.differences);
    assert_eq!(values(&kept, "lac-day-gap"), 0);
    let listed = list(&council.path("kept/exceptions/warnings.csv"));
    assert_eq!(listed.iter().filter(|line| line["REASON"] == "lac-status-gap").count() as u64, nights);
    assert!(periods(&council, "kept") != periods(&council, "joined"));
}
