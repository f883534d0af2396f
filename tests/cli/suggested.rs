//! Commands that the program suggests, typed as they stand.

use std::process::Command;

use crate::support::{Run, Workplace, files};

/// Names that a shell would read otherwise.
const OUT: &str = "Ann's  output";
const EXPORT: &str = "an export; of v6";
const MAPPINGS: &str = "our $mappings";

/// A folder with an export and mappings whose names are to be quoted.
fn place() -> Workplace {
    let place = Workplace::new();
    place.run("synth export --people 30 --seed 5 --defects 0.3").ended(0);
    std::fs::rename(place.path("export"), place.path(EXPORT)).unwrap();
    for (name, bytes) in files(&Workplace::mappings()) {
        place.write(&format!("{MAPPINGS}/{name}"), bytes);
    }
    place
}

fn command(place: &Workplace, words: &[&str]) -> Command {
    let mut command = place.command("");
    command.args(words);
    command
}

fn migrate(place: &Workplace, more: &[&str]) -> Command {
    let mut command = command(place, &["migrate", EXPORT, "--out", OUT, "--mappings", MAPPINGS]);
    command.args(["--batch-size", "10", "--threads", "1"]).args(more);
    command
}

fn run(place: &Workplace, words: &[&str]) -> Run {
    place.told(&command(place, words).output().unwrap())
}

/// Types a line into a shell that knows the program.
fn typed(place: &Workplace, line: &str) -> Run {
    let program = env!("CARGO_BIN_EXE_care2mosaic");
    let line = format!("care2mosaic() {{ '{program}' \"$@\"; }}\n{line}");
    let mut shell = Command::new("sh");
    shell.args(["-c", &line]).current_dir(place.path("")).env("CARE2MOSAIC_LOG", "warn");
    place.told(&shell.output().unwrap())
}

/// The command that `status` suggests.
fn next(place: &Workplace) -> String {
    let status = run(place, &["status", OUT]).ended(0);
    status.stdout.split("Next:\n").nth(1).unwrap_or_else(|| panic!("{status}")).trim().to_owned()
}

#[test]
fn what_status_suggests_works_where_names_are_to_be_quoted() {
    let place = place();
    let mut killed = migrate(&place, &["--no-reconcile"]);
    assert_eq!(killed.env("CARE2MOSAIC_ABORT_AT", "batch-sealed:2").status().unwrap().code(), None);
    let resume = next(&place);
    assert!(resume.contains(r"--out 'Ann'\''s  output' --mappings 'our $mappings'"), "{resume}");
    typed(&place, &format!("{resume} --no-reconcile")).ended(5);
    let prove = next(&place);
    assert!(prove.contains("--source 'an export; of v6'"), "{prove}");
    typed(&place, &prove).ended(5);
    let retry = next(&place);
    assert!(retry.starts_with("care2mosaic retry "), "{retry}");
    typed(&place, &retry).ended(5);
}

#[test]
fn what_a_refusal_suggests_works_where_names_are_to_be_quoted() {
    let place = place();
    place.told(&migrate(&place, &[]).output().unwrap()).ended(5);
    let policy = place.path(MAPPINGS).join("policy.toml");
    let text = std::fs::read_to_string(&policy).unwrap();
    std::fs::write(&policy, text.replace("\"hold-case-file\"", "\"drop-record\"")).unwrap();
    let mut retry = command(&place, &["retry", OUT, "--mappings", MAPPINGS, "--threads", "1"]);
    retry.args(["--accept-changes", "a decision"]).env("CARE2MOSAIC_ABORT_AT", "run-begun");
    assert_eq!(retry.status().unwrap().code(), None);
    let refused = run(&place, &["reconcile", OUT, "--source", EXPORT]).ended(7);
    let suggested = refused.stderr.split('`').nth(1).unwrap_or_else(|| panic!("{refused}"));
    assert!(suggested.contains(r"'Ann'\''s  output' --mappings 'our $mappings'"), "{suggested}");
    typed(&place, suggested).ended(5);
    run(&place, &["verify", OUT]).ended(0);
}

/// What a run itself says to do next, and whatever else names a command.
#[test]
fn what_a_run_suggests_works_where_names_are_to_be_quoted() {
    let place = place();
    let suggested = |run: &Run, command: &str| -> String {
        let mut lines = run.stdout.lines().map(str::trim);
        let line = lines.find(|line| line.starts_with(&format!("care2mosaic {command} ")));
        line.unwrap_or_else(|| panic!("{run}")).to_owned()
    };
    let ledger = format!("sqlite://{}", place.path("runs of ours.sqlite").display());
    let dry = place.told(&migrate(&place, &["--dry-run", "--ledger", &ledger]).output().unwrap()).ended(5);
    let again = suggested(&dry, "migrate");
    assert!(again.contains(r"--out 'Ann'\''s  output' --ledger 'sqlite:"), "{again}");
    assert!(again.ends_with("--mappings 'our $mappings' --batch-size 10"), "{again}");
    let again = again.replace("[folder]", &place.path("").display().to_string());
    let unproven = typed(&place, &format!("{again} --no-reconcile")).ended(5);
    let prove = suggested(&unproven, "reconcile");
    assert!(prove.contains(" --source 'an export; of v6' --ledger "), "{prove}");
    let proven = typed(&place, &prove.replace("[folder]", &place.path("").display().to_string())).ended(5);
    let retry = suggested(&proven, "retry");
    assert!(retry.ends_with(" --mappings 'our $mappings'") && retry.contains(" --ledger "), "{retry}");
    let retry = retry.replace("[folder]", &place.path("").display().to_string());
    assert!(suggested(&typed(&place, &retry).ended(5), "retry").contains("'our $mappings'"));
    // Somebody else's hand is looked for where it was.
    place.write(&format!("{OUT}/exceptions/held.csv"), "CASE_FILE,RECORDS,FIRST_REASON,REASONS\r\n");
    let refused = place.told(&migrate(&place, &["--ledger", &ledger]).output().unwrap()).ended(3);
    let verify = refused.stderr.split('`').nth(1).unwrap_or_else(|| panic!("{refused}"));
    assert!(verify.starts_with(r"care2mosaic verify 'Ann'\''s  output' --ledger "), "{verify}");
    typed(&place, &verify.replace("[folder]", &place.path("").display().to_string())).ended(3);
}

/// A run that was refused is run again on the export that it was given.
#[test]
fn status_of_a_refused_run_names_its_export() {
    let place = place();
    std::fs::remove_file(place.path(EXPORT).join("PersonAddress.csv")).unwrap();
    place.told(&migrate(&place, &[]).output().unwrap()).ended(4);
    let again = next(&place);
    assert!(again.starts_with("care2mosaic migrate 'an export; of v6' --out "), "{again}");
    assert!(again.ends_with("--mappings 'our $mappings' --batch-size 10"), "{again}");
    typed(&place, &again).ended(4);
}
