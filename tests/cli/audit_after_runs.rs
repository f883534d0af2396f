//! `sample --results` in a folder of several runs, and where sheets may lie.

use serde_json::Value;

use crate::support::Workplace;

/// An output folder of a dry run and a run, of which six case files are drawn.
fn drawn() -> Workplace {
    let workplace = Workplace::in_memory();
    workplace.run("-q synth export --people 40 --seed 6").ended(0);
    let line = format!("-q migrate export --mappings {} --out out", Workplace::mappings().display());
    workplace.run(&format!("{line} --dry-run")).ended(0);
    workplace.run(&line).ended(0);
    workplace.run("-q sample out --size 6 --seed 3").ended(0);
    workplace
}

/// Gives the list back, every case file found right but, where it is so, the first.
fn give(workplace: &Workplace, first: &str, options: &str) -> i32 {
    let list = std::fs::read_to_string(workplace.path("out-audit/sample.csv")).unwrap();
    let list = list.replace(".html,,,", ".html,right,A. Auditor,2026-11-28");
    workplace.write("list.csv", list.replacen(",right,", &format!(",{first},"), 1));
    let line = format!("-q sample out --results list.csv {options}");
    workplace.command(&line).output().unwrap().status.code().unwrap()
}

/// The verdicts of the runs as the report has them.
fn history(workplace: &Workplace) -> Vec<String> {
    let report = std::fs::read(workplace.path("out/reconciliation/report.json")).unwrap();
    let report: Value = serde_json::from_slice(&report).unwrap();
    let runs = report["history"].as_array().unwrap().iter();
    runs.map(|run| run["verdict"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_an_audit_makes_of_a_run_stands_in_the_history_of_its_report() {
    let workplace = drawn();
    let before = history(&workplace);
    assert_eq!(before.len(), 2);
    assert_eq!(give(&workplace, "wrong", ""), 3);
    assert_eq!(history(&workplace), [before[0].as_str(), "not-reconciled"]);
    let run = workplace.run("verify out").ended(3);
    assert!(run.stdout.contains("not changed since"), "{run}");
    assert_eq!(give(&workplace, "right", "--reason misread"), 0);
    assert_eq!(history(&workplace), before);
    workplace.run("-q verify out").ended(0);
}

#[test]
fn sheets_are_not_put_among_the_files_of_the_export() {
    let workplace = drawn();
    let run = workplace.run("-q sample out --size 6 --seed 3 --to export/audit").ended(2);
    assert!(run.stderr.contains("lies in the export; name a folder beside it with --to"), "{run}");
    assert!(!workplace.path("export/audit").exists());
}
