//! For each check of the proof a change that only it finds, or why there is none.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use care2mosaic::reconcile::check;

use super::exception_list::{lines, without_row};
use super::migrated::{Changed, Migrated, sha256};

type Forgery = fn(&Changed);

const NOTES: &str = "30_CASE_NOTES.csv";
const RELATIONSHIPS: &str = "14_MO_PERSON_RELATIONSHIPS.csv";

/// A change of the output, carried through manifests and digests, that one check finds and no other.
const ALONE: [(&str, Forgery); 16] = [
    ("cell", |changed| {
        let mut table = changed.table("0001", "17_MO_GROUPS.csv");
        let name = table.header.iter().position(|column| column == "GROUP_NAME").unwrap();
        "Other".clone_into(&mut table.rows[0][name]);
        changed.put(&table);
    }),
    ("count-mismatch", |changed| list_without(changed, "excluded.csv", |cells| cells[1].is_empty())),
    ("cross-reference", |changed| {
        changed.change_lines("data/batches/0001/xref.csv", |lines| drop(lines.remove(5)));
        let rows = fs::read_to_string(changed.out().join("data/batches/0001/xref.csv")).unwrap();
        changed.forge("0001", "xref.csv", Some(rows.lines().count() - 1));
    }),
    ("document-file", |changed| {
        let folder = changed.out().join("data/batches/0001/documents");
        let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
        names.sort();
        let mut bytes = fs::read(&names[0]).unwrap();
        bytes[3] ^= 1;
        fs::write(&names[0], &bytes).unwrap();
        let path = format!("documents/{}", names[0].file_name().unwrap().to_string_lossy());
        changed.change_manifest("0001", |files| {
            for file in files.iter_mut().filter(|file| file["path"] == path) {
                file["sha256"] = sha256(&bytes).into();
            }
        });
    }),
    ("file-form", |changed| {
        let path = changed.out().join("data/batches/0001").join(NOTES);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text.replacen("\r\n", "\n", 1)).unwrap();
        changed.forge("0001", NOTES, None);
    }),
    ("hold-cause", |changed| {
        let held = fs::read_to_string(changed.out().join("exceptions/held.csv")).unwrap();
        let number = held.lines().nth(1).unwrap().split(',').next().unwrap().to_owned();
        // In the list, and in the rows that are handed back.
        let rejected: Vec<_> =
            lines(changed, "rejects.csv").into_iter().map(|line| line[1].clone()).collect();
        for line in lines(changed, "holds.csv").iter().filter(|line| line[2] == number) {
            if !rejected.contains(&line[1]) {
                without_row(changed, &line[0], &line[1]);
            }
        }
        list_without(changed, "holds.csv", |cells| cells[2] == number);
    }),
    ("listed-records", |changed| list_without_first(changed, "waiting.csv")),
    ("manifest", |changed| {
        changed.change_manifest("0001", |files| files[0]["bytes"] = 1.into());
    }),
    ("missing-row", |changed| {
        let mut table = changed.table("0001", "17_MO_GROUP_SUBJECTS.csv");
        table.rows.pop();
        changed.put(&table);
    }),
    ("reject-cause", |changed| {
        // In the list, and in the rows that are handed back.
        let other = |text: &str| text.replace(",EndDate,end-before-start,", ",EndDate,over-length,");
        changed.change_lines("exceptions/rejects.csv", |lines| {
            let line = lines.iter_mut().find(|line| line.contains(",end-before-start,")).unwrap();
            assert!(line.starts_with("PersonAddress,"));
            *line = other(line);
        });
        let other = |text: &str| text.replace(",end-before-start,", ",over-length,");
        let rows = changed.out().join("exceptions/rows/PersonAddress.csv");
        fs::write(&rows, other(&fs::read_to_string(&rows).unwrap())).unwrap();
    }),
    ("rejected-rows", |changed| {
        let path = changed.out().join("exceptions/rows/PersonRelationship.csv");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.lines().next().unwrap().to_owned() + "\r\n").unwrap();
    }),
    ("rejected-values", |changed| {
        // Of a column that goes nowhere.
        changed.change_lines("exceptions/values.csv", |lines| {
            let place = lines.iter().position(|line| line.starts_with("Person,")).unwrap();
            let line = lines[place].clone();
            let mut cells: Vec<&str> = line.trim_end().split(',').collect();
            (cells[5], cells[6]) = ("MasterId", "unmapped-code");
            // One of the first columns: the line stands in its list's order before the record's own.
            lines.insert(place, cells.join(",") + "\r\n");
        });
    }),
    ("row-in-its-batch", |changed| {
        let last = changed.last_batch();
        let mut table = changed.table(&last, RELATIONSHIPS);
        let mut moved = table.clone();
        // One between two people of the first batch.
        let people = changed.table("0001", "05_MO_PERSONS.csv").rows;
        let people: BTreeSet<&String> = people.iter().map(|row| &row[0]).collect();
        let named = |row: &[String]| row.iter().skip(1).filter(|cell| people.contains(cell)).count();
        let place = table.rows.iter().position(|row| named(row) == 2).unwrap();
        moved.rows = vec![table.rows.remove(place)];
        changed.put(&table);
        "0001".clone_into(&mut moved.batch);
        changed.change_manifest("0001", |files| {
            files.push(serde_json::json!({
                "path": RELATIONSHIPS, "table": "MO_PERSON_RELATIONSHIPS", "rows": 1, "bytes": 0, "sha256": ""
            }));
            files.sort_by_key(|file| file["path"].as_str().unwrap_or_default().to_owned());
        });
        changed.put(&moved);
    }),
    ("row-order", |changed| {
        let mut table = changed.table("0001", NOTES);
        table.rows.swap(0, 1);
        changed.put(&table);
    }),
    ("unexpected-row", |changed| {
        let mut table = changed.table("0001", "23_MO_FORM_ANSWERS.csv");
        let mut row = table.rows[table.rows.len() - 1].clone();
        "9".clone_into(&mut row[3]);
        table.rows.push(row);
        changed.put(&table);
    }),
    ("warning-cause", |changed| list_without_first(changed, "warnings.csv")),
];

