//! Who became whom by adoption cannot be told from anything but the drop: two drops of the same people, joined to each
//! other in two ways, leave the same.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use care2mosaic::pipeline::{Exit, MigrateRequest};

use super::council::{Council, cells, list, records, run};
use crate::support::{files, redact};

/// The people who are linked, by their places in the drop; they live in households of their own.
const BEFORE: [usize; 3] = [4, 61, 118];
const AFTER: [usize; 3] = [33, 90, 147];

/// Somebody's key and number, as lists write them.
pub(super) type Identity = (String, String);

struct Adopted {
    council: Council,
    before: Vec<Identity>,
    after: Vec<Identity>,
    /// What each command said.
    said: Vec<(String, String)>,
    /// What each command logged.
    logged: String,
}

/// Links each person of the first list to the one of the second that stands `shift` further on, and holds two others for
/// something else.
pub(super) fn linked(shift: usize) -> (Council, Vec<Identity>, Vec<Identity>) {
    let council = Council::of(160);
    std::fs::write(council.path("key"), [5; 32]).unwrap();
    let (before, after) = link(&council, shift);
    (council, before, after)
}

fn link(council: &Council, shift: usize) -> (Vec<Identity>, Vec<Identity>) {
    let mut people = Vec::new();
    council.edit_rows("Person", |row| {
        people.push((row["PersonId"].to_lowercase(), row["PersonNumber"].clone()));
        if [20, 75].contains(&people.len()) {
            row.insert("GenderId".into(), String::new());
        }
    });
    let [before, after] = [BEFORE, AFTER].map(|places| places.map(|place| people[place].clone()).to_vec());
    let pairs = (0..3).map(|one| (&before[one].0, &after[(one + shift) % 3].0));
    council.edit("drop/AdoptionLink.csv", |text| {
        let header = cells(&text);
        let rows = pairs.zip(1..).map(|((before, after), number)| {
            let cell = |name: &String| match name.as_str() {
                "AdoptionLinkId" => format!("00000000-0000-4000-8000-00000000000{number}"),
                "PreAdoptionPersonId" => before.clone(),
                "PersonId" => after.clone(),
                _ => String::new(),
            };
            header.iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n"
        });
        rows.fold(text, |text, row| text + &row)
    });
    council.edit_rows("ControlTotals", |row| {
        if row["ENTITY"] == "AdoptionLink" {
            row.insert("ROWS".into(), "3".into());
        }
    });
    (before, after)
}

/// The same, after every command.
fn adopted(shift: usize) -> Adopted {
    let (council, before, after) = linked(shift);
    let mut adopted = Adopted { council, before, after, said: Vec::new(), logged: String::new() };
    for line in [
        "migrate drop --out out --mappings mappings --batch-size 40 --proof-key key",
        "reconcile out --source drop",
        "status out --history",
        "status out --json",
        "report out --format html",
        "report out --format json",
        "report out --format text",
        "verify out --source drop --json",
        "migrate drop --out dry --mappings mappings --dry-run --proof-key key",
    ] {
        adopted.run(line);
    }
    for person in adopted.before.clone().into_iter().chain(adopted.after.clone()) {
        adopted.run(&format!("trace out {}", person.1));
    }
    adopted
}

impl Adopted {
    fn run(&mut self, line: &str) {
        let folder = self.council.path("");
        let mut command = Command::new(env!("CARGO_BIN_EXE_care2mosaic"));
        command.current_dir(&folder).args(line.split_whitespace()).args(["--log-format", "json"]);
        let output = command.env("CARE2MOSAIC_LOG", "trace").output().unwrap();
        assert!([Some(0), Some(5)].contains(&output.status.code()), "{line}: {output:?}");
        self.said.push((line.to_owned(), redact(&String::from_utf8(output.stdout).unwrap(), &folder)));
        self.logged += &String::from_utf8(output.stderr).unwrap();
    }

    /// Every text file of both output folders, without digests and times.
    fn left(&self) -> BTreeMap<String, String> {
        let mut left = BTreeMap::new();
        for out in ["out", "dry"] {
            for (name, bytes) in files(&self.council.path(out)) {
                if let Ok(text) = String::from_utf8(bytes) {
                    left.insert(format!("{out}/{name}"), redact(&text, &self.council.path("")));
                }
            }
        }
        left
    }

