//! Commands that are typed in another folder than those before, and exports and rows that were moved.

use std::fs;

use crate::support::{Run, Workplace, with_gender, with_missing_gender};

/// A project in a folder `project`, with somebody who is held whose gender is missing in `export`, and not in `later`.
fn place() -> Workplace {
    let place = with_missing_gender(["project/later", "project/export", "project/mappings"]);
    place.write("elsewhere/note.txt", "");
    place
}

/// Types a command in a folder of the place.
fn typed(place: &Workplace, folder: &str, line: &str) -> Run {
    place.told(&place.command(line).current_dir(place.path(folder)).output().unwrap())
}

/// What `status` names to be typed next in a folder, without the name of the program.
fn next(place: &Workplace, folder: &str, out: &str) -> String {
    let said = typed(place, folder, &format!("status {out}")).ended(0).stdout;
    let next =
        said.split("Next:\n  care2mosaic ").nth(1).unwrap_or_else(|| panic!("{said}")).trim().to_owned();
    next.replace("[folder]", place.path("").display().to_string().trim_end_matches('/'))
}

#[test]
fn an_export_is_found_from_another_folder() {
    let place = place();
    typed(&place, "project", "-q migrate export --out out --no-reconcile").ended(5);
    // As it was typed where it is found so, else whole.
    assert_eq!(next(&place, "project", "out"), "reconcile out --source export");
    let prove = next(&place, "elsewhere", "../project/out");
    assert_eq!(
        prove,
        format!("reconcile ../project/out --source {}", place.path("project/export").display())
    );
    typed(&place, "elsewhere", &prove).ended(5);
    let retry = next(&place, "elsewhere", "../project/out");
    assert_eq!(
        retry,
        format!("retry ../project/out --mappings {}", place.path("project/mappings").display())
    );
    let same = typed(&place, "elsewhere", &retry).ended(5);
    assert!(same.stderr.contains("nothing") || same.stdout.contains("held"), "{same}");
    let number = fs::read_to_string(place.path("project/out/reconciliation/case-files.csv")).unwrap();
    let number = number.lines().nth(1).unwrap().split(',').next().unwrap().to_owned();
    typed(&place, "elsewhere", &format!("trace ../project/out {number}")).ended(0);
    // What is put right is proved together with what was written before, wherever each was typed.
    typed(
        &place,
        "elsewhere",
        "retry ../project/out --source ../project/later --mappings ../project/mappings",
    )
    .ended(0);
    typed(&place, "project", "verify out").ended(0);
    let text = fs::read_to_string(place.path("project/out/reconciliation/report.json")).unwrap();
    assert!(!text.contains(&*place.path("project").to_string_lossy()), "{text}");
}

#[test]
fn a_run_that_was_killed_goes_on_from_another_folder() {
    let place = place();
    let mut killed = place.command("-q migrate export --out out --batch-size 10 --threads 1");
    let killed = killed.current_dir(place.path("project")).env("CARE2MOSAIC_ABORT_AT", "batch-sealed:2");
    assert_eq!(killed.status().unwrap().code(), None);
    let goes_on = next(&place, "elsewhere", "../project/out");
    assert!(goes_on.contains(&*place.path("project/export").to_string_lossy()), "{goes_on}");
    typed(&place, "elsewhere", &goes_on).ended(5);
}

/// The rows that hold somebody, corrected.
fn corrected(place: &Workplace) -> String {
    with_gender(&place.path("project/out/exceptions/rows/Person.csv"))
}

#[test]
fn corrected_rows_that_were_moved_are_named_where_they_lie_now() {
    let place = place();
    typed(&place, "project", "-q migrate export --out out").ended(5);
    let text = corrected(&place);
    place.write("project/rows/Person.csv", &text);
    let mut killed = place.command("-q retry out --source rows");
    let killed = killed.current_dir(place.path("project")).env("CARE2MOSAIC_ABORT_AT", "ledger-told");
    assert_eq!(killed.status().unwrap().code(), None);
    fs::rename(place.path("project/rows"), place.path("elsewhere/kept")).unwrap();
    typed(&place, "project", "retry out").ended(4);
    // Other rows are no moved ones.
    place.write("elsewhere/other/Person.csv", text.replace(",1,", ",2,"));
    typed(&place, "elsewhere", "retry ../project/out --source other --mappings ../project/mappings").ended(4);
    typed(&place, "elsewhere", "retry ../project/out --source kept --mappings ../project/mappings").ended(0);
    typed(&place, "project", "retry out").ended(0);
    // Nor does it matter to a finished run.
    fs::rename(place.path("elsewhere/kept"), place.path("project/rows again")).unwrap();
    fs::rename(place.path("project/rows again"), place.path("project/again")).unwrap();
    typed(&place, "project", "retry out --source again").ended(0);
    typed(&place, "elsewhere", "retry ../project/out --mappings ../project/mappings").ended(0);
    typed(&place, "project", "verify out").ended(0);
}
