//! A cut-over from the first dry run to the last reconciliation, typed as a team types it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use super::council::{cells, list, records};
use super::retry::written;
use crate::support::{Postgres, Run, Workplace, about_to_stand, files, signal, wait_until_stopped};

/// How many people the late extract has besides.
const NEW: usize = 30;
/// How many sealed case files changed until then.
const CHANGED: usize = 12;
/// How many case files hold something that no code table mends.
const STUBBORN: usize = 5;

/// A column, and what stands in it from now on.
type Change = (&'static str, &'static str);

/// A council's exports, and where its runs are noted.
struct CutOver {
    place: Workplace,
    /// The option that names the ledger, where one is named.
    ledger: String,
    people: usize,
}

impl CutOver {
    /// The first so many people of a council, and later some more: of that many no family is parted.
    fn new(people: usize, ledger: String) -> Self {
        let place = Workplace::in_memory();
        place.run(&format!("synth export --people {people} --seed 7")).ended(0);
        place.run(&format!("synth late --people {} --seed 7", people + NEW)).ended(0);
        for (name, bytes) in files(&Workplace::mappings()) {
            place.write(&format!("mappings/{name}"), bytes);
        }
        let cut_over = Self { place, ledger, people };
        cut_over.forget_gender();
        cut_over.is_later();
        cut_over
    }

    /// What was not recorded yet when the first export was taken.
    fn forget_gender(&self) {
        let mut left = STUBBORN;
        self.edit("export/Person.csv", |row| {
            let is_one = left > 0 && row["MasterId"].is_empty() && row["GenderId"] == "1";
            left -= usize::from(is_one);
            is_one.then_some(("GenderId", ""))
        });
    }

    /// The late extract says when it was taken, and has everybody of the first.
    fn is_later(&self) {
        let path = self.place.path("late/ControlTotals.csv");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replace("2026-06-30", "2026-07-07")).unwrap();
        let people = |drop: &str| -> BTreeSet<String> {
            let rows = list(&self.place.path(&format!("{drop}/Person.csv")));
            rows.into_iter().map(|row| row["PersonId"].to_lowercase()).collect()
        };
        let (first, late) = (people("export"), people("late"));
        assert_eq!((first.len(), late.len()), (self.people, self.people + NEW));
        assert!(first.is_subset(&late));
    }

    /// Changes the record of sealed people in the late extract, and gives their numbers.
    fn change_sealed(&self, sealed: &BTreeSet<String>) -> BTreeSet<String> {
        let mut changed = BTreeSet::new();
        self.edit("late/Person.csv", |row| {
            let is_sealed = sealed.contains(&row["PersonId"].to_lowercase()) && row["MasterId"].is_empty();
            let is_one = changed.len() < CHANGED && is_sealed;
            is_one.then(|| {
                changed.insert(row["PersonNumber"].to_owned());
                ("PlaceOfBirth", "Elsewhere")
            })
        });
        assert_eq!(changed.len(), CHANGED);
        changed
    }

    /// Changes at most one cell of each row of a table.
    fn edit(&self, file: &str, mut edit: impl FnMut(&BTreeMap<&str, &str>) -> Option<Change>) {
        let path = self.place.path(file);
        let text = std::fs::read_to_string(&path).unwrap();
        let mut lines = records(&text).into_iter();
        let header = cells(lines.next().unwrap());
        let mut edited = header.join(",") + "\r\n";
        for line in lines {
            let mut row = cells(line);
            let named = header.iter().zip(&row).map(|(name, cell)| (name.as_str(), cell.as_str())).collect();
            if let Some((name, value)) = edit(&named) {
                let column = header.iter().position(|own| own == name).unwrap();
                value.clone_into(&mut row[column]);
            }
            edited += &(row.join(",") + "\r\n");
        }
        std::fs::write(path, edited).unwrap();
    }

    fn run(&self, line: &str) -> Run {
        self.place.run(&format!("{line}{}", self.ledger))
    }

    fn json(&self, line: &str) -> Value {
        serde_json::from_str(&self.run(line).ended(0).stdout).unwrap()
    }

    /// What `status` says to type next, without the ledger.
    fn next(&self) -> String {
        let status = self.run("status out").ended(0);
        let next = status.stdout.split("Next:\n").nth(1).unwrap_or_else(|| panic!("{status}"));
        next.trim().trim_start_matches("care2mosaic ").trim_end_matches(&self.ledger).to_owned()
    }

    /// The case files held in each run.
    fn burn_down(&self) -> Vec<u64> {
        let history = self.json("status out --history --json");
        let runs = history["history"].as_array().unwrap().iter();
        runs.map(|run| run["case_files"]["held"].as_u64().unwrap_or_default()).collect()
    }

    /// How many case files went from one state to another between two runs.
    fn moved(&self, runs: &str, from: &Value, to: &str) -> usize {
        let compared = self.json(&format!("report out --compare {runs} --format json"));
        let moved = compared["case_files"].as_array().unwrap().iter();
        moved.filter(|one| one["before"] == *from && one["after"] == to).count()
    }
}

