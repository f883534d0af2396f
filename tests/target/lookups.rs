//! The council's own exports of what its Mosaic knows.

use std::fs;

use super::{CHECK, change, migrate, project};
use crate::support::Workplace;

const INDEX: &str = r#"
[[export]]
file  = "step-types.csv"
list  = "WORKFLOW_STEP_TYPE"
code  = "WORKFLOW_STEP_TYPE_ID"
label = "DESCRIPTION"

[[export]]
file  = "reference-data.csv"
list  = "GENDER"
code  = "REF_CODE"
only  = { REF_DOMAIN = ["GENDER"] }
"#;

/// A project with exports of the contract's own step types and genders.
fn with_exports() -> Workplace {
    let workplace = project();
    workplace.write("project/mappings/lookups/lookups.toml", INDEX);
    let codes = |list: &str| {
        let path = workplace.path("project/mappings/contract/codes").join(list);
        let text = fs::read_to_string(path).unwrap();
        text.lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let steps: Vec<_> =
        codes("WORKFLOW_STEP_TYPE.csv").iter().map(|code| format!("Some type,{code}\r\n")).collect();
    let file = format!("DESCRIPTION,WORKFLOW_STEP_TYPE_ID\r\n{}", steps.concat());
    workplace.write("project/mappings/lookups/step-types.csv", file);
    let genders: Vec<_> = codes("GENDER.csv").iter().map(|code| format!("GENDER,{code}\r\n")).collect();
    let file = format!("REF_DOMAIN,REF_CODE\r\nCOUNTRY,M\r\n{}", genders.concat());
    workplace.write("project/mappings/lookups/reference-data.csv", file);
    workplace
}

#[test]
fn codes_that_are_all_there_are_no_mistake() {
    let workplace = with_exports();
    workplace.run(CHECK).ended(0);
    workplace.run(&migrate("out")).ended(0);
    assert!(workplace.path("out/mappings/0001/lookups/step-types.csv").is_file());
}

#[test]
fn a_code_that_mosaic_does_not_know_is_found_by_check_and_before_a_run() {
    let workplace = with_exports();
    change(&workplace, "lookups/reference-data.csv", "GENDER,F\r\n", "COUNTRY,F\r\n");
    for line in [CHECK.to_owned(), migrate("out")] {
        let run = workplace.run(&line).ended(6);
        assert!(run.stderr.contains("error: `F` is no code of GENDER"), "{run}");
        assert!(
            run.stderr.contains("codes/gender.csv:") && run.stderr.contains("code-not-in-target"),
            "{run}"
        );
    }
    assert!(!workplace.path("out/data").exists());
}

#[test]
fn exports_that_cannot_be_used_are_mistakes() {
    for (from, to, shown) in [
        ("\"WORKFLOW_STEP_TYPE\"", "\"STEP_TYPES\"", "no such code list"),
        ("\"step-types.csv\"", "\"steps.csv\"", "the export cannot be read"),
        ("\"DESCRIPTION\"", "\"NAME\"", "no such column"),
        ("[\"GENDER\"]", "[\"SEX\"]", "the export has no code"),
        ("label = ", "lable = ", "unknown field"),
    ] {
        let workplace = with_exports();
        change(&workplace, "lookups/lookups.toml", from, to);
        let run = workplace.run(CHECK).ended(6);
        assert!(run.stderr.contains(shown) && run.stderr.contains("lookups/lookups.toml"), "{shown}: {run}");
    }
    let workplace = with_exports();
    workplace.write("project/mappings/lookups/note-types.csv", "NOTE_TYPE\r\nX\r\n");
    let run = workplace.run(CHECK).ended(6);
    assert!(run.stderr.contains("nothing says what lookups/note-types.csv is"), "{run}");
}
