//! The commands of `mappings/RUNBOOK.md` are typed as they stand there, and end as it says.

use std::path::Path;
use std::process::Command;

use crate::support::{Workplace, without_gender};

const RUNBOOK: &str = include_str!("../../mappings/RUNBOOK.md");

/// The lines of its shell blocks, each with the code that it ends with.
fn lines() -> impl Iterator<Item = (&'static str, u8)> {
    let blocks = RUNBOOK.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.flat_map(str::lines).map(|line| {
        let (command, remark) = line.split_once(" # ").unwrap_or((line, ""));
        let code = remark.strip_prefix("ends with ").and_then(|rest| rest.split([':', ' ']).next());
        (command.trim(), code.map_or(0, |code| code.parse().unwrap()))
    })
}

/// A project, the export of the freeze, in which one person's gender is missing, and that of Sunday, where it is not.
fn project() -> Workplace {
    let project = Workplace::new();
    project.run("init .").ended(0);
    project.run("synth export-sunday --people 40 --seed 7").ended(0);
    for (name, bytes) in crate::support::files(&project.path("export-sunday")) {
        let bytes = if name == "Person.csv" { without_gender(&bytes) } else { bytes };
        project.write(&format!("export/{name}"), bytes);
    }
    project
}

#[test]
fn a_cut_over_can_be_typed_from_the_rehearsal_to_the_signature() {
    let project = project();
    let program = Path::new(env!("CARGO_BIN_EXE_care2mosaic")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut typed = 0;
    for (line, code) in lines() {
        let mut shell = Command::new("bash");
        shell.args(["-e", "-o", "pipefail", "-c", line]).current_dir(project.path(""));
        let output = shell.env("PATH", &path).env("CARE2MOSAIC_LOG", "warn").output().unwrap();
        assert_eq!(output.status.code(), Some(code.into()), "{line}: {}", project.told(&output));
        typed += 1;
    }
    assert!(typed > 20, "{typed}");
    let report = std::fs::read_to_string(project.path("signed-report.html")).unwrap();
    let json = std::fs::read_to_string(project.path("out/reconciliation/report.json")).unwrap();
    assert!(json.contains("\"audit\": {"), "the sample");
    assert!(report.contains("<h1 id=\"verdict-title\">Reconciled") && report.contains("id=\"sign-off\""));
    assert!(report.contains("id=\"trend\""), "the run and its retries");
}