    /// What the ledger holds of case files and exceptions.
    fn ledger(&self) -> Vec<String> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let address = format!("sqlite://{}", self.council.path("out/ledger.sqlite").display());
        runtime.block_on(async {
            let pool = sqlx::SqlitePool::connect(&address).await.unwrap();
            let mut rows = Vec::new();
            for query in [
                "SELECT number || ' ' || state || ' ' || records FROM case_file ORDER BY rowid",
                "SELECT kind || ' ' || entity || ' ' || source_id || ' ' || coalesce(case_file, '') || ' ' || reason
                 FROM exception ORDER BY rowid",
            ] {
                rows.extend(sqlx::query_scalar::<_, String>(query).fetch_all(&pool).await.unwrap());
            }
            pool.close().await;
            rows
        })
    }

    /// Whether a text names both identities of one person.
    fn joins(&self, text: &str, shift: usize) -> bool {
        let named = |one: &Identity| text.contains(&one.0) || text.contains(&one.1);
        (0..3).any(|one| named(&self.before[one]) && named(&self.after[(one + shift) % 3]))
    }
}

/// Asserts that two texts are the same but for lines that tell the time or the run.
fn alike(name: &str, one: &str, other: &str) {
    let tells_time = |line: &str| line.contains(" 2026, ") || line.contains(" for run ");
    let differ = |(one, other): &(&str, &str)| one != other && !tells_time(one);
    let different = one.lines().zip(other.lines()).find(differ);
    assert_eq!(different, None, "{name}");
    assert_eq!(one.lines().count(), other.lines().count(), "{name}");
}

#[test]
fn identities_before_and_after_adoption_are_joined_nowhere() {
    let (one, other) = (adopted(0), adopted(1));
    // The same is said and left, whoever became whom: neither places, nor order, nor counts can tell.
    for ((line, said), (_, same)) in one.said.iter().zip(&other.said) {
        alike(line, said, same);
    }
    let (left, same) = (one.left(), other.left());
    assert_eq!(left.keys().collect::<Vec<_>>(), same.keys().collect::<Vec<_>>());
    for (name, text) in &left {
        alike(name, text, &same[name]);
    }
    assert_eq!(one.ledger(), other.ledger());
    // No line names both.
    let lists = left.iter().filter(|(name, _)| !name.contains("/data/"));
    for line in lists.flat_map(|(_, text)| text.lines()).chain(one.logged.lines()) {
        assert!(!one.joins(line, 0), "{line}");
    }
}

#[test]
fn lists_tell_adoptions_as_held_in_order_of_key_and_totals_by_their_code() {
    let adopted = adopted(0);
    let held = list(&adopted.council.path("out/exceptions/held.csv"));
    let numbers: Vec<u64> = held.iter().map(|line| line["CASE_FILE"].parse().unwrap()).collect();
    assert!(numbers.is_sorted());
    let as_held = held.iter().filter(|line| line["REASONS"] == "held").map(|line| &line["CASE_FILE"]);
    let as_held: BTreeSet<_> = as_held.collect();
    let mut identities = adopted.before.iter().chain(&adopted.after).map(|one| &one.1);
    assert!(identities.all(|one| as_held.contains(one)));
    let others = held.iter().filter(|line| line["REASONS"] == "missing-mandatory");
    assert_eq!(others.count(), 2);
    for (name, text) in adopted.left() {
        let list = name.contains("exceptions/") || name.contains("case-files.csv") || name.contains("/data/");
        assert!(!list || !text.contains("adoption-"), "{name}");
    }
    assert!(adopted.ledger().iter().all(|row| !row.contains("adoption-")));
    assert!(!adopted.logged.contains("AdoptionLinkId"));
    let report = &adopted.said.iter().find(|(line, _)| line == "report out --format json").unwrap().1;
    let report: serde_json::Value = serde_json::from_str(report).unwrap();
    let total = report["held"].as_array().unwrap().iter().find(|cause| cause["reason"] == "adoption-link");
    assert_eq!(total.unwrap()["records"], 6);
    // No total says where: beside a line of that table it would give the code of a case file away.
    let causes = ["held", "warnings"].into_iter().flat_map(|part| report[part].as_array().unwrap());
    let codes = causes.filter(|cause| cause["reason"].as_str().unwrap().starts_with("adoption-"));
    for cause in codes {
        assert_eq!((&cause["entity"], &cause["field"], cause.get("first")), (&"".into(), &"".into(), None));
    }
    let lines = list(&adopted.council.path("out/exceptions/holds.csv"));
    let lines = lines.iter().filter(|line| line["REASON"] == "held").count();
    assert_eq!(report["held_untold"], lines);
    let page = &adopted.said.iter().find(|(line, _)| line == "report out --format text").unwrap().1;
    assert!(page.contains("places that no total tells"), "{page}");
}

