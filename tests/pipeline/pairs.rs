//! Relationships that the export gives twice, through run and proof.

use care2mosaic::pipeline::{Exit, MigrateRequest};

use super::council::{Council, bytes_of, run};
use super::later_joining::{TABLE, is_in_a_batch, lines_of};
use super::later_pairs::{HIGH, LOW, mirrored};

/// The same relationship from the same side, with another start: one row stands for both, whichever has the lower key, and what
/// the other says is in its note.
#[test]
fn a_relationship_given_twice_from_one_side_is_written_once() {
    for (key, first) in [(LOW, false), (HIGH, true)] {
        let council = Council::of(30);
        let mut nth = 0;
        let (mut place, mut other) = (0, String::new());
        council.edit_rows(TABLE, |row| {
            nth += 1;
            if row["EndDate"].is_empty() && !row["StartDate"].is_empty() && place == 0 {
                (place, other) = (nth, row["PersonRelationshipId"].to_lowercase());
            }
        });
        council.add_row(TABLE, place, |row| {
            row.insert("PersonRelationshipId".to_owned(), key.to_owned());
            row.insert("StartDate".to_owned(), "2025-02-03".to_owned());
        });
        let dry = run(&MigrateRequest { dry_run: true, ..request(&council, "dry") }).unwrap();
        assert_eq!(dry.exit, Exit::Done, "{key}");
        assert_eq!(run(&request(&council, "out")).unwrap().exit, Exit::Done, "{key}");
        let merged = if first { key } else { &other };
        let rows = rows(&council);
        assert!(!rows.contains(merged) && rows.contains(if first { &other } else { key }), "{key}");
        assert!(is_in_a_batch(&council.path("out"), merged), "its note");
        assert!(lines_of(&council, "rejects.csv", merged).is_empty());
    }
}

/// What cannot be shown of the one whose row is the other's is listed, and kept in its note as it stands where the policy
/// wants that.
#[test]
fn a_wrong_value_of_a_mirrored_relationship_is_listed_and_proved() {
    for kept in [true, false] {
        let (council, _) = mirrored(HIGH);
        if !kept {
            council.edit("mappings/policy.toml", |text| {
                text.replace("rejected_values = \"remainder\"", "rejected_values = \"list\"")
            });
        }
        council.edit_rows(TABLE, |row| {
            if row["PersonRelationshipId"].to_lowercase() == HIGH {
                row.insert("HasParentalResponsibilityId".to_owned(), "77".to_owned());
            }
        });
        let finished = run(&request(&council, "out")).unwrap();
        assert_eq!(finished.exit, Exit::Exceptions, "{:?}", finished.report.checks);
        let values = lines_of(&council, "values.csv", HIGH);
        assert!(values.len() == 1 && values[0]["FIELD"] == "HasParentalResponsibilityId", "{values:?}");
        assert_eq!(is_in_a_batch(&council.path("out"), "parental responsibility: 77"), kept);
    }
}

/// The relationships of all batches, as they are written.
fn rows(council: &Council) -> String {
    let files = bytes_of(&council.path("out/data/batches")).into_iter();
    let files = files.filter(|(path, _)| path.ends_with("MO_PERSON_RELATIONSHIPS.csv"));
    files.map(|(_, bytes)| String::from_utf8(bytes).unwrap()).collect()
}

fn request(council: &Council, out: &str) -> MigrateRequest {
    MigrateRequest { reconcile: true, ..council.request(out) }
}
