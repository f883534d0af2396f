//! What runs found, from one to the next.

use std::os::unix::fs::symlink;

use serde_json::Value;

use crate::support::Workplace;

/// A folder with a dry run and a real one.
fn two_runs() -> Workplace {
    let workplace = Workplace::new();
    symlink(Workplace::mappings(), workplace.path("mappings")).unwrap();
    workplace.run("synth export --people 60 --seed 5 --defects 0.3").ended(0);
    workplace.run("migrate export --out out --dry-run --batch-size 20").ended(5);
    workplace.run("migrate export --out out --batch-size 20").ended(5);
    workplace
}

#[test]
fn runs_stand_beside_each_other() {
    let workplace = two_runs();
    let text = workplace.run("status out --history").ended(0).stdout;
    let dry = text.lines().find(|line| line.trim_start().starts_with("1 ")).unwrap();
    assert!(dry.contains("dry run") && dry.ends_with("reconciled-with-exceptions"), "{text}");
    assert!(text.contains("Held for\n") && text.contains("run 1  run 2"), "{text}");
    assert!(text.contains("care2mosaic retry out"), "{text}");
    let json = workplace.run("status out --history --json").ended(0).stdout;
    let json: Value = serde_json::from_str(&json).unwrap();
    let runs = json["history"].as_array().unwrap();
    assert_eq!(runs.len(), 2);
    assert_eq!(runs[0]["records"], runs[1]["records"]);
    assert!(runs[0]["causes"].as_array().is_some_and(|causes| !causes.is_empty()));
}

/// What a run counted that did not come to its end is not what it will have counted.
#[test]
fn a_run_that_is_not_finished_counts_nothing() {
    let workplace = Workplace::new();
    symlink(Workplace::mappings(), workplace.path("mappings")).unwrap();
    workplace.run("synth export --people 20 --seed 5 --defects 0.5").ended(0);
    workplace.run("migrate export --out out --dry-run").ended(5);
    let mut killed = workplace.command("migrate export --out out");
    assert_eq!(killed.env("CARE2MOSAIC_ABORT_AT", "ledger-told").output().unwrap().status.code(), None);
    let text = workplace.run("status out --history").ended(0).stdout;
    let (runs, reasons) = text.split_once("Held for\n").unwrap();
    let line = runs.lines().rfind(|line| line.ends_with("not finished")).unwrap();
    assert_eq!(line.split_whitespace().filter(|cell| *cell == "-").count(), 4, "{text}");
    assert!(reasons.lines().next().is_some_and(|line| line.ends_with("run 1")), "{text}");
}

#[test]
fn two_runs_are_compared() {
    let workplace = two_runs();
    let text = workplace.run("report out --compare 1 2").ended(0).stdout;
    assert!(text.ends_with("No reason and no case file differs.\n"), "{text}");
    let json = workplace.run("report out --compare 1 2 --format json").ended(0).stdout;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((json["causes"].as_array().unwrap().len(), json["before"]["number"].as_u64()), (0, Some(1)));
    let page = workplace.run("report out --compare 1 2 --format html").ended(0).stdout;
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("from dry run 1 to run 2</h1>"), "{page}");
    assert!(page.contains("No reason and no case file differs.") && !page.contains("<script"), "{page}");
    let wrong = workplace.run("report out --compare 1 9").ended(2).stderr;
    assert!(wrong.contains("status out --history"), "{wrong}");
}

#[test]
fn a_retry_needs_a_run_and_one_that_changes_something() {
    let workplace = two_runs();
    let nothing = workplace.run("retry nowhere").ended(7).stderr;
    assert!(nothing.contains("care2mosaic migrate"), "{nothing}");
    workplace.run("retry out").ended(5);
    workplace.run("retry out --batch 1").ended(2);
    workplace.run("verify out").ended(0);
}

#[test]
fn a_run_that_counted_nothing_is_not_compared() {
    let workplace = Workplace::new();
    symlink(Workplace::mappings(), workplace.path("mappings")).unwrap();
    workplace.run("synth export --people 20 --seed 5 --defects 0.3").ended(0);
    std::fs::rename(workplace.path("export/AdoptionLink.csv"), workplace.path("away.csv")).unwrap();
    workplace.run("migrate export --out out --dry-run").ended(4);
    std::fs::rename(workplace.path("away.csv"), workplace.path("export/AdoptionLink.csv")).unwrap();
    let mut killed = workplace.command("migrate export --out out --dry-run");
    assert_eq!(killed.env("CARE2MOSAIC_ABORT_AT", "run-begun").output().unwrap().status.code(), None);
    workplace.run("migrate export --out out --dry-run").ended(5);
    for (runs, why) in [("1 3", "run 1 of out was refused"), ("3 2", "run 2 of out did not come to its end")]
    {
        let refused = workplace.run(&format!("report out --compare {runs}")).ended(2);
        assert!(refused.stderr.contains(why) && refused.stderr.contains("status out --history"), "{refused}");
        assert_eq!(refused.stdout, "");
    }
}
