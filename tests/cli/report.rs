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
    let output = workplace().command("report out --format json").output().unwrap();
    assert!(output.stdout == REPORT.as_bytes(), "{}", String::from_utf8_lossy(&output.stdout));
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
    ------- exit 1 -------
    ");
}