/// The real run, in which two batches cannot be written.
fn run_with_failed(cut_over: &CutOver, line: &str) {
    let mut process =
        about_to_stand(cut_over.place.command(&format!("{line} --threads 1")), "batch-sealed:1");
    wait_until_stopped(&mut process);
    let blocks = ["0002", "0004"].map(|batch| format!("out/data/batches/.{batch}.tmp"));
    for path in &blocks {
        cut_over.place.write(path, "");
    }
    signal("CONT", &process);
    assert_eq!(process.wait().unwrap().code(), Some(1));
    for path in &blocks {
        std::fs::remove_file(cut_over.place.path(path)).unwrap();
    }
    let status = cut_over.run("status out").ended(0);
    assert!(status.stdout.contains("2 failed") && status.stdout.contains("0004"), "{status}");
    assert_eq!(cut_over.next(), "retry out");
    cut_over.run("retry out").ended(5);
    cut_over.run(&line.replace("--out out", "--out whole --no-reconcile")).ended(5);
    let data = |out: &str| files(&cut_over.place.path(out).join("data"));
    assert!(data("whole") == data("out"), "as if no batch had failed");
}

fn sealed(out: &Path) -> BTreeSet<String> {
    written(out).into_keys().collect()
}

/// Everything from the first dry run on; `migrate` makes the real run.
fn cut_over(cut_over: &CutOver, held_at_first: usize, migrate: impl Fn(&str)) {
    let (place, out) = (&cut_over.place, cut_over.place.path("out"));
    let codes = std::fs::read_to_string(place.path("mappings/codes/gender.csv")).unwrap();
    let line = "migrate export --out out --batch-size 80";

    // A code is missing: whoever has it is held, and whoever waits for them.
    place.write("mappings/codes/gender.csv", codes.replace("2,Female,F,\n", ""));
    cut_over.run(&format!("{line} --dry-run")).ended(5);
    let first = cut_over.burn_down()[0];
    assert!(first >= held_at_first as u64, "{first}");

    // The code table is completed.
    place.write("mappings/codes/gender.csv", codes);
    cut_over.run(&format!("{line} --dry-run")).ended(5);
    let second = cut_over.burn_down()[1];
    assert!((STUBBORN as u64..first / 4).contains(&second), "{first} {second}");
    let compared = cut_over.json("report out --compare 1 2 --format json");
    let causes = compared["causes"].as_array().unwrap();
    assert!(
        causes.iter().any(|one| one["reason"] == "unmapped-code" && one["change"] == "went"),
        "{causes:?}"
    );
    let released = ["complete", "incomplete"].map(|state| cut_over.moved("1 2", &"held".into(), state));
    assert_eq!(released.iter().sum::<usize>() as u64, first - second);
    assert!(cut_over.next().starts_with("migrate export"), "{}", cut_over.next());

    // The real run.
    migrate(line);
    assert_eq!(cut_over.burn_down().last(), Some(&second));
    let before = written(&out);

    // A late extract: new people, values that were missing, and sealed case files that changed since.
    let changed = cut_over.change_sealed(&sealed(&out));
    let retried = cut_over.run("retry out --source late").ended(5);
    assert!(retried.stdout.contains("Reconciled"), "{retried}");
    let listed = list(&out.join("exceptions/changed.csv"));
    assert_eq!(listed.iter().map(|line| line["CASE_FILE"].clone()).collect::<BTreeSet<_>>(), changed);
    assert!(listed.iter().all(|line| line["ENTITY"] == "Person" && line["RECORDS"] == "1"), "{listed:?}");
    let after = written(&out);
    assert!(
        before.iter().all(|(person, batch)| after[person] == *batch),
        "a sealed case file stays where it is"
    );
    assert_eq!(after.len(), before.len() + NEW + usize::try_from(second).unwrap());
    assert!(!out.join("exceptions/rows/Person.csv").exists(), "nobody is held any more");

    // All runs together, and what a team looks at afterwards.
    cut_over.run("reconcile out --source export --source late").ended(5);
    let root = std::fs::read(out.join("reconciliation/root.json")).unwrap();
    let held = cut_over.burn_down();
    assert_eq!((held[0], held[1], *held.last().unwrap()), (first, second, 0), "{held:?}");
    let last = format!("2 {}", held.len());
    assert_eq!(cut_over.moved(&last, &Value::Null, "complete"), NEW);
    assert_eq!(cut_over.moved(&last, &"held".into(), "complete"), usize::try_from(second).unwrap());
    let again = cut_over.run("retry out --source late").ended(5);
    assert!(again.stderr.contains("nothing was changed"), "{again}");
    cut_over.run("verify out --source export --source late").ended(0);
    assert!(root == std::fs::read(out.join("reconciliation/root.json")).unwrap());
}

#[test]
fn a_cut_over_from_the_first_dry_run_to_the_last_reconciliation() {
    let story = CutOver::new(401, String::new());
    cut_over(&story, 200, |line| run_with_failed(&story, line));
}

#[test]
fn a_cut_over_over_a_server_from_the_first_dry_run_to_the_last_reconciliation() {
    let Some(database) = Postgres::database("a_cut_over_over_a_server") else { return };
    let story = CutOver::new(67, format!(" --ledger {}", database.url()));
    cut_over(&story, 30, |line| drop(story.run(line).ended(5)));
}
