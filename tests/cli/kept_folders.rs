//! Folders that hold what somebody cares for: no run clears it, nor writes among it.

use std::fs;
use std::os::unix::fs::symlink;

use crate::support::{Run, Workplace, copy_folder, files};

/// Two projects: `other` lends its export and mappings, and what lies in `project` is to stay.
fn projects() -> Workplace {
    let workplace = Workplace::new();
    workplace.run("init project").ended(0);
    workplace.run("init other").ended(0);
    workplace
}

fn into(workplace: &Workplace, out: &str) -> Run {
    workplace.run(&format!("-q migrate other/sample-export --mappings other/mappings --out {out}"))
}

#[test]
fn a_ledger_in_the_folder_of_a_project_makes_it_no_output_folder() {
    let workplace = projects();
    let mappings = files(&workplace.path("project/mappings"));
    into(&workplace, "out --dry-run --ledger sqlite://project/ledger.sqlite").ended(0);
    let said = into(&workplace, "project").ended(7);
    assert!(said.stderr.contains("project holds mappings of a project in its folder mappings"), "{said}");
    assert!(files(&workplace.path("project/mappings")) == mappings);
}

#[test]
fn a_lock_that_somebody_else_left_makes_a_folder_no_output_folder() {
    let workplace = projects();
    workplace.write("mine/.lock", "");
    workplace.write("mine/mappings/people.csv", "1");
    workplace.write("mine/data/figures.csv", "1");
    let said = into(&workplace, "mine").ended(7);
    assert!(said.stderr.contains("mine holds 2 files or folders that no run wrote"), "{said}");
    assert!(said.stderr.contains("the first of them mine/data/figures.csv"), "{said}");
    assert_eq!(files(&workplace.path("mine")).len(), 3, "nothing was made there");
    workplace.write("mine/letter.odt", "1");
    let said = into(&workplace, "mine").ended(7);
    assert!(said.stderr.contains("mine holds 1 file or folder that no run wrote"), "{said}");
}

/// A dry run leaves a ledger; what is put beside it then is nobody else's to remove.
#[test]
fn what_is_put_into_the_folder_of_a_dry_run_is_not_cleared() {
    let workplace = projects();
    into(&workplace, "out --dry-run").ended(0);
    workplace.write("out/mappings/notes.txt", "1");
    workplace.write("out/data/batches.txt", "1");
    let said = into(&workplace, "out").ended(7);
    assert!(said.stderr.contains("out holds 2 files or folders that no run wrote"), "{said}");
    assert!(workplace.path("out/mappings/notes.txt").is_file());
    copy_folder(&workplace.path("project/mappings"), &workplace.path("out/mappings"));
    into(&workplace, "out").ended(7);
    assert!(workplace.path("out/mappings/policy.toml").is_file());
    fs::remove_dir_all(workplace.path("out/mappings")).unwrap();
    fs::remove_dir_all(workplace.path("out/data")).unwrap();
    into(&workplace, "out").ended(0);
}

#[test]
fn a_link_in_place_of_a_folder_of_the_output_is_not_followed() {
    let workplace = projects();
    into(&workplace, "out --dry-run").ended(0);
    workplace.write("archive/batches/.0001.tmp/letter", "1");
    symlink(workplace.path("archive"), workplace.path("out/data")).unwrap();
    let said = into(&workplace, "out").ended(7);
    assert!(said.stderr.contains("the first of them out/data"), "{said}");
    assert!(workplace.path("out/data").is_symlink());
    assert!(workplace.path("archive/batches/.0001.tmp/letter").is_file());
}

#[test]
fn mappings_are_not_copied_into_themselves() {
    let workplace = projects();
    let said = into(&workplace, "other/mappings/out").ended(2);
    assert!(said.stderr.contains("the output folder must not lie in the mappings"), "{said}");
    assert!(!workplace.path("other/mappings/out").exists());
}

/// The refusal of other mappings names this folder: whoever gives it goes on with that run.
#[test]
fn the_copy_of_the_mappings_that_a_run_kept_can_be_named() {
    let workplace = projects();
    into(&workplace, "out").ended(0);
    let policy = fs::read_to_string(workplace.path("other/mappings/policy.toml")).unwrap();
    workplace.write("other/mappings/policy.toml", policy.replace("\"hold-case-file\"", "\"drop-record\""));
    let said = into(&workplace, "out").ended(7);
    assert!(said.stderr.contains("(out/mappings has its mappings)"), "{said}");
    workplace.run("migrate other/sample-export --mappings out/mappings/0001 --out out").ended(0);
}

#[test]
fn the_copy_of_the_mappings_is_refused_where_a_run_begins_anew() {
    let workplace = projects();
    let mut command = workplace.command("-q migrate other/sample-export --mappings other/mappings --out out");
    command.env("CARE2MOSAIC_ABORT_AT", "mappings-copied").output().unwrap();
    let copy = files(&workplace.path("out/mappings/0001"));
    assert!(!copy.is_empty());
    let said = workplace.run("migrate other/sample-export --mappings out/mappings/0001 --out out").ended(2);
    assert!(said.stderr.contains("copy them elsewhere and name the copy with --mappings"), "{said}");
    assert!(files(&workplace.path("out/mappings/0001")) == copy);
    into(&workplace, "out").ended(0);
}

#[test]
fn a_ledger_lies_neither_in_the_export_nor_in_the_mappings() {
    let workplace = projects();
    for (place, what) in [("sample-export", "the drop"), ("mappings", "the mappings")] {
        let said = into(&workplace, &format!("out --ledger sqlite://other/{place}/ledger.sqlite")).ended(2);
        let told = format!("the ledger must not lie in {what}: name another place with --ledger");
        assert!(said.stderr.contains(&told), "{said}");
        assert!(!workplace.path(&format!("other/{place}/ledger.sqlite")).exists());
    }
}

/// What is written there would be told as tampering.
#[test]
fn nothing_is_written_below_an_output_folder() {
    let workplace = projects();
    into(&workplace, "out").ended(0);
    let lines = [
        "synth out/more --people 5",
        "init out/reconciliation/more",
        "completions --man out",
        "completions --man out/more",
        "profile other/sample-export --mappings other/mappings --scaffold out/more",
        "migrate other/sample-export --mappings other/mappings --out out/more",
    ];
    let before = files(&workplace.path("out")).into_keys().collect::<Vec<_>>();
    for line in lines {
        let said = workplace.run(line).ended(2);
        assert!(said.stderr.contains("out, in which every file is proved: name a place elsewhere"), "{said}");
    }
    assert!(files(&workplace.path("out")).into_keys().eq(before));
}

#[test]
fn a_list_of_hard_cases_is_not_written_over() {
    let workplace = Workplace::new();
    workplace.write("export.truth.json", "mine");
    let said = workplace.run("synth export --people 20 --defects 0.5").ended(2);
    assert!(said.stderr.contains("export.truth.json is there already"), "{said}");
    assert!(!workplace.path("export").exists());
    assert_eq!(fs::read_to_string(workplace.path("export.truth.json")).unwrap(), "mine");
}
