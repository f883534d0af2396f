//! Rows that were corrected where they lie, before a run that writes them anew came to its end.

use std::fs;

use crate::support::{Workplace, with_missing_gender};

const ROWS: &str = "out/exceptions/rows/Person.csv";

/// A drop in which somebody's gender is missing, and a later one in which it is not.
fn place() -> Workplace {
    with_missing_gender(["later", "export", "mappings"])
}

fn killed(place: &Workplace, line: &str, at: &str) {
    let status = place.command(line).env("CARE2MOSAIC_ABORT_AT", at).status().unwrap();
    assert_eq!(status.code(), None, "{line} at {at}");
}

/// Corrects the rows where they lie; the same command is refused until they are moved, and then ends with that code.
fn corrected(place: &Workplace, line: &str, code: i32) {
    let text = fs::read_to_string(place.path(ROWS)).unwrap() + "corrected\r\n";
    place.write(ROWS, &text);
    let refused = place.run(line).ended(3);
    let said = "exceptions/rows/Person.csv of out is not what a run wrote";
    assert!(refused.stderr.contains(said), "{refused}");
    assert!(
        refused.stderr.contains("type this command again") && refused.stderr.contains("`--source`"),
        "{refused}"
    );
    assert_eq!(fs::read_to_string(place.path(ROWS)).unwrap(), text);
    fs::remove_file(place.path(ROWS)).unwrap();
    place.run(line).ended(code);
    place.run("verify out").ended(0);
}

#[test]
fn a_run_that_goes_on_writes_over_nothing_that_was_corrected() {
    for at in ["lists-written", "ledger-told", "proof-done"] {
        let place = place();
        killed(&place, "-q migrate export --out out", at);
        corrected(&place, "-q migrate export --out out", 5);
    }
}

#[test]
fn a_retry_that_goes_on_writes_over_nothing_that_was_corrected() {
    for at in ["run-begun", "batch-sealed:1", "all-batches-sealed"] {
        let place = place();
        place.run("-q migrate export --out out").ended(5);
        killed(&place, "-q retry out --source later", at);
        corrected(&place, "-q retry out --source later", 0);
    }
}
