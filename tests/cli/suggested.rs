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

/// The page that lies in the folder names no place, which is another on the next machine, and every option.
#[test]
fn the_page_in_the_folder_has_every_option_that_its_commands_need() {
    let place = place();
    place.told(&migrate(&place, &[]).output().unwrap()).ended(5);
    let page = || std::fs::read_to_string(place.path(OUT).join("reconciliation/report.html")).unwrap();
    let said = page();
    assert!(said.contains("<code>care2mosaic retry OUT --mappings MAPPINGS</code>"), "{said}");
    assert!(said.contains("OUT stands for the folder that this report lies in, EXPORT for the export, MAPPINGS for the mappings."));
    assert!(!said.contains("our $") && !said.contains("Ann&#39;s"), "{said}");
    run(&place, &["reconcile", OUT, "--source", EXPORT]).ended(5);
    assert!(page().contains("retry OUT --mappings MAPPINGS<"));
    run(&place, &["verify", OUT]).ended(0);
    // With the true names it can be typed.
    let typed_page = run(&place, &["report", OUT, "--format", "html"]).ended(0).stdout;
    assert!(typed_page.contains("--mappings &#39;our $mappings&#39;"), "{typed_page}");
    assert!(!typed_page.contains("OUT stands for"));
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

/// Where several profiles claim an export, whoever types a suggested command does not have to remember which one was named.
#[test]
fn a_profile_that_was_named_is_named_again() {
    let place = place();
    let profile = std::fs::read_to_string(place.path(MAPPINGS).join("profiles/v6-sql.toml")).unwrap();
    place.write(&format!("{MAPPINGS}/profiles/ours.toml"), profile.replace("\"v6-sql\"", "\"ours\""));
    let unnamed = place.told(&migrate(&place, &[]).output().unwrap()).ended(6);
    assert!(
        unnamed.stderr.contains("several profiles claim every file of the drop: ours, v6-sql"),
        "{unnamed}"
    );
    let addresses = place.path(EXPORT).join("PersonAddress.csv");
    let kept = std::fs::read(&addresses).unwrap();
    std::fs::remove_file(&addresses).unwrap();
    place.told(&migrate(&place, &["--profile", "ours"]).output().unwrap()).ended(4);
    let again = next(&place);
    assert!(again.ends_with("--mappings 'our $mappings' --profile ours --batch-size 10"), "{again}");
    std::fs::write(&addresses, kept).unwrap();
    let killed = typed(&place, &format!("CARE2MOSAIC_ABORT_AT=batch-sealed:2 {again}"));
    assert_ne!(killed.code, Some(5), "{killed}");
    let resume = next(&place);
    assert!(resume.ends_with("--profile ours --batch-size 10"), "{resume}");
    let run = typed(&place, &resume).ended(5);
    assert!(run.stdout.contains("--mappings 'our $mappings' --profile ours\n"), "{run}");
    let retry = next(&place);
    assert!(retry.ends_with("--mappings 'our $mappings' --profile ours"), "{retry}");
    typed(&place, &retry).ended(5);
    // By the one that the run before was read by, where none is named.
    typed(&place, retry.trim_end_matches(" --profile ours")).ended(5);
    let policy = place.path(MAPPINGS).join("policy.toml");
    let text = std::fs::read_to_string(&policy).unwrap();
    std::fs::write(&policy, text.replace("\"hold-case-file\"", "\"drop-record\"")).unwrap();
    let unnamed = retry.trim_end_matches(" --profile ours").to_owned() + " --accept-changes 'a decision'";
    typed(&place, &format!("CARE2MOSAIC_ABORT_AT=run-begun {unnamed}"));
    let goes_on = next(&place);
    assert!(goes_on.ends_with(" --profile ours"), "{goes_on}");
    let other = unnamed.replace(" --accept", " --profile v6-sql --accept");
    let refused = typed(&place, &other).ended(7);
    assert!(refused.stderr.contains("of another profile") && refused.stderr.contains(&goes_on), "{refused}");
    typed(&place, &unnamed).ended(5);
    let read_otherwise = typed(&place, &other).ended(5);
    let told = "read by the profile v6-sql; that of the run before by ours";
    assert!(read_otherwise.stdout.contains(told), "{read_otherwise}");
    let page = std::fs::read_to_string(place.path(OUT).join("reconciliation/report.html")).unwrap();
    assert!(page.contains(told));
    let retry = next(&place);
    assert!(retry.ends_with(" --profile v6-sql"), "{retry}");
}

/// What was sealed of an export that is no longer there cannot be proved; what has to be brought back is said at once.
#[test]
fn a_retry_says_what_has_to_be_brought_back_before_it_can_be_proved() {
    let place = place();
    place.told(&migrate(&place, &[]).output().unwrap()).ended(5);
    let totals = place.path(EXPORT).join("ControlTotals.csv");
    let kept = std::fs::read(&totals).unwrap();
    let later = String::from_utf8(kept.clone()).unwrap().replace("2026-06-30", "2026-07-07");
    std::fs::write(&totals, later).unwrap();
    let retry = next(&place);
    let refused = typed(&place, &retry).ended(7);
    let suggested = refused.stderr.split('`').nth(1).unwrap_or_else(|| panic!("{refused}"));
    for (name, bytes) in files(&place.path(EXPORT)) {
        place.write(&format!("late/{name}"), bytes);
    }
    let unproven = typed(&place, &suggested.replace("FOLDER", "late")).ended(5);
    let told = "could not be proved yet: an export; of v6 is no longer as a run of Ann's  output read it: 1 changed (ControlTotals.csv)";
    assert!(unproven.stdout.contains(told), "{unproven}");
    assert!(unproven.stdout.contains("bring that back"), "{unproven}");
    let json = typed(&place, &(suggested.replace("FOLDER", "late") + " --json")).ended(5);
    assert!(json.stderr.contains("Not proved yet: an export; of v6 is no longer"), "{json}");
    let prove = next(&place);
    typed(&place, &prove).ended(7);
    std::fs::write(&totals, kept).unwrap();
    typed(&place, &prove).ended(5);
}

/// A first run holds the folder: `migrate` of another drop is refused, and what a dry run of it suggests is not.
#[test]
fn what_a_dry_run_of_another_drop_suggests_works() {
    let place = place();
    place.told(&migrate(&place, &["--no-reconcile"]).output().unwrap()).ended(5);
    // A later export of the same council, in which one note is another.
    for (name, bytes) in files(&place.path(EXPORT)) {
        place.write(&format!("late/{name}"), bytes);
    }
    let notes = std::fs::read_to_string(place.path("late/PersonCaseNote.csv")).unwrap();
    place.write("late/PersonCaseNote.csv", notes.replacen(" the ", " that ", 1));
    let dry = ["migrate", "late", "--out", OUT, "--mappings", MAPPINGS, "--dry-run", "--batch-size", "10"];
    let said = run(&place, &dry).ended(5);
    let retry = said.stdout.lines().map(str::trim).find(|line| line.starts_with("care2mosaic "));
    let retry = retry.unwrap_or_else(|| panic!("{said}"));
    assert!(retry.starts_with("care2mosaic retry ") && retry.ends_with(" --source late"), "{retry}");
    let report = place.path(OUT).join("dry-runs/0001/reconciliation");
    let json = std::fs::read_to_string(report.join("report.json")).unwrap();
    assert!(json.contains(r#""beside": "drop""#), "{json}");
    assert!(std::fs::read_to_string(report.join("report.html")).unwrap().contains("--source EXPORT"));
    typed(&place, retry).ended(5);
    // The same drop, and other mappings.
    let policy = place.path(MAPPINGS).join("policy.toml");
    let text = std::fs::read_to_string(&policy).unwrap();
    std::fs::write(&policy, format!("{text}\n")).unwrap();
    let said = run(&place, &[&["migrate", EXPORT], &dry[2..]].concat()).ended(5);
    let retry = said.stdout.lines().map(str::trim).find(|line| line.starts_with("care2mosaic "));
    assert!(retry.is_some_and(|line| line.starts_with("care2mosaic retry ")), "{said}");
}