const BY_CELLS: &str = "every cell and row is worked out again, so that what breaks the contract differs from what is expected as \
                        well; alone it finds mappings that give such rows on both sides, which tests/reconcile/contract.rs hands it";
const BY_VALUE: &str = "a value that differs is another digest, and may be a value that changed places: one change, told three ways";
const BY_READING: &str = "the export and its readers are the same on both sides of an output that was changed; \
                          tests/reconcile/recount.rs hands it readers that disagree";

/// Checks that find nothing alone, each with why.
const NEVER_ALONE: [(&str, &str); 32] = [
    ("acyclic", BY_CELLS),
    ("always-filled", BY_CELLS),
    ("cell-required", BY_CELLS),
    ("cell-type", BY_CELLS),
    ("cell-width", BY_CELLS),
    ("cells-fit-code", BY_CELLS),
    ("check-digit", BY_CELLS),
    ("code-in-list", BY_CELLS),
    ("contract-demand", BY_CELLS),
    ("days-in-order", BY_CELLS),
    ("never-written", BY_CELLS),
    ("not-to-itself", BY_CELLS),
    ("number-of-rows", BY_CELLS),
    ("pair-once", BY_CELLS),
    ("period-within", BY_CELLS),
    ("question-in-template", BY_CELLS),
    ("periods-apart", BY_CELLS),
    ("reference", BY_CELLS),
    ("row-key", BY_CELLS),
    ("text-width", BY_CELLS),
    ("unique", BY_CELLS),
    ("digests-agree", BY_VALUE),
    ("record-swapped", BY_VALUE),
    ("value-mismatch", BY_VALUE),
    ("source-bytes", BY_READING),
    ("source-recount", BY_READING),
    (
        "domain-total",
        "a total that differs has rows that differ; alone it finds what rows and totals see differently",
    ),
    (
        "exclusion",
        "the rows of a record that was left out for nothing are missing, and its outcome is counted otherwise",
    ),
    ("file-names", "a file of another name is none of the table's, so that its rows are missing"),
    ("not-accounted-for", "a record with no outcome leaves the counts open"),
    ("row-duplicated", "a row that stands twice has a key that stands twice"),
    ("row-moved", "a row in another case file's place is missing in its own"),
];

/// Takes the lines of a list that a condition holds for; one at least.
fn list_without(changed: &Changed, list: &str, unwanted: impl Fn(&[&str]) -> bool) {
    changed.change_lines(&format!("exceptions/{list}"), |lines| {
        let before = lines.len();
        let header = lines.remove(0);
        lines.retain(|line| !unwanted(&line.trim_end().split(',').collect::<Vec<_>>()));
        lines.insert(0, header);
        assert!(lines.len() < before, "{list}");
    });
}

fn list_without_first(changed: &Changed, list: &str) {
    changed.change_lines(&format!("exceptions/{list}"), |lines| drop(lines.remove(1)));
}

#[test]
fn every_check_of_the_proof_finds_what_no_other_does_or_says_why_not() {
    let there: BTreeSet<&str> = check::ALL.iter().map(|check| check.id).collect();
    let alone = ALONE.iter().map(|(check, _)| *check);
    let told: BTreeSet<&str> = alone.chain(NEVER_ALONE.iter().map(|(check, _)| *check)).collect();
    assert_eq!(told.len(), ALONE.len() + NEVER_ALONE.len(), "a check that is named twice");
    assert_eq!(there, told);
    assert!(NEVER_ALONE.iter().all(|(_, why)| !why.is_empty()));
    let mut wrong = BTreeMap::new();
    for (check, forgery) in ALONE {
        let changed = Migrated::with_hard_cases().copy();
        forgery(&changed);
        let (finished, differences) = changed.reconcile();
        let found: BTreeSet<String> = differences.into_iter().map(|one| one.check).collect();
        if found != BTreeSet::from([check.to_owned()]) || finished.exit.code() != 3 {
            wrong.insert(check, found);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}