/// Where somebody adopted is left out altogether, no list says that they were.
#[test]
fn nothing_is_listed_of_an_adoption_that_a_rule_leaves_out() {
    let (council, before, _) = linked(0);
    council.edit_rows("Person", |row| {
        if row["PersonId"].to_lowercase() == before[0].0 {
            let day = row["CreatedOn"].clone();
            row.insert("CreatedOn".into(), format!("1970{}", &day[4..]));
        }
    });
    let rule = "rules = [{ id = \"old\", entity = \"Person\", column = \"CreatedOn\", before = 1980-01-01, keep = [] }]";
    council.edit("mappings/policy.toml", |text| text.replace("\nrules = []", &format!("\n{rule}")));
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_eq!(finished.exit, Exit::Exceptions);
    let excluded = list(&council.path("out/exceptions/excluded.csv"));
    assert!(excluded.iter().any(|line| line["SOURCE_ID"] == before[0].0), "{}", before[0].0);
    for (name, bytes) in files(&council.path("out/exceptions")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("adoption-"), "{name}");
    }
}

/// The state of every case file, by its number.
fn states(path: &std::path::Path) -> BTreeMap<String, String> {
    list(path).into_iter().map(|line| (line["CASE_FILE"].clone(), line["STATE"].clone())).collect()
}

/// What changes from one run to the next would tell of an adoption even where each run alone does not.
#[test]
fn runs_beside_each_other_tell_no_adoption() {
    let council = Council::of(160);
    let mut adopted =
        Adopted { council, before: Vec::new(), after: Vec::new(), said: Vec::new(), logged: String::new() };
    let dry = "migrate drop --out out --mappings mappings --dry-run";
    adopted.run(dry);
    (adopted.before, adopted.after) = link(&adopted.council, 0);
    adopted.run(dry);
    adopted.run("migrate drop --out out --mappings mappings");
    adopted.said.clear();
    for line in [
        "report out --compare 1 2",
        "report out --compare 1 2 --format html",
        "report out --compare 1 2 --format json",
        "report out --compare 1 3",
        "report out --compare 1 3 --format html",
        "report out --compare 1 3 --format json",
        "status out --history",
        "status out --history --json",
    ] {
        adopted.run(line);
    }
    let people = list(&adopted.council.path("drop/Person.csv"));
    let without_gender = people.iter().filter(|row| row["GenderId"].is_empty());
    let numbers: Vec<_> = without_gender.map(|row| row["PersonNumber"].clone()).collect();
    assert_eq!(numbers.len(), 2);
    for (line, said) in &adopted.said {
        assert!(!said.contains("adoption"), "{line}: {said}");
        let known = |(_, number): &Identity| said.contains(number.as_str());
        assert!(!adopted.before.iter().chain(&adopted.after).any(known), "{line}: {said}");
        let compares = line.starts_with("report");
        assert_eq!(numbers.iter().all(|number| said.contains(number)), compares, "{line}: {said}");
    }
    let (_, text) = &adopted.said[0];
    let state = |out: &str| states(&adopted.council.path(out).join("reconciliation/case-files.csv"));
    let (one, other) = (state("out/dry-runs/0001"), state("out/dry-runs/0002"));
    let changed = one.iter().filter(|(number, state)| other[*number] != **state).count() - numbers.len();
    assert!(changed > 6 && text.contains(&format!("{changed:>10}  not named: in one of the runs")), "{text}");
    assert!(text.contains("0 -> 8        held for reasons that only the report names\n"), "{text}");
    let json: serde_json::Value = serde_json::from_str(&adopted.said[2].1).unwrap();
    assert_eq!(json["case_files_not_named"], changed);
    let told = json["causes"].as_array().unwrap().iter().find(|cause| cause["reason"] == "held").unwrap();
    assert_eq!((&told["entity"], &told["field"], &told["after"]), (&"".into(), &"".into(), &8.into()));
    // Where the lists of a dry run are gone, it could be anybody.
    std::fs::remove_dir_all(adopted.council.path("out/dry-runs/0002")).unwrap();
    adopted.run("report out --compare 1 2");
    let (_, text) = adopted.said.last().unwrap();
    assert!(
        !numbers.iter().any(|number| text.contains(number))
            && text.contains(&format!("{}  not named", changed + 2)),
        "{text}"
    );
}

