//! A finished output that is kept where nothing may be written.

use std::path::Path;

use super::disturbances::{hand_over, mode, run_as_user, with_whole};
use crate::support::{Workplace, files};

/// Closes a folder and all below it to everybody's writing.
fn close(path: &Path) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            close(&entry.unwrap().path());
        }
    }
    mode(path, if path.is_dir() { 0o500 } else { 0o400 });
}

fn open(path: &Path) {
    mode(path, if path.is_dir() { 0o700 } else { 0o600 });
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            open(&entry.unwrap().path());
        }
    }
}

fn number(place: &Workplace) -> String {
    let list = std::fs::read_to_string(place.path("whole/reconciliation/case-files.csv")).unwrap();
    let written = list.lines().skip(1).find(|line| !line.ends_with(',')).unwrap();
    written.split(',').next().unwrap().to_owned()
}

#[test]
fn an_archive_that_may_not_be_written_is_looked_at_like_any_folder() {
    let place = with_whole();
    let number = number(&place);
    let copy = hand_over(&place);
    let before = files(&place.path("whole"));
    close(&place.path("whole"));
    for line in [
        "verify whole".to_owned(),
        "verify whole --source drop".to_owned(),
        format!("verify whole --case-file {number}"),
        "status whole".to_owned(),
        "status whole --history".to_owned(),
        "report whole".to_owned(),
        "report whole --compare 1 1".to_owned(),
        format!("prove whole {number}"),
        format!("trace whole {number} --source drop"),
        "load whole --to sqlite://staging.sqlite".to_owned(),
    ] {
        run_as_user(&place, &copy, &line).ended(0);
    }
    for line in ["reconcile whole --source drop", "retry whole --mappings mappings", "sample whole --size 3"]
    {
        let run = run_as_user(&place, &copy, line).ended(1);
        assert!(run.stderr.contains("whole") && run.stderr.contains("mend"), "{run}");
    }
    open(&place.path("whole"));
    assert!(before == files(&place.path("whole")), "nothing was written");
    let left = std::fs::read_dir(place.path("")).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(!left.into_iter().any(|name| name.to_string_lossy().starts_with(".care2mosaic-")));
}

/// Less open than it was written is no change by other hands; more open is.
#[test]
fn a_mode_that_lets_others_in_is_found() {
    let place = with_whole();
    let (list, folder) = (place.path("whole/exceptions/held.csv"), place.path("whole/data"));
    mode(&list, 0o400);
    place.run("verify whole").ended(0);
    for (path, given, right) in [(&list, 0o440, 0o600), (&list, 0o500, 0o600), (&folder, 0o750, 0o700)] {
        mode(path, given);
        let run = place.run("verify whole").ended(3);
        assert!(
            run.stdout.contains(&format!("expected mode {right:04o} or less, found {given:04o}")),
            "{run}"
        );
        mode(path, right);
    }
}
