//! What refuses a drop.

use care2mosaic::pipeline::{Exit, RunError};
use care2mosaic::report::model::Verdict;

use super::council::{Council, list, run};

const ACKNOWLEDGED: &str = r#"
[[acknowledge]]
code       = "adoption-link-absent"
file       = "AdoptionLink"
reason     = "the council keeps no adoption records in this system"
decided_by = "A. Manager"
on         = 2026-11-20

[[acknowledge]]
code       = "row-limit-hit"
file       = "Case.csv"
reason     = "counted in the database as well"
decided_by = "A. Manager"
on         = 2026-11-20
"#;

fn codes(council: &Council) -> Vec<String> {
    let stops = list(&council.path("out/exceptions/stops.csv"));
    stops.into_iter().map(|line| line["CODE"].clone()).collect()
}

#[test]
fn every_stop_is_named_and_nothing_else_is_written() {
    let council = Council::of(30);
    std::fs::remove_file(council.path("drop/AdoptionLink.csv")).unwrap();
    std::fs::write(council.path("drop/Cases (1).csv"), "x\r\n").unwrap();
    council.edit("drop/PersonCaseNote.csv", |text| text.replacen("Subject", "Heading", 1));
    let finished = council.migrate("out");
    assert_eq!((finished.exit, finished.report.verdict), (Exit::Source, Verdict::Refused));
    let codes = codes(&council);
    for code in ["adoption-link-absent", "undeclared-file", "unmapped-column", "missing-column"] {
        assert!(codes.iter().any(|one| one == code), "{code} in {codes:?}");
    }
    assert_eq!(finished.report.stops.len(), codes.len());
    for name in ["data", "mappings", "proof.key", "exceptions/rejects.csv", "reconciliation/root.json"] {
        assert!(!council.path("out").join(name).exists(), "{name}");
    }
}

#[test]
fn an_acknowledgement_lifts_its_stop_and_an_idle_one_is_a_warning() {
    let council = Council::of(30);
    std::fs::remove_file(council.path("drop/AdoptionLink.csv")).unwrap();
    council.edit_rows("ControlTotals", |row| {
        if row["ENTITY"] == "AdoptionLink" {
            row.insert("ROWS".into(), "0".into());
        }
    });
    council.edit("mappings/policy.toml", |text| text + ACKNOWLEDGED);
    let finished = council.migrate("out");
    assert_eq!(finished.exit, Exit::Done);
    let lifted: Vec<_> =
        finished.report.acknowledged.iter().map(|one| (one.code.as_str(), one.stops)).collect();
    assert_eq!(lifted, [("adoption-link-absent", 1), ("row-limit-hit", 0)]);
    let idle = finished.report.warnings.iter().filter(|cause| cause.reason == "row-limit-hit");
    assert_eq!(idle.map(|cause| cause.records).collect::<Vec<_>>(), [0]);
}

#[test]
fn an_option_with_another_label_than_the_code_table_refuses_the_run() {
    let council = Council::of(30);
    council.edit("mappings/codes/gender.csv", |text| text.replace("Indeterminate", "Something else"));
    let finished = council.migrate("out");
    assert_eq!(finished.exit, Exit::Mappings);
    let stops: Vec<_> = finished
        .report
        .stops
        .iter()
        .map(|stop| (stop.code.as_str(), stop.file.as_str(), stop.line))
        .collect();
    assert_eq!(stops, [("option-set-changed", "codes/gender.csv", Some(4))]);
}

#[test]
fn a_drop_of_nobody_fails_and_one_with_other_faults_names_them() {
    let council = Council::of(30);
    council.edit("drop/Person.csv", |text| text.split_inclusive('\n').next().unwrap().to_owned());
    assert_eq!(council.migrate("out").exit, Exit::Source, "people were counted at source");
    assert!(codes(&council).iter().any(|code| code == "control-total-mismatch"));
    council.edit_rows("ControlTotals", |row| drop(row.insert("ROWS".into(), "0".into())));
    for entry in std::fs::read_dir(council.path("drop")).unwrap() {
        let path = entry.unwrap().path();
        let header_only = |text: String| text.split_inclusive('\n').next().unwrap_or_default().to_owned();
        if path.extension().is_some_and(|ending| ending == "csv") && !path.ends_with("ControlTotals.csv") {
            std::fs::write(&path, header_only(std::fs::read_to_string(&path).unwrap())).unwrap();
        }
    }
    council.edit_rows("ControlTotals", |row| drop(row.insert("INACTIVE_ROWS".into(), "0".into())));
    let finished = council.migrate("out");
    assert_eq!((finished.exit, finished.report.verdict), (Exit::Source, Verdict::Refused));
    assert_eq!(codes(&council), ["empty-file"], "nobody is there, and nobody was counted");
    let empty = Council::of(30);
    std::fs::remove_dir_all(empty.path("drop")).unwrap();
    std::fs::create_dir(empty.path("drop")).unwrap();
    let error = run(&empty.request("out")).unwrap_err();
    assert!(matches!(error, RunError::Drop(_)), "{error}");
    assert_eq!(error.exit(), Exit::Source);
}
