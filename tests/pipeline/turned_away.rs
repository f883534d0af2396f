//! A value that is turned away is none, in whatever kind of cell or line it would have stood: joined with others, beside a
//! record, in a line of another's note, in the note of a merged record. None of them fails the proof.

use std::collections::BTreeMap;

use care2mosaic::pipeline::{Exit, MigrateRequest};

use super::council::{Council, assert_proved, list, run};

type Row = BTreeMap<String, String>;

/// A text with a character that no file takes.
const ODD: &str = "a\u{b}b";
const GONE: &str = "00000000-0000-4000-8000-0000000000ff";

/// The rows of a table of the drop.
fn rows(council: &Council, table: &str) -> Vec<Row> {
    list(&council.path(&format!("drop/{table}.csv")))
}

/// Gives a column of the first row of a table that is wanted another text; gives its key.
fn plant(
    council: &Council,
    (table, column): (&str, &str),
    text: &str,
    wanted: impl Fn(&Row) -> bool,
) -> String {
    let mut key = None;
    council.edit_rows(table, |row| {
        if key.is_none() && wanted(row) {
            row.insert(column.into(), text.into());
            key = Some(row[&format!("{table}Id")].to_lowercase());
        }
    });
    key.unwrap_or_else(|| panic!("no row of {table} will do"))
}

/// The codes and columns of a record in a list.
fn listed(council: &Council, name: &str, key: &str) -> Vec<(String, String)> {
    let lines = list(&council.path(&format!("out/exceptions/{name}.csv"))).into_iter();
    let lines = lines.filter(|line| line["SOURCE_ID"] == key);
    lines.map(|line| (line["REASON"].clone(), line["FIELD"].clone())).collect()
}

fn told(reason: &str, field: &str) -> (String, String) {
    (reason.to_owned(), field.to_owned())
}

/// Runs the drop with its proof: there are exceptions, and no check finds anything.
fn prove(council: &Council) {
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert_eq!(finished.exit, Exit::Exceptions);
}

/// The names of a person that stand in the import files: first names and last name by type.
fn names(council: &Council, person: &str) -> BTreeMap<String, (String, String)> {
    let mut names = BTreeMap::new();
    for batch in std::fs::read_dir(council.path("out/data/batches")).unwrap() {
        let path = batch.unwrap().path().join("06_MO_PERSON_NAMES.csv");
        let own = if path.exists() { list(&path) } else { Vec::new() }.into_iter();
        for name in own.filter(|name| name["PERSON_LEGACY_ID"] == person) {
            names.insert(
                name["NAME_TYPE_ID"].clone(),
                (name["FIRST_NAMES"].clone(), name["LAST_NAME"].clone()),
            );
        }
    }
    names
}

/// Whether a person is nobody's survivor and was merged into nobody, so that their own names stand in rows.
fn is_alone(row: &Row, people: &[Row]) -> bool {
    let is = |other: &Row| other["MasterId"].eq_ignore_ascii_case(&row["PersonId"]);
    row["MasterId"].is_empty() && !people.iter().any(is)
}

#[test]
fn names_with_a_part_that_is_turned_away() {
    let council = Council::of(60);
    let people = rows(&council, "Person");
    let mut taken: Vec<String> = Vec::new();
    let mut person = |column: &str, wanted: &dyn Fn(&Row) -> bool| {
        let key = plant(&council, ("Person", column), ODD, |row| {
            is_alone(row, &people) && !taken.contains(&row["PersonId"].to_lowercase()) && wanted(row)
        });
        taken.push(key.clone());
        key
    };
    let both = |row: &Row| !row["MiddleName"].is_empty() && !row["FirstName"].is_empty();
    let (first, middle) = (person("FirstName", &both), person("MiddleName", &both));
    let (last, known_as) = (person("LastName", &|_| true), person("PreferredName", &|_| true));
    let maiden = person("MaidenName", &|_| true);
    let former = plant(&council, ("PersonNameHistory", "FirstName"), ODD, |_| true);
    let name_of = |key: &str, column: &str| {
        let mut own = people.iter().filter(|row| row["PersonId"].eq_ignore_ascii_case(key));
        own.next().unwrap()[column].trim_matches('"').to_owned()
    };
    prove(&council);

    for (key, column) in [
        (&first, "FirstName"),
        (&middle, "MiddleName"),
        (&known_as, "PreferredName"),
        (&maiden, "MaidenName"),
        (&former, "FirstName"),
    ] {
        assert_eq!(listed(&council, "values", key), [told("control-character", column)], "{column}");
    }
    assert_eq!(names(&council, &first)["DISPLAY"].0, name_of(&first, "MiddleName"));
    assert_eq!(names(&council, &middle)["DISPLAY"].0, name_of(&middle, "FirstName"));
    assert!(!names(&council, &known_as).contains_key("PREFERRED"));
    assert!(!names(&council, &maiden).contains_key("MAIDEN"));
    // The shown name cannot do without a last name.
    assert_eq!(listed(&council, "holds", &last), [told("missing-mandatory", "LastName")]);
    assert!(names(&council, &last).is_empty());
}

