//! What of a drop cannot be read, or must not be: one run names all of it.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Workplace, copy_folder};

/// The stops of a refused run: code, file, line, field.
fn stops(workplace: &Workplace) -> Vec<String> {
    let mut list = csv::Reader::from_path(workplace.path("out/exceptions/stops.csv")).unwrap();
    let rows = list.records().map(|row| row.unwrap());
    let mut rows: Vec<_> = rows.map(|row| row.iter().take(4).collect::<Vec<_>>().join(",")).collect();
    rows.sort();
    rows
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// The sample, with a link that leads out, a pipe, a damaged file, and a row that is none.
fn spoilt() -> Workplace {
    let workplace = Workplace::in_memory();
    let export = workplace.path("export");
    copy_folder(&Workplace::package("sample-exports/v6-sql"), &export);
    workplace.write("outside.csv", fs::read(export.join("Case.csv")).unwrap());
    fs::remove_file(export.join("Case.csv")).unwrap();
    symlink(workplace.path("outside.csv"), export.join("Case.csv")).unwrap();
    pipe(&export.join("Pipe.csv"));
    fs::remove_file(export.join("CaseStatus.csv")).unwrap();
    workplace.write("export/CaseStatus.csv.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03no");
    let ragged = [fs::read(export.join("Ethnicity.csv")).unwrap(), b"a,b\r\n".to_vec()].concat();
    workplace.write("export/Ethnicity.csv", ragged);
    workplace
}

const FOUND: [&str; 4] = [
    "bad-encoding,CaseStatus.csv.gz,,",
    "ragged-row,Ethnicity.csv,12,",
    "undeclared-file,Case.csv,,",
    "undeclared-file,Pipe.csv,,",
];

#[test]
fn one_run_names_everything_that_is_not_read() {
    let workplace = spoilt();
    let mappings = Workplace::mappings();
    let lines = fs::read_to_string(workplace.path("export/Ethnicity.csv")).unwrap().lines().count();
    let expected = FOUND.map(|line| line.replace(",12,", &format!(",{lines},")));
    let run = workplace.run(&format!("-q migrate export --out out --mappings {}", mappings.display()));
    run.ended(4);
    assert_eq!(stops(&workplace), expected, "Case and CaseStatus are there, though nobody reads them");
    let report = fs::read_to_string(workplace.path("out/reconciliation/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!((report["verdict"].as_str(), report["stops"].as_array().unwrap().len()), (Some("refused"), 4));
    for command in ["check export --json", "profile export --json"] {
        let run = workplace.run(&format!("-q {command} --mappings {}", mappings.display()));
        let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let stops = found["drop"]["stops"].as_array().or_else(|| found["stops"].as_array()).unwrap();
        let mut named: Vec<_> = stops
            .iter()
            .map(|stop| format!("{},{}", &stop["code"], &stop["file"]).replace('"', ""))
            .collect();
        named.sort();
        assert!(
            expected.iter().zip(&named).all(|(line, named)| line.starts_with(named)),
            "{command} {named:?}"
        );
        assert_eq!(named.len(), expected.len(), "{command}");
        assert_eq!(run.code, Some(if command.starts_with("check") { 4 } else { 0 }), "{command}");
        let remedies = found["drop"]["remedies"].to_string();
        assert!(!remedies.contains("Pipe.csv"), "what must not be read is not declared away: {remedies}");
    }
}

/// Opening a pipe waits for somebody who writes into it.
#[test]
fn a_pipe_in_place_of_the_export_is_not_opened() {
    let workplace = Workplace::in_memory();
    pipe(&workplace.path("export"));
    let mappings = Workplace::mappings();
    for line in
        ["migrate export --out out", "check export", "profile export", "profile export --scaffold new"]
    {
        let began = Instant::now();
        let run = workplace.run(&format!("{line} --mappings {}", mappings.display())).ended(4);
        assert!(run.stderr.contains("export: neither a folder nor a zip"), "{run}");
        assert!(began.elapsed() < Duration::from_secs(20), "{line}");
    }
}

/// Nothing hides behind the first attached file that is gone.
#[test]
fn every_attached_file_that_is_no_file_any_more_is_named() {
    let workplace = Workplace::in_memory();
    let export = workplace.path("export");
    copy_folder(&Workplace::package("sample-exports/v6-sql"), &export);
    let mut command = workplace.command("-q migrate export --out out --mappings");
    command.arg(Workplace::mappings()).env("CARE2MOSAIC_STAND_AT", "folder-held").stderr(Stdio::piped());
    let child = command.stdout(Stdio::null()).spawn().unwrap();
    let stat = || fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap();
    while !stat().contains(") T ") {
        std::thread::sleep(Duration::from_millis(50));
    }
    let mut attached: Vec<_> =
        fs::read_dir(export.join("files")).unwrap().map(|one| one.unwrap().path()).collect();
    attached.truncate(2);
    fs::remove_file(&attached[0]).unwrap();
    fs::remove_file(&attached[1]).unwrap();
    pipe(&attached[1]);
    assert!(Command::new("kill").args(["-CONT", &child.id().to_string()]).status().unwrap().success());
    let run = workplace.told(&child.wait_with_output().unwrap()).ended(4);
    for path in attached {
        assert!(run.stderr.contains(path.file_name().unwrap().to_str().unwrap()), "{run}");
    }
}

/// Names that are data stand nowhere: not in lists, not in messages.
#[test]
fn names_that_may_be_values_are_told_by_their_place() {
    let mappings = Workplace::mappings();
    let cases = [
        ("v6-sql", "CaseStatus.csv", "CaseStatusId,Jane Secret\r\n1,2\r\n", "CaseStatus.csv,1,column 2"),
        ("v6-sql", "CaseStatus.csv", "CaseStatusId,485-777 Secret\r\n1,2\r\n", "CaseStatus.csv,1,column 2"),
        ("v6-sql", "CaseStatus.csv", "CaseStatusId,Colour\r\n1,2\r\n", "CaseStatus.csv,1,Colour"),
        ("odata", "CaseStatus.json", "[{\"Jane Secret\": 1}]", "CaseStatus.json,1,column 10"),
    ];
    for (shape, name, text, told) in cases {
        let workplace = Workplace::in_memory();
        copy_folder(&Workplace::package(&format!("sample-exports/{shape}")), &workplace.path("export"));
        workplace.write(&format!("export/{name}"), text);
        let line = format!("-q migrate export --out out --profile {shape} --mappings {}", mappings.display());
        let run = workplace.run(&line);
        assert!(
            stops(&workplace).contains(&format!("unmapped-column,{told}")),
            "{told}: {:?}",
            stops(&workplace)
        );
        let list = fs::read_to_string(workplace.path("out/exceptions/stops.csv")).unwrap();
        assert!(!format!("{run}{list}").contains("Secret"), "{run}{list}");
    }
}
