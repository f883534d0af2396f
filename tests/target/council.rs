//! A council changes the contract: no build is needed.

use std::fs;

use super::{CHECK, change, migrate, project};

const PERSONS: &str = "contract/05-mo-persons.toml";
const NAMES: &str = "contract/06-mo-person-names.toml";

#[test]
fn a_renamed_file_a_wider_column_and_a_new_one_are_data() {
    let workplace = project();
    change(&workplace, PERSONS, "\"05_MO_PERSONS\"", "\"05_STAGING_PEOPLE\"");
    let width = "name = \"LAST_NAME\",        type = \"text\", width = ";
    change(&workplace, NAMES, &format!("{width}30"), &format!("{width}100"));
    let last = "{ name = \"EMAIL_ADDRESS\",        type = \"text\", width = 240 },\n";
    change(
        &workplace,
        PERSONS,
        last,
        &format!("{last}  {{ name = \"PLACE_OF_BIRTH\", type = \"text\", width = 50 }},\n"),
    );
    let row = "table = \"MO_PERSONS\"\nmain  = true\n[row.columns]\n";
    let unfilled = "PLACE_OF_BIRTH = { empty = \"the council fills it later\" }\n";
    change(&workplace, "person.toml", row, &format!("{row}{unfilled}"));
    workplace.run(&migrate("out")).ended(0);
    let batch = workplace.path("out/data/batches/0001");
    assert!(!batch.join("05_MO_PERSONS.csv").exists());
    let persons = fs::read_to_string(batch.join("05_STAGING_PEOPLE.csv")).unwrap();
    assert!(persons.lines().next().unwrap().ends_with("EMAIL_ADDRESS,PLACE_OF_BIRTH"));
    let ddl = workplace.run("ddl --dialect postgres --mappings project/mappings").ended(0).stdout;
    assert!(ddl.contains("LAST_NAME varchar(100)") && ddl.contains("PLACE_OF_BIRTH varchar(50)"), "{ddl}");
    workplace.run("load out --to sqlite://staging.sqlite").ended(0);
}

#[test]
fn a_name_that_does_not_fit_holds_its_case_file() {
    let workplace = project();
    let width = "name = \"LAST_NAME\",        type = \"text\", width = ";
    change(&workplace, NAMES, &format!("{width}30"), &format!("{width}4"));
    workplace.run(&migrate("out")).ended(5);
    let held = fs::read_to_string(workplace.path("out/exceptions/held.csv")).unwrap();
    assert!(held.lines().skip(1).any(|line| line.contains("over-length")), "{held}");
}

#[test]
fn another_schema_version_is_stated_in_every_manifest() {
    let workplace = project();
    change(&workplace, "contract/contract.toml", "\"20.1.2\"", "\"22.2.4.0\"");
    workplace.run(&migrate("out")).ended(0);
    let manifest = fs::read_to_string(workplace.path("out/data/batches/0001/manifest.json")).unwrap();
    assert!(manifest.contains("\"target_schema_version\": \"22.2.4.0\""), "{manifest}");
}

/// Which of the two would stand, nothing says.
#[test]
fn tables_files_and_columns_that_stand_twice_are_mistakes() {
    for (from, to, shown) in [
        (
            "table = \"MO_PERSON_NAMES\"",
            "table = \"MO_PERSONS\"",
            "two files describe the table `MO_PERSONS`",
        ),
        ("\"06_MO_PERSON_NAMES\"", "\"05_mo_persons\"", "two tables are written to the file `05_mo_persons`"),
        ("name = \"LAST_NAME\"", "name = \"Title\"", "`MO_PERSON_NAMES` has the column `Title` twice"),
    ] {
        let workplace = project();
        change(&workplace, NAMES, from, to);
        let run = workplace.run(CHECK).ended(6);
        assert!(run.stderr.contains(shown), "{shown}: {run}");
    }
}
