//! `sample --results` in a folder of several runs, and where sheets may lie.

use serde_json::Value;

use crate::support::{Workplace, files, today, without_gender};

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
    let list = list.replace(".html,,,", &format!(".html,right,A. Auditor,{}", today()));
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

/// A folder of which somebody is held whose gender is missing, and the export in which it is not.
fn drawn_before_the_last_export() -> Workplace {
    let workplace = Workplace::in_memory();
    workplace.run("-q synth later --people 40 --seed 6").ended(0);
    for (name, bytes) in files(&workplace.path("later")) {
        let bytes = if name == "Person.csv" { without_gender(&bytes) } else { bytes };
        workplace.write(&format!("export/{name}"), bytes);
    }
    let line = format!("-q migrate export --mappings {} --out out", Workplace::mappings().display());
    workplace.run(&line).ended(5);
    workplace.run("-q sample out --size 6 --seed 3").ended(0);
    workplace
}

#[test]
fn what_is_written_after_a_draw_stands_outside_of_its_audit() {
    const ONE: &str = "1 case file written since the draw stands outside of the audit";
    let workplace = drawn_before_the_last_export();
    assert_eq!(give(&workplace, "right", ""), 5);
    let read = |path: &str| std::fs::read_to_string(workplace.path(path)).unwrap();
    let audit =
        || serde_json::from_str::<Value>(&read("out/reconciliation/report.json")).unwrap()["audit"].clone();
    assert_eq!(
        (&audit()["written_since"], read("out/reconciliation/report.html").contains("outside of the audit")),
        (&Value::from(0), false)
    );
    assert!(!workplace.run("status out").stdout.contains("outside of the audit"));
    let population = audit()["population"].clone();

    let retried = workplace
        .run(&format!("-q retry out --source later --mappings {}", Workplace::mappings().display()))
        .ended(0);
    assert!(retried.stdout.contains(ONE), "{retried}");
    assert!(retried.stdout.contains("care2mosaic sample out --size 6 --to audit-2"), "{retried}");
    assert_eq!((&audit()["written_since"], &audit()["population"]), (&Value::from(1), &population));
    assert_eq!(audit()["draws"][0]["written_since"], 1);
    assert!(read("out/reconciliation/report.html").contains(ONE));
    let status = workplace.run("status out");
    assert!(status.stdout.contains(ONE), "{status}");
    assert_eq!(
        serde_json::from_str::<Value>(&workplace.run("status out --json").stdout).unwrap()["written_since_audit"],
        1
    );
    let list = "-q sample out --results list.csv";
    assert!(workplace.run(list).ended(0).stdout.contains(ONE));
    workplace.run("-q verify out").ended(0);

    // The next draw is out of all that are written by then.
    workplace.run("-q sample out --size 6 --to audit-2").ended(0);
    let second = read("audit-2/sample.csv").replace(".html,,,", &format!(".html,right,A,{}", today()));
    workplace.write("list.csv", second);
    assert!(!workplace.run(list).ended(0).stdout.contains("outside of the audit"));
    assert_eq!(
        (&audit()["written_since"], &audit()["draws"][0]["written_since"]),
        (&Value::from(0), &Value::from(1))
    );
}

/// Whoever leaves off the case files that take long has no better bound for it.
#[test]
fn what_was_not_looked_at_yet_counts_as_wrong_in_the_bound() {
    let workplace = drawn();
    let list = std::fs::read_to_string(workplace.path("out-audit/sample.csv")).unwrap();
    let all = list.replace(".html,,,", &format!(".html,right,A,{}", today()));
    let bounds = |given: &str| {
        workplace.write("list.csv", given);
        let said = workplace.run("-q sample out --results list.csv").ended(0).stdout;
        let report = std::fs::read(workplace.path("out/reconciliation/report.json")).unwrap();
        let audit = serde_json::from_slice::<Value>(&report).unwrap()["audit"].clone();
        let bound = |key: &str| audit[key].as_str().unwrap().parse::<f64>().unwrap();
        (bound("upper_bound"), bound("upper_bound_if_right"), audit["open"].as_u64().unwrap(), said)
    };
    // Three of those drawn at random are left open.
    let mut open = all.clone();
    for line in all.lines().skip(1) {
        let sheet = std::fs::read_to_string(
            workplace.path(&format!("out-audit/{}", line.split(',').nth(2).unwrap())),
        );
        if sheet.unwrap().contains("Drawn at random") && open.matches(".html,,,").count() < 3 {
            open = open.replace(line, &format!("{},,,", line.split(",right,").next().unwrap()));
        }
    }
    let (counted, if_right, left, said) = bounds(&open);
    assert_eq!(left, 3);
    assert!(
        said.contains("3 case files that were drawn at random and not looked at are counted as wrong until"),
        "{said}"
    );
    assert!(
        said.contains(&format!("If all of them are found right, it is at most {if_right:.2} %.")),
        "{said}"
    );
    assert!(said.contains("Have the 3 case files of the sample looked at"), "{said}");
    let page = std::fs::read_to_string(workplace.path("out/reconciliation/report.html")).unwrap();
    assert!(page.contains("counted as wrong until somebody has looked"));
    let (bound, same, none, said) = bounds(&all);
    assert!(
        counted > bound && (bound - if_right).abs() < 1e-9 && (same - bound).abs() < 1e-9,
        "{counted} {bound} {if_right}"
    );
    assert!(none == 0 && !said.contains("counted as wrong"), "{said}");
}
