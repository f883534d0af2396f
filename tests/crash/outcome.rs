//! What a run leaves, so that two runs can be compared byte for byte.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Output;

use care2mosaic::ledger::{BatchState, Ledger, LedgerAddress};
use serde_json::Value;

use crate::support::{Workplace, files};

/// A drop with a little of everything: attachments, rejected rows, held case files.
const DROP: &str = "synth drop --people 16 --seed 3 --defects 0.5";

/// How it is migrated; the same key gives the same digests.
pub(super) const MIGRATE: &str =
    "migrate drop --mappings mappings --batch-size 6 --threads 1 --proof-key key --out";

/// A place with a drop, mappings and a key, but no run yet.
pub(super) fn place() -> Workplace {
    let place = Workplace::in_memory();
    place.run(DROP).ended(0);
    for (name, bytes) in files(&Workplace::mappings()) {
        place.write(&format!("mappings/{name}"), bytes);
    }
    let policy = std::fs::read_to_string(place.path("mappings/policy.toml")).unwrap();
    place.write("mappings/policy.toml", policy.replace("\"hold-case-file\"", "\"drop-record\""));
    orphan(&place);
    place.write("key", [7; 32]);
    place
}

/// Lets a note belong to nobody, so that there is a rejected row.
fn orphan(place: &Workplace) {
    let path = place.path("drop/PersonCaseNote.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let column = reader.headers().unwrap().iter().position(|name| name == "PersonId").unwrap();
    let person = reader.records().next().unwrap().unwrap()[column].to_owned();
    let (header, rows) = text.split_once('\n').unwrap();
    let rows = rows.replacen(&person, "00000000-0000-4000-8000-00000000000a", 1);
    std::fs::write(&path, format!("{header}\n{rows}")).unwrap();
}

/// Runs the program until it ends at a crash point, or ends by itself.
pub(super) fn run_until(place: &Workplace, line: &str, point: &str) -> Output {
    let mut command = place.command(line);
    command.env("CARE2MOSAIC_ABORT_AT", point).output().unwrap()
}

/// The names of the points that a command comes by, which nobody disturbs and which ends with that code.
pub(super) fn reached(place: &Workplace, line: &str, code: i32) -> BTreeSet<String> {
    let room = Workplace::in_memory();
    let told = room.path("points");
    let output = place.command(line).env("CARE2MOSAIC_POINTS_TO", &told).output().unwrap();
    assert_eq!(output.status.code(), Some(code), "{line}");
    std::fs::read_to_string(told).unwrap().lines().map(str::to_owned).collect()
}

/// Whether a signal ended it.
pub(super) fn was_killed(output: &Output) -> bool {
    output.status.code().is_none()
}

/// Every file of an output folder but the ledger and the lock, reports without what tells runs apart.
pub(super) fn bytes(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = files(out);
    all.retain(|name, _| !name.starts_with("ledger.sqlite") && name != ".lock");
    let pages = all.keys().filter(|name| name.ends_with("report.html")).cloned().collect::<Vec<_>>();
    for page in pages {
        let json = page.replace("report.html", "report.json");
        let (told, shown) = without_clock(&all[&json], &all[&page]);
        all.insert(json, told);
        all.insert(page, shown);
    }
    all
}

/// A report and its page without the run's identifier and times, the runs before it, and where the ledger is.
fn without_clock(report: &[u8], page: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut report: Value = serde_json::from_slice(report).unwrap();
    let mut page = String::from_utf8(page.to_vec()).unwrap();
    // The history tells of runs that were killed too, as it should.
    report.as_object_mut().unwrap().remove("history");
    page = without_history(&page);
    for key in ["id", "started", "finished"] {
        let own = report["run"][key].take();
        let own = own.as_str().unwrap();
        page = page.replace(own, "of the run");
        // The page names the day in words, and the time as it is.
        if let Some(time) = own.split('T').nth(1) {
            let time = time.trim_end_matches('Z');
            page = page
                .split_inclusive("</dd>")
                .map(|part| if part.contains(time) { "of the run</dd>" } else { part })
                .collect();
        }
    }
    // So does what a command has to be told of a ledger that lies elsewhere.
    if let Some(named) = report["run"]["named"].as_object_mut() {
        named.remove("ledger");
    }
    page = page.replace(" --ledger LEDGER", "").replace(", LEDGER for the ledger", "");
    (report.to_string().into_bytes(), page.into_bytes())
}

/// A page without the section that shows the history, and without the line that leads there.
fn without_history(page: &str) -> String {
    let page = page.lines().filter(|line| !line.contains("href=\"#trend\"")).collect::<Vec<_>>().join("\n");
    let Some((before, rest)) = page.split_once("<section id=\"trend\"") else { return page };
    let (_, after) = rest.split_once("</section>\n").unwrap();
    format!("{before}{after}")
}

/// Asserts that two output folders hold the same, and says which files do not.
pub(super) fn assert_same(left: &Path, right: &Path, what: &str) {
    let (left, right) = (bytes(left), bytes(right));
    let names: std::collections::BTreeSet<_> = left.keys().chain(right.keys()).collect();
    let differing: Vec<_> = names.into_iter().filter(|name| left.get(*name) != right.get(*name)).collect();
    assert!(differing.is_empty(), "{what}: {differing:?}");
}

/// What a ledger knows of its only run that wrote something: its verdict, its batches, its counts.
pub(super) fn ledger(address: &LedgerAddress) -> String {
    let ledger = Ledger::connect(address).unwrap();
    let last = ledger.runs().unwrap().last().unwrap().number;
    assert!(ledger.batches().unwrap().iter().all(|batch| batch.run == last));
    last_run(&ledger)
}

/// What a ledger knows of its last run, and of all batches.
pub(super) fn last_run(ledger: &Ledger) -> String {
    let runs = ledger.runs().unwrap();
    let run = runs.last().unwrap();
    let batches = ledger.batches().unwrap();
    assert!(batches.iter().all(|batch| batch.state == BatchState::Sealed));
    let batches: Vec<_> =
        batches.iter().map(|one| (one.number, one.kind, one.case_files, &one.manifest_sha256)).collect();
    format!(
        "{:?} {:?} {batches:?} {:?} {:?} {:?}",
        run.verdict,
        run.exit_code,
        ledger.tallies(run.number).unwrap(),
        ledger.case_file_counts(run.number).unwrap(),
        ledger.exception_counts(run.number).unwrap(),
    )
}

/// The same of the ledger in an output folder.
pub(super) fn ledger_in(out: &Path) -> String {
    ledger(&LedgerAddress::file(&out.join("ledger.sqlite")))
}
