//! The measuring program of `benches/`: that it works, never how fast anything is.

use std::io::Write;
use std::process::Command;

use crate::support::Workplace;

const MARKS: [&str; 2] = ["<!-- benches: made by benches/run.py -->", "<!-- benches: end -->"];

/// Runs the measuring program on few people; none where there is no Python.
fn run(workplace: &Workplace, parts: &[&str]) -> Option<std::process::Output> {
    if !Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success()) {
        let _ = writeln!(std::io::stderr(), "not run: python3 is missing");
        return None;
    }
    let mut command = Command::new("python3");
    command.arg(Workplace::package("benches/run.py")).arg("--no-install").args(parts);
    command.args(["-n", "2", "--people-a", "40", "--people-b", "40", "--scale", "20,40"]);
    for (option, place) in [("--work", "."), ("--results", "results.json"), ("--readme", "page.md")] {
        command.arg(option).arg(workplace.path(place));
    }
    // What `.ci/run` installed beside the build; without it our own figures alone are made.
    command.args(["--peers", concat!(env!("CARGO_TARGET_TMPDIR"), "/../peers")]);
    command.args(["--program", env!("CARGO_BIN_EXE_care2mosaic")]);
    Some(command.output().unwrap())
}

#[test]
fn every_part_is_measured_and_put_into_the_page() {
    let workplace = Workplace::new();
    workplace.write("page.md", format!("before\n{}\nold\n{}\nafter\n", MARKS[0], MARKS[1]));
    let Some(output) = run(&workplace, &[]) else { return };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let page = std::fs::read_to_string(workplace.path("page.md")).unwrap();
    assert!(
        page.starts_with(&format!("before\n{}\n\n**All columns of Person**: 40 people", MARKS[0])),
        "{page}"
    );
    assert!(page.ends_with(&format!("{}\nafter\n", MARKS[1])), "{page}");
    assert!(!page.contains("\nold\n"), "{page}");
    for title in [
        "**Whole case files**",
        "**A second thread**",
        "**Scale**",
        "`sha256sum`",
        "`migrate`",
        "`reconcile`",
    ] {
        assert!(page.contains(title), "{title} in {page}");
    }
    for (package, program) in [("duckdb", "DuckDB verify"), ("polars", "Polars verify")] {
        let missing = said.contains(&format!("not run: {package} is missing"));
        assert!(missing != page.contains(program), "{program}: {said}{page}");
    }
    let left: Vec<_> =
        std::fs::read_dir(workplace.path(".")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("care2mosaic-bench")), "{left:?}");
}

#[test]
fn an_interrupted_part_goes_on_where_it_stopped() {
    let workplace = Workplace::new();
    let parts = ["--part", "threads"];
    workplace.write("page.md", MARKS.join("\n"));
    let Some(output) = run(&workplace, &parts) else { return };
    assert!(output.status.success(), "{output:?}");
    let place = workplace.path("results.json");
    let mut kept: serde_json::Value = serde_json::from_slice(&std::fs::read(&place).unwrap()).unwrap();
    let part = &mut kept["parts"]["threads"];
    part["finished"] = false.into();
    part["runs"]["threads 1 transform"][0]["wall"] = 1234.5.into();
    part["runs"]["threads 2 verify"].as_array_mut().unwrap().pop();
    std::fs::write(&place, kept.to_string()).unwrap();
    assert!(run(&workplace, &parts).unwrap().status.success());
    let kept: serde_json::Value = serde_json::from_slice(&std::fs::read(&place).unwrap()).unwrap();
    let runs = &kept["parts"]["threads"]["runs"];
    assert_eq!(runs["threads 1 transform"][0]["wall"], 1234.5, "what was taken is kept");
    for key in ["threads 1 transform", "threads 1 verify", "threads 2 transform", "threads 2 verify"] {
        assert_eq!(runs[key].as_array().unwrap().len(), 2, "{key}");
    }
}

#[test]
fn a_page_without_its_marks_is_left_alone() {
    let workplace = Workplace::new();
    workplace.write("page.md", "mine\n");
    let Some(output) = run(&workplace, &["--part", "threads"]) else { return };
    assert!(!output.status.success());
    assert_eq!(std::fs::read_to_string(workplace.path("page.md")).unwrap(), "mine\n");
}
