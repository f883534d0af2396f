//! People who are written, and turn out to be adopted by a later export.

use std::collections::BTreeMap;

use care2mosaic::pipeline::{Exit, MigrateRequest};

use super::council::{Council, bytes_of, cells, list, run};
use super::later_joining::copy_as;
use super::retry::{assert_unchanged, retry_from};

/// The people who are linked, by their places in the drop; nobody is related to two of them.
const BEFORE: [usize; 2] = [3, 11];
const AFTER: [usize; 2] = [26, 19];

/// All that lists and batches say after a later export has linked each of the first to the one of the second that stands
/// `shift` further on.
fn written(shift: usize) -> BTreeMap<String, Vec<u8>> {
    let council = Council::of(40);
    std::fs::write(council.path("key"), [5; 32]).unwrap();
    let mut people = Vec::new();
    council.edit_rows("Person", |row| {
        people.push((row["PersonId"].to_lowercase(), row["PersonNumber"].parse::<u64>().unwrap()));
    });
    copy_as(&council, "late", "2026-07-07");
    let mut links = 0;
    council.edit("late/AdoptionLink.csv", |text| {
        let header = cells(&text);
        let rows = (0..BEFORE.len()).map(|one| {
            let cell = |name: &String| match name.as_str() {
                "AdoptionLinkId" => format!("00000000-0000-4000-8000-00000000000{one}"),
                "PreAdoptionPersonId" => people[BEFORE[one]].0.clone(),
                "PersonId" => people[AFTER[(one + shift) % AFTER.len()]].0.clone(),
                _ => String::new(),
            };
            header.iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n"
        });
        links = rows.len();
        rows.fold(text, |text, row| text + &row)
    });
    council.edit_rows_in("late", "ControlTotals", |row| {
        if row["ENTITY"] == "AdoptionLink" {
            row.insert("ROWS".into(), links.to_string());
        }
    });
    let request = council.request("out");
    let key = Some(council.path("key"));
    run(&MigrateRequest { reconcile: true, proof_key: key, ..request }).unwrap();
    let before = bytes_of(&council.path("out/data"));
    let finished = retry_from(&council, "late");
    assert_eq!(finished.exit, Exit::Exceptions, "somebody has to look at them");
    assert!(bytes_of(&council.path("out/data")) == before, "what is sealed stands");
    let mut told: Vec<u64> = list(&council.path("out/exceptions/changed.csv"))
        .iter()
        .filter(|line| line["ENTITY"] == "Person" && line["RECORDS"] == "1")
        .map(|line| line["CASE_FILE"].parse().unwrap())
        .collect();
    let mut linked: Vec<u64> = BEFORE.iter().chain(&AFTER).map(|place| people[*place].1).collect();
    told.sort_unstable();
    linked.sort_unstable();
    assert_eq!(told, linked);
    assert_unchanged(&council, "out");
    ["out/data", "out/exceptions"].into_iter().flat_map(|path| bytes_of(&council.path(path))).collect()
}

/// They are told, and nothing tells of whom each of them is the other identity: two links cannot be told from two others.
#[test]
fn people_who_were_written_and_are_linked_by_an_adoption_now_are_told_and_never_joined() {
    let files = written(0);
    assert!(files == written(1));
    let texts = files.into_iter().filter(|(path, _)| path.ends_with("changed.csv"));
    let texts: Vec<String> = texts.map(|(_, bytes)| String::from_utf8(bytes).unwrap()).collect();
    assert!(texts.len() == 1 && !texts[0].to_lowercase().contains("adopt"), "{texts:?}");
}
