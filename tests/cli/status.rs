//! What `status` says while somebody is at work.

use std::process::Command;
use std::time::Duration;

use care2mosaic::ledger::{Ledger, LedgerAddress};
use care2mosaic::target::FolderLock;
use serde_json::Value;

use crate::support::{Workplace, files, today};

/// A folder with a run that was killed when two batches were sealed.
fn killed() -> Workplace {
    let workplace = Workplace::new();
    workplace.run("init .").ended(0);
    let mut command = workplace.command("migrate sample-export --out out --batch-size 10 --threads 1");
    let ended = command.env("CARE2MOSAIC_ABORT_AT", "batch-sealed:2").status().unwrap();
    assert_eq!(ended.code(), None);
    workplace
}

#[test]
fn a_folder_at_work_is_not_told_as_interrupted() {
    let workplace = killed();
    let held = FolderLock::take(&workplace.path("out")).unwrap();
    let busy = workplace.run("status out").ended(0).stdout;
    assert!(busy.starts_with("A process is at work on the folder"), "{busy}");
    assert!(busy.contains("Next:\n  care2mosaic status out"), "{busy}");
    drop(held);
    let idle = workplace.run("status out").ended(0).stdout;
    assert!(idle.starts_with("The run was interrupted"), "{idle}");
}

#[test]
fn the_processes_at_work_are_named_with_what_they_have_in_hand() {
    let workplace = killed();
    let ledger = Ledger::connect(&LedgerAddress::file(&workplace.path("out/ledger.sqlite"))).unwrap();
    for worker in ["ann", "ben"] {
        ledger.enlist(worker, Duration::from_mins(10)).unwrap();
    }
    ledger.join_run("ann", 1).unwrap();
    ledger.claim_next("ann", 1).unwrap().unwrap();
    let second = ledger.claim_next("ann", 1).unwrap().unwrap();
    let text = workplace.run("status out").ended(0).stdout;
    assert!(text.contains("2 processes at work on the run"), "{text}");
    assert!(text.contains("at work      ann has 2 batches in hand: "), "{text}");
    assert!(text.contains("ben reads the export"), "{text}");
    assert!(text.contains("Next:\n  care2mosaic migrate sample-export --out out"), "{text}");
    let json: Value = serde_json::from_str(&workplace.run("status out --json").ended(0).stdout).unwrap();
    let workers = json["workers"].as_array().unwrap();
    assert_eq!(workers.len(), 2);
    assert_eq!(workers[0]["batches"].as_array().unwrap().last().unwrap(), second);
    assert_eq!(workers[1]["run"], Value::Null);
}

/// What no later run can write is no reason to type `retry`.
#[test]
fn only_what_waits_is_to_be_tried_again() {
    let place = Workplace::new();
    place.run("init .").ended(0);
    place.run("migrate sample-export --out out").ended(0);
    let export = place.path("sample-export");
    for (name, bytes) in files(&export) {
        place.write(&format!("late/{name}"), bytes);
    }
    let later = |name: &str, from: &str, to: &str| {
        let path = place.path("late").join(name);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{text}");
        std::fs::write(path, text.replacen(from, to, 1)).unwrap();
    };
    later("PersonCaseNote.csv", "Core group", "Core groups");
    let run = place.run("retry out --source late --no-reconcile").ended(5);
    assert!(!run.stdout.contains("care2mosaic retry"), "{run}");
    let unproven = place.run("status out").ended(0);
    assert!(unproven.stdout.contains(" complete; not proved yet\n"), "{unproven}");
    let run = place.run("reconcile out --source late --source sample-export").ended(5);
    assert!(!run.stdout.contains("care2mosaic retry"), "{run}");
    assert!(run.stdout.contains("some of it is left to be looked at by hand"), "{run}");
    assert!(run.stdout.contains("Enter in Mosaic by hand, once the files are loaded"), "{run}");
    let status = place.run("status out").ended(0);
    assert!(status.stdout.ends_with("Next:\n  care2mosaic sample out --size 20\n"), "{status}");
    assert!(
        !status.stdout.contains("care2mosaic retry") && !status.stdout.contains("not proved yet"),
        "{status}"
    );
    let told = "Reconciled; nothing is held or rejected. 1 sealed case file is another in the last export;";
    assert!(status.stdout.starts_with(told), "{status}");
}

/// Lists have a word in place of a reason that they may not name; a person is told so.
#[test]
fn a_reason_that_no_list_names_is_said_in_words() {
    let place = Workplace::new();
    std::os::unix::fs::symlink(Workplace::mappings(), place.path("mappings")).unwrap();
    place.run("synth export --people 16 --seed 3 --defects 0.5").ended(0);
    place.run("migrate export --out out --no-reconcile").ended(5);
    let held = std::fs::read_to_string(place.path("out/exceptions/held.csv")).unwrap();
    let line = held.lines().find(|line| line.ends_with(",held")).unwrap();
    let status = place.run("status out").ended(0).stdout;
    assert!(status.contains("  held for     reasons that only the report names "), "{status}");
    let number = line.split(',').next().unwrap();
    let trace = place.run(&format!("trace out {number}")).ended(0).stdout;
    let told = format!("Case file {number}: held, for a reason that no list names\n");
    assert!(trace.starts_with(&told) && !trace.contains(": held\n"), "{trace}");
}

/// What is written and proved is audited, signed, and loaded; each step names the next.
#[test]
fn a_finished_folder_says_how_it_is_handed_over() {
    let place = Workplace::new();
    place.run("init .").ended(0);
    place.run("-q migrate sample-export --out out").ended(0);
    let next = || {
        let said = place.run("status out").ended(0).stdout;
        said.split("Next:\n  ").nth(1).unwrap_or_else(|| panic!("{said}")).trim().to_owned()
    };
    assert_eq!(next(), "care2mosaic sample out --size 20");
    place.run(&format!("-q {}", next().replace("care2mosaic ", ""))).ended(0);
    assert_eq!(next(), "care2mosaic sample out --results LIST");
    let list = std::fs::read_to_string(place.path("out-audit/sample.csv")).unwrap();
    place.write("list.csv", list.replace(".html,,,", &format!(".html,right,A,{}", today())));
    place.run("-q sample out --results list.csv").ended(0);
    assert_eq!(next(), "care2mosaic seal out --sign-key KEY");
    let key = place.path("key");
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).status();
    assert!(made.unwrap().success());
    place.run("-q seal out --sign-key key").ended(0);
    assert_eq!(next(), "care2mosaic load out --to sqlite://staging.sqlite");
    let page = place.run("report out --format html").ended(0).stdout;
    assert!(page.contains("by the key <code>SHA256:") && !page.contains("care2mosaic seal"), "{page}");
    place.run("-q load out --to sqlite://staging.sqlite").ended(0);
}
