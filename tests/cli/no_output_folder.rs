//! Folders that are named as output folders, and are none.

use crate::support::Workplace;

#[test]
fn a_folder_that_is_no_output_folder_is_told_so() {
    let place = Workplace::new();
    place.run("init project").ended(0);
    let mappings = "--mappings project/mappings";
    place.run(&format!("-q migrate project/sample-export --out project/out --dry-run {mappings}")).ended(0);
    let cases = [
        (
            "project/sample-export",
            "project/sample-export is no output folder: it holds files that no run wrote",
        ),
        ("project/mappings", "project/mappings is no output folder: it holds files that no run wrote"),
        ("project", "project is no output folder, but holds one; name that: project/out"),
        (
            "project/out/dry-runs/0001",
            "is no output folder, but lies in one; name that: [folder]/project/out",
        ),
    ];
    for (folder, said) in cases {
        for line in
            ["status DIR", "status DIR --json", "retry DIR", "verify DIR", "reconcile DIR --source export"]
        {
            // What a dry run left is held against a ledger, and that is not there.
            if line.starts_with("verify") && folder.contains("dry-runs") {
                continue;
            }
            let line = format!("{} {mappings}", line.replace("DIR", folder));
            let line =
                if line.starts_with("retry") { line } else { line.replace(&format!(" {mappings}"), "") };
            let run = place.run(&line).ended(7);
            assert!(run.stderr.contains(said), "{line}\n{run}");
        }
    }
    // Nothing was ever written to these, and a run may.
    std::fs::create_dir(place.path("empty")).unwrap();
    for folder in ["empty", "absent"] {
        let run = place.run(&format!("status {folder}")).ended(7);
        assert!(run.stderr.contains(&format!("{folder} holds no finished run")), "{run}");
    }
}

/// What a dry run left is looked at like anything else.
#[test]
fn a_folder_of_dry_runs_is_an_output_folder() {
    let place = Workplace::new();
    place.run("init .").ended(0);
    place.run("-q migrate sample-export --out out --dry-run").ended(0);
    let status = place.run("status out").ended(0);
    assert!(status.stdout.contains("Next:\n  care2mosaic migrate sample-export --out out\n"), "{status}");
    place.run("status out --history").ended(0);
}
