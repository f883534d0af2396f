//! `report`.

use insta::assert_snapshot;

use crate::support::Workplace;

const REPORT: &str = include_str!("../report/reports/with-exceptions.json");

fn workplace() -> Workplace {
    let workplace = Workplace::new();
    workplace.write("out/reconciliation/report.json", REPORT);
    workplace
}

#[test]
fn text_unless_said_otherwise() {
    let run = workplace().run("report out").ended(0);
    assert!(run.stdout.starts_with("Reconciled with exceptions."), "{run}");
    assert!(run.stdout.contains("Hand out/data to whoever loads it"), "{run}");
}

#[test]
fn json_is_the_report_itself() {
    for line in ["report out --format json", "report out --json"] {
        let output = workplace().command(line).output().unwrap();
        assert!(output.stdout == REPORT.as_bytes(), "{line}: {}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn html_is_one_page() {
    let run = workplace().run("report out --format html").ended(0);
    assert!(run.stdout.starts_with("<!DOCTYPE html>") && run.stdout.ends_with("</html>\n"));
}

#[test]
fn a_broken_report_says_where() {
    let workplace = Workplace::new();
    workplace.write("out/reconciliation/report.json", "{\"format\": 1,\n}");
    assert_snapshot!(workplace.run("report out"), @r"
    ------- standard error -------
    error: out/reconciliation/report.json is no report of this program (line 2, column 1); bring it back from a copy of the folder
    ------- exit 3 -------
    ");
}

#[test]
fn of_dry_runs_alone_the_report_of_the_last_is_shown() {
    let place = Workplace::new();
    std::os::unix::fs::symlink(Workplace::mappings(), place.path("mappings")).unwrap();
    place.run("synth export --people 20 --seed 5").ended(0);
    for _ in 0..2 {
        place.run("migrate export --out out --dry-run").ended(0);
    }
    let run = place.run("report out").ended(0);
    assert!(run.stdout.starts_with("Dry run: Reconciled"), "{run}");
    let note = "out holds dry runs only; this is the report of the last, out/dry-runs/0002.\n";
    assert!(run.stderr.ends_with(note), "{run}");
    let page = place.run("report out --format html").ended(0).stdout;
    assert!(page.contains("Not for signature:</strong> this was a dry run") && !page.contains("By signing"));
    let named = place.run("report out/dry-runs/0002").ended(0);
    assert_eq!((named.stdout.as_str(), named.stderr.as_str()), (run.stdout.as_str(), ""));
    // What is suggested is a run into the output folder, not into that of the dry run.
    assert!(run.stdout.ends_with("\n     care2mosaic migrate export --out out\n"), "{run}");
    assert!(run.stdout.contains("Details: out/dry-runs/0002/reconciliation/report.html"), "{run}");
}

#[test]
fn the_number_of_a_dry_run_that_is_gone_is_not_used_again() {
    let place = Workplace::new();
    std::os::unix::fs::symlink(Workplace::mappings(), place.path("mappings")).unwrap();
    place.run("synth export --people 20 --seed 5").ended(0);
    for _ in 0..2 {
        place.run("migrate export --out out --dry-run").ended(0);
    }
    std::fs::remove_dir_all(place.path("out/dry-runs/0002")).unwrap();
    place.run("migrate export --out out --dry-run").ended(0);
    assert!(!place.path("out/dry-runs/0002").exists() && place.path("out/dry-runs/0003").exists());
}
