//! `synth`.

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