#[test]
fn values_of_answers_files_and_lines_that_are_turned_away() {
    let council = Council::of(60);
    let answers = rows(&council, "DocumentAnswer");
    let same_row = |one: &Row, two: &Row| {
        one["AssessmentId"].eq_ignore_ascii_case(&two["AssessmentId"]) && one["GridRowId"] == two["GridRowId"]
    };
    // The first of several answers in one row of a table: the row of the table stands though the answer does not.
    let is_first_of_several = |row: &Row| {
        let others = || answers.iter().filter(|other| same_row(row, other));
        let key = |row: &Row| row["DocumentAnswerId"].to_lowercase();
        !row["ShortAnswer"].is_empty()
            && !row["GridRowId"].is_empty()
            && others().count() > 1
            && others().all(|other| key(row) <= key(other))
    };
    let long = plant(&council, ("DocumentAnswer", "ShortAnswer"), &"x".repeat(4001), is_first_of_several);
    let form = answers.iter().find(|row| row["DocumentAnswerId"].eq_ignore_ascii_case(&long)).unwrap();
    let elsewhere = |row: &Row| !row["AssessmentId"].eq_ignore_ascii_case(&form["AssessmentId"]);
    let short = plant(&council, ("DocumentAnswer", "ShortAnswer"), ODD, |row| {
        !row["ShortAnswer"].is_empty() && elsewhere(row)
    });
    let paragraph = plant(&council, ("DocumentAnswer", "ParagraphAnswer"), ODD, |row| {
        !row["ParagraphAnswer"].is_empty() && elsewhere(row)
    });
    council.edit("mappings/policy.toml", |text| {
        text.replace("on_reject = \"hold-case-file\"", "on_reject = \"drop-record\"")
    });
    let copied = plant(&council, ("EmailCC", "EmailAddress"), ODD, |_| true);
    plant(&council, ("DocumentFile", "FileSize"), "", |_| true);
    plant(&council, ("Professional", "LastName"), "", |_| true);
    prove(&council);

    assert_eq!(listed(&council, "rejects", &long), [told("over-length", "")]);
    assert_eq!(listed(&council, "values", &short), [told("control-character", "ShortAnswer")]);
    assert_eq!(listed(&council, "values", &paragraph), [told("control-character", "ParagraphAnswer")]);
    assert_eq!(listed(&council, "values", &copied), [told("control-character", "EmailAddress")]);
}

#[test]
fn values_of_merged_records_and_of_records_beside_others_that_are_turned_away() {
    let council = Council::of(160);
    let merged = |row: &Row| !row["MasterId"].is_empty();
    let ethnicity = plant(&council, ("Person", "EthnicityId"), GONE, merged);
    let middle = plant(&council, ("Person", "MiddleName"), ODD, merged);
    let case = plant(&council, ("Case", "PoliceNotifiedDate"), "2020-02-31", merged);
    let mut fluent: Vec<String> = Vec::new();
    council.edit_rows("PersonLanguage", |row| {
        if !row["LanguageFluencyId"].is_empty() {
            row.insert("LanguageFluencyId".into(), GONE.into());
            fluent.push(row["PersonLanguageId"].to_lowercase());
        }
    });
    assert!(!fluent.is_empty());
    prove(&council);

    let dangling = told("dangling-lookup", "EthnicityId");
    assert!(listed(&council, "values", &ethnicity).contains(&dangling));
    assert!(listed(&council, "values", &middle).contains(&told("control-character", "MiddleName")));
    assert_eq!(listed(&council, "values", &case), [told("bad-date", "PoliceNotifiedDate")]);
    let values = list(&council.path("out/exceptions/values.csv"));
    let of_fluency = values.iter().filter(|line| line["FIELD"] == "LanguageFluencyId");
    assert!(of_fluency.count() > 0 && values.iter().all(|line| line["FIELD"] != "PersonId"));
}
