//! Commands that are given a folder that is not there.

use crate::support::{Workplace, files};

/// A line with a folder that is not there, and the code that it ends with.
const LINES: [(&str, i32); 19] = [
    ("status nothing", 7),
    ("status nothing --history", 7),
    ("retry nothing", 7),
    ("retry nothing --source nowhere", 7),
    ("reconcile nothing --source nowhere", 7),
    ("report nothing", 7),
    ("report nothing --compare 1 2", 7),
    ("verify nothing", 7),
    ("verify nothing --source nowhere", 7),
    ("prove nothing 1", 7),
    ("seal nothing --sign-key key", 7),
    ("trace nothing 1", 7),
    ("sample nothing --size 3", 7),
    ("sample nothing --results list.csv", 7),
    ("load nothing --to sqlite://staging.sqlite", 7),
    ("migrate nowhere --out nothing", 4),
    ("migrate nowhere --out nothing --dry-run", 4),
    ("profile nowhere", 4),
    ("check nowhere", 4),
];

#[test]
fn nothing_is_made_of_a_folder_that_is_not_there() {
    let place = Workplace::new();
    place.run("init .").ended(0);
    place.write("list.csv", "");
    let key = ["-q", "-t", "ed25519", "-N", "", "-f", "key"];
    let made = std::process::Command::new("ssh-keygen").args(key).current_dir(place.path("")).status();
    assert!(made.is_ok_and(|made| made.success()));
    let before = names(&place);
    for (line, code) in LINES {
        let run = place.run(line);
        assert_eq!(run.code, Some(code), "{line}\n{run}");
        assert!(run.stdout.is_empty() && run.stderr.contains("nothing") || code == 4, "{line}\n{run}");
        assert_eq!(names(&place), before, "{line}");
    }
}

/// Every file and folder of a place.
fn names(place: &Workplace) -> (Vec<String>, usize) {
    let folders = std::fs::read_dir(place.path("")).unwrap().count();
    (files(&place.path("")).into_keys().collect(), folders)
}

#[test]
fn a_folder_whose_ledger_is_gone_is_told_from_an_empty_one() {
    let place = Workplace::new();
    std::os::unix::fs::symlink(Workplace::mappings(), place.path("mappings")).unwrap();
    place.run("synth export --people 20 --seed 5").ended(0);
    place.run("migrate export --out out --no-reconcile").ended(0);
    std::fs::rename(place.path("out/ledger.sqlite"), place.path("away")).unwrap();
    for line in [
        "status out",
        "status out --history",
        "retry out",
        "reconcile out --source export",
        "migrate export --out out",
        "load out --to sqlite://staging.sqlite",
    ] {
        let run = place.run(line).ended(7);
        assert!(
            run.stderr.contains("holds what runs wrote, and its ledger") && run.stderr.contains("copy"),
            "{run}"
        );
        assert!(!place.path("out/ledger.sqlite").exists(), "{line}");
    }
    std::fs::rename(place.path("away"), place.path("out/ledger.sqlite")).unwrap();
    place.run("reconcile out --source export").ended(0);
}

/// A ledger that was cut off to nothing is not filled anew beside what its runs wrote.
#[test]
fn an_empty_ledger_beside_what_runs_wrote_is_left_as_it_is() {
    let place = Workplace::new();
    std::os::unix::fs::symlink(Workplace::mappings(), place.path("mappings")).unwrap();
    place.run("synth export --people 20 --seed 5").ended(0);
    place.run("migrate export --out out --no-reconcile").ended(0);
    place.run("migrate export --out dry --dry-run").ended(0);
    for out in ["out", "dry"] {
        let ledger = place.write(&format!("{out}/ledger.sqlite"), "");
        for line in ["status OUT", "retry OUT", "reconcile OUT --source export", "migrate export --out OUT"] {
            let run = place.run(&line.replace("OUT", out)).ended(7);
            assert!(run.stderr.contains("holds what runs wrote, and its ledger"), "{line}\n{run}");
            assert_eq!(std::fs::metadata(&ledger).unwrap().len(), 0, "{line}");
        }
    }
    // Where there is nothing else, it is as good as none.
    let ledger = place.write("new/ledger.sqlite", "");
    place.run("retry new").ended(7);
    assert_eq!(std::fs::metadata(&ledger).unwrap().len(), 0);
    place.run("migrate export --out new --no-reconcile").ended(0);
}
