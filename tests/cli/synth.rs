//! `synth`.

use std::os::unix::fs::symlink;

use crate::support::Workplace;

#[test]
fn it_says_how_many_rows_there_are() {
    let workplace = Workplace::new();
    let run = workplace.run("synth export --people 60 --seed 3").ended(0);
    assert!(run.stdout.lines().any(|line| line.split_whitespace().eq(["60", "Person"])), "{run}");
    let json = Workplace::new().run("synth export --people 60 --seed 3 --json").ended(0).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["tables"]["Person"], 60);
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let workplace = Workplace::new();
    workplace.write("export/mine.txt", "");
    let run = workplace.run("synth export --people 60").ended(2);
    assert!(run.stderr.contains("export is not empty"), "{run}");
}

#[test]
fn a_share_is_from_nothing_to_all() {
    let run = Workplace::new().run("synth export --people 60 --defects 2").ended(2);
    assert!(run.stderr.contains("expected a number from 0 to 1"), "{run}");
}

#[test]
fn a_drop_of_one_table_is_migrated_and_proved() {
    let workplace = Workplace::new();
    let [few, all] = ["few --only Person", "all"].map(|given| {
        let run = workplace.run(&format!("synth {given} --people 600 --seed 3 --json")).ended(0);
        serde_json::from_str::<serde_json::Value>(&run.stdout).unwrap()
    });
    for (table, rows) in all["tables"].as_object().unwrap() {
        let left = &few["tables"][table];
        assert!(left == rows || left == 0 || table == "DocumentFile", "{table}: {left} of {rows}");
    }
    for list in ["Person", "Ethnicity", "SystemUser", "Team"] {
        assert_eq!(few["tables"][list], all["tables"][list], "{list} is whole");
    }
    let (photos, files) = (&few["tables"]["DocumentFile"], &all["tables"]["DocumentFile"]);
    assert!(photos == &few["files"] && *photos != 0 && photos != files, "{photos} of {files}");
    assert_eq!(few["tables"]["Case"], 0);
    let person = |drop: &str| std::fs::read(workplace.path(drop).join("Person.csv")).unwrap();
    assert!(person("few") == person("all"));
    symlink(Workplace::package("mappings"), workplace.path("mappings")).unwrap();
    workplace.run("migrate few --out out").ended(0);
}

#[test]
fn a_table_that_there_is_not_is_named_with_its_nearest() {
    let run = Workplace::new().run("synth export --people 60 --only Persn").ended(2);
    assert!(run.stderr.contains("--only Persn: no such table; did you mean Person?"), "{run}");
}
