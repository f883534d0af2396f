//! `check`.

use insta::assert_snapshot;

use crate::support::Workplace;

#[test]
fn sound_mappings_are_told_in_a_line() {
    let workplace = Workplace::new();
    let line = format!("check --mappings {}", Workplace::mappings().display());
    let run = workplace.run(&line).ended(0);
    assert!(run.stdout.starts_with("No mistake in "), "{run}");
    assert_eq!(run.stdout.lines().count(), 1);
}

#[test]
fn a_mistake_is_shown_where_it_stands() {
    let workplace = Workplace::new();
    workplace.run("init project").ended(0);
    let team = workplace.path("project/mappings/team.toml");
    let text = std::fs::read_to_string(&team).unwrap().replace("\"TEAM\"", "\"TEEM\"");
    std::fs::write(&team, text).unwrap();
    let run = workplace.run("check --mappings project/mappings").ended(6);
    assert_eq!(run.stdout, "");
    for part in [
        "error: `TEEM` is no code of ORG_TYPE",
        "project/mappings/team.toml:22:",
        "help: did you mean `TEAM`?",
    ] {
        assert!(run.stderr.contains(part), "{run}");
    }
    let run = workplace.run("check --mappings project/mappings --json").ended(6);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["mistakes"][0]["file"], "team.toml");
}

#[test]
fn an_export_is_held_against_the_mappings() {
    let workplace = Workplace::new();
    workplace.run("init project").ended(0);
    let run = workplace.run("check project/sample-export --mappings project/mappings").ended(0);
    assert!(run.stdout.starts_with("The mappings cover the drop: "), "{run}");
    workplace.write("project/sample-export/notes.txt", "x");
    let line = "check project/sample-export --mappings project/mappings --profile v6-sql --json";
    let run = workplace.run(line).ended(6);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        (&json["drop"]["covered"], &json["drop"]["stops"][0]["code"]),
        (&false.into(), &"undeclared-file".into())
    );
}

#[test]
fn mappings_that_are_not_there_can_be_written() {
    assert_snapshot!(Workplace::new().run("check"), @r"
    ------- standard error -------
    error: cannot read the file
    --> mappings/contract/contract.toml
     = note: No such file or directory (os error 2)

    error: the data dictionary cannot be read: No such file or directory (os error 2)
    --> mappings/dictionary.csv
     = help: put dictionary.csv into the mappings folder, saved as CSV in UTF-8

    2 mistakes

    error: the mappings have 2 mistake(s); mend them and run the same command again

    hint: `care2mosaic init DIR` writes mappings to start from
    ------- exit 6 -------
    ");
}