/// A row of a table of activities that names people, in the case file of a person: its place, and whose case file it is.
fn naming(council: &Council, (table, activity): (&str, &str), not: &[&Identity]) -> (usize, String) {
    let key = format!("{activity}Id");
    let regards = list(&council.path(&format!("drop/{activity}.csv"))).into_iter();
    let regards = regards.filter(|row| row["RegardingIdTableName"] == "Person");
    let owners: BTreeMap<String, String> =
        regards.map(|row| (row[&key].to_lowercase(), row["RegardingId"].to_lowercase())).collect();
    let rows = list(&council.path(&format!("drop/{table}.csv")));
    let mut places = (1..).zip(&rows).filter_map(|(place, row)| {
        let owner = owners.get(&row[&key].to_lowercase())?;
        not.iter().all(|one| one.0 != *owner).then(|| (place, owner.clone()))
    });
    places.next().unwrap_or_else(|| panic!("no row of {table} belongs to a person"))
}

/// Adds a copy of a row that names somebody else.
fn also_name(council: &Council, (table, column): (&str, &str), place: usize, person: &Identity, number: u32) {
    council.add_row(table, place, |row| {
        row.insert(format!("{table}Id"), format!("00000000-0000-4000-9000-0000000000{number}"));
        row.insert(column.to_owned(), person.0.clone());
        row.insert(format!("{column}TableName"), "Person".to_owned());
        row.insert(format!("{column}Name"), String::new());
    });
}

pub(super) fn relate(council: &Council, one: &str, other: &Identity, number: u32) {
    council.add_row("PersonRelationship", 1, |row| {
        row.insert("PersonRelationshipId".into(), format!("00000000-0000-4000-9000-0000000000{number}"));
        row.insert("PersonId".into(), one.to_owned());
        row.insert("RelatedPersonId".into(), other.0.clone());
        for label in ["personid_cwname", "relatedpersonid_cwname"] {
            row.insert(label.into(), String::new());
        }
    });
}

#[test]
fn whoever_names_both_identities_is_held_and_no_row_names_both() {
    let (council, before, after) = linked(0);
    let known: Vec<&Identity> = before.iter().chain(&after).collect();
    let mut between = BTreeSet::new();
    // Both in one message, and in one meeting.
    let message = naming(&council, ("EmailTo", "Email"), &known);
    also_name(&council, ("EmailTo", "RecipientId"), message.0, &before[0], 10);
    also_name(&council, ("EmailTo", "RecipientId"), message.0, &after[0], 11);
    between.insert(message.1.clone());
    let meeting = naming(&council, ("RequiredAttendee", "Appointment"), &known);
    also_name(&council, ("RequiredAttendee", "AttendeeId"), meeting.0, &before[1], 12);
    also_name(&council, ("RequiredAttendee", "AttendeeId"), meeting.0, &after[1], 13);
    between.insert(meeting.1);
    // One in a message to, the other a relative of the person whose message it is.
    let mut more = known.clone();
    let taken: Vec<Identity> = between.iter().map(|key| (key.clone(), String::new())).collect();
    more.extend(&taken);
    let message = naming(&council, ("EmailTo", "Email"), &more);
    also_name(&council, ("EmailTo", "RecipientId"), message.0, &after[2], 14);
    relate(&council, &message.1, &before[2], 15);
    between.insert(message.1);
    // A relative of both.
    let third = list(&council.path("drop/Person.csv"))[100]["PersonId"].to_lowercase();
    relate(&council, &third, &before[0], 16);
    relate(&council, &third, &after[0], 17);
    between.insert(third);
    assert_eq!(between.len(), 4);
    // Somebody who was adopted too is held as the other identities are.
    relate(&council, &before[2].0, &before[0], 18);
    relate(&council, &before[2].0, &after[0], 19);
    let request = MigrateRequest { reconcile: true, ..council.request("out") };
    let finished = run(&request).unwrap();
    assert_eq!(finished.exit, Exit::Exceptions, "the proof finds the same");
    let numbers: BTreeMap<String, String> = list(&council.path("drop/Person.csv"))
        .iter()
        .map(|row| (row["PersonId"].to_lowercase(), row["PersonNumber"].clone()))
        .collect();
    let held = list(&council.path("out/exceptions/held.csv"));
    let held: BTreeSet<_> =
        held.iter().filter(|line| line["REASONS"] == "held").map(|line| &line["CASE_FILE"]).collect();
    for person in &between {
        assert!(held.contains(&numbers[person]), "{person}");
    }
    for (name, bytes) in files(&council.path("out")) {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        for line in records(&text) {
            let line = line.to_lowercase();
            let both =
                |(one, other): (&Identity, &Identity)| line.contains(&one.0) && line.contains(&other.0);
            assert!(!before.iter().zip(&after).any(both), "{name}");
        }
    }
}
