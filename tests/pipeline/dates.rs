//! Days and times as the files of a drop write them, through the command line.

use std::collections::BTreeMap;
use std::process::Command;

use care2mosaic::source::{DataType, DateForm, Dictionary, Role, UtcInstant};

use super::council::{Council, list};

type Row = BTreeMap<String, String>;

/// Runs the program beside the drop and its mappings; gives its exit code.
pub(super) fn run(council: &Council, line: &str) -> Option<i32> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_care2mosaic"));
    command.current_dir(council.path("")).args(line.split_whitespace()).arg("--quiet");
    command.output().unwrap().status.code()
}

/// Adds to the profile of the drop.
pub(super) fn profile(council: &Council, text: &str) {
    council.edit("mappings/profiles/v6-sql.toml", |profile| profile + "\n" + text);
}

/// What the clock in London showed at a moment of the standard drop, day first.
fn uk(text: &str) -> String {
    let form = DateForm::new("YYYY-MM-DD HH:MM:SS.mmm", None).unwrap();
    let moment = UtcInstant::parse(text, &[form]).unwrap();
    let wall = moment.to_uk_wall().strftime("%d/%m/%Y %H:%M:%S").to_string();
    wall + &text[19..]
}

fn day_first(text: &str) -> String {
    let parts: Vec<_> = text.split('-').rev().collect();
    parts.join("/")
}

/// Rows of the import files.
pub(super) fn imported(council: &Council, out: &str) -> BTreeMap<String, Vec<u8>> {
    let data = crate::support::files(&council.path(&format!("{out}/data")));
    data.into_iter().filter(|(name, _)| !name.ends_with("manifest.json")).collect()
}

#[test]
fn an_export_in_uk_time_gives_the_same_import_files() {
    let council = Council::of(30);
    assert_eq!(run(&council, "migrate drop --out utc --mappings mappings"), Some(0));
    let dictionary = Dictionary::load(&council.path("mappings/dictionary.csv")).unwrap();
    for entity in dictionary.entities().iter().filter(|entity| entity.role != Role::Reference) {
        council.edit_rows(&entity.name, |row| {
            for column in &entity.columns {
                let cell = row.get_mut(&column.name).unwrap();
                match column.data_type {
                    _ if cell.is_empty() => {}
                    DataType::Date => *cell = day_first(cell),
                    DataType::DateTime => *cell = uk(cell),
                    _ => {}
                }
            }
        });
    }
    council.edit("mappings/profiles/v6-sql.toml", |text| {
        text.replace("[\"YYYY-MM-DD\"]", "[\"DD/MM/YYYY\", \"YYYY-MM-DD\"]").replace(
            "[\"YYYY-MM-DD HH:MM:SS.mmm\"]",
            "[\"DD/MM/YYYY HH:MM:SS.mmm\", \"YYYY-MM-DD HH:MM:SS.mmm\"]\ntime      = \"local\"",
        )
    });
    assert_eq!(run(&council, "migrate drop --out local --mappings mappings"), Some(0));
    let (utc, local) = (imported(&council, "utc"), imported(&council, "local"));
    assert!(utc.len() > 20 && utc.keys().eq(local.keys()));
    let differing: Vec<_> =
        utc.iter().filter(|(name, bytes)| local[*name] != **bytes).map(|(name, _)| name).collect();
    assert!(differing.is_empty(), "{differing:?}");
}

/// Lines of a list about a column, each as its code; the values.
pub(super) fn listed(council: &Council, name: &str, field: &str) -> Vec<String> {
    let lines = list(&council.path(&format!("out/exceptions/{name}.csv")));
    let about = lines.into_iter().filter(|line| line["FIELD"] == field);
    about.map(|line| line["REASON"].clone()).collect()
}

/// How often a code was counted for a column.
pub(super) fn counted(council: &Council, field: &str) -> BTreeMap<String, u64> {
    let report = std::fs::read_to_string(council.path("out/reconciliation/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let own = report["mapped"].as_array().unwrap().iter().filter(|line| line["field"] == field);
    own.map(|line| (line["reason"].as_str().unwrap().to_owned(), line["values"].as_u64().unwrap())).collect()
}

/// Fills a column of the first rows of a table with these texts, and brings the others into the first form.
fn fill(council: &Council, table: &str, column: &str, texts: &[&str], other: impl Fn(&str) -> String) {
    let mut texts = texts.iter();
    council.edit_rows(table, |row: &mut Row| {
        let cell = row.get_mut(column).unwrap();
        match texts.next() {
            Some(text) => (*text).clone_into(cell),
            None if cell.is_empty() => {}
            None => *cell = other(cell),
        }
    });
    assert!(texts.next().is_none(), "{table} has too few rows");
}

#[test]
fn hours_that_clocks_leave_out_or_show_twice_are_told() {
    let council = Council::of(60);
    profile(
        &council,
        "[[dates]]\nentity = \"CaseStatusHistory\"\ncolumn = \"EndDateTime\"\ntime = \"local\"\n\
         forms = [\"DD/MM/YYYY HH:MM:SS.mmm\", \"YYYY-MM-DD HH:MM:SS zzz\"]\nrepeated_hour = \"second\"\n",
    );
    let texts = [
        "29/03/2026 01:30:00.000",
        "25/10/2026 01:30:00.000",
        "26/10/2025 00:59:59.000",
        "2025-10-26 01:30:00 +01:00",
    ];
    let mut first = 0;
    council.edit_rows("CaseStatusHistory", |row| {
        first += 1;
        if first <= texts.len() {
            row.insert("StartDateTime".into(), "2020-01-06 10:00:00.000".into());
        }
    });
    fill(&council, "CaseStatusHistory", "EndDateTime", &texts, uk);
    assert_eq!(run(&council, "migrate drop --out out --mappings mappings"), Some(5));
    let field = "EndDateTime";
    assert_eq!(listed(&council, "values", field), ["clock-change-gap"]);
    assert_eq!(counted(&council, field), [("mixed-date-format".to_owned(), 1)].into());
    let twice = listed(&council, "warnings", field).into_iter().filter(|code| code == "clock-change-repeat");
    assert_eq!(twice.count(), 2);
    let notes = imported(&council, "out").into_iter().filter(|(name, _)| name.contains("CASE_NOTES"));
    let notes: String = notes.map(|(_, bytes)| String::from_utf8(bytes).unwrap()).collect();
    for line in
        ["29/03/2026 01:30:00.000", "2026-10-25 01:30:00", "2025-10-26 00:59:59", "2025-10-26 01:30:00"]
    {
        assert!(notes.contains(line), "{line}");
    }
}

#[test]
fn days_are_read_in_the_forms_declared_for_their_column_and_no_other() {
    let council = Council::of(60);
    council.edit("mappings/profiles/v6-sql.toml", |text| {
        text.replace("[control_totals]", "two_digit_years_until = 30\n\n[control_totals]")
    });
    profile(
        &council,
        "[[dates]]\nentity = \"PersonCaseNote\"\ncolumn = \"SignificantEventDate\"\n\
         forms = [\"DD/MM/YYYY\", \"MM/DD/YYYY\", \"DD/MM/YY\", \"YYYY-MM-DD\", \"excel-serial\"]\n",
    );
    let texts = [
        "21/07/2016",
        "24/04/17",
        "2016-07-21",
        "42572",
        "03/04/2019",
        "60",
        "12/31/2019",
        "2016-7-21",
        "01/01/1900",
    ];
    fill(&council, "PersonCaseNote", "SignificantEventDate", &texts, str::to_owned);
    assert_eq!(run(&council, "migrate drop --out out --mappings mappings"), Some(5));
    let field = "SignificantEventDate";
    let mut codes = listed(&council, "values", field);
    codes.sort();
    assert_eq!(codes, ["ambiguous-date", "bad-date", "bad-date"]);
    let counted = counted(&council, field);
    assert_eq!(counted["two-digit-year"], 1);
    assert_eq!(counted["excel-serial-date"], 1);
    assert_eq!(counted["sentinel-date"], 1);
    assert!(counted["mixed-date-format"] >= 4, "{counted:?}");
    let notes = imported(&council, "out").into_iter().filter(|(name, _)| name.contains("CASE_NOTES"));
    let notes: String = notes.map(|(_, bytes)| String::from_utf8(bytes).unwrap()).collect();
    for line in ["date: 2016-07-21", "date: 2017-04-24", "date: 2019-12-31", "date: 03/04/2019", "date: 60"] {
        assert!(notes.contains(line), "{line}");
    }
}

#[test]
fn days_that_were_written_as_moments_stop_the_run() {
    let council = Council::of(40);
    profile(
        &council,
        "[[dates]]\nentity = \"PersonAddress\"\ncolumn = \"StartDate\"\n\
         forms = [\"YYYY-MM-DD\", \"YYYY-MM-DD HH:MM:SS\"]\n",
    );
    council.edit_rows("PersonAddress", |row| {
        let month = &row["StartDate"][5..7];
        if ("05".."09").contains(&month) {
            let day = row["StartDate"].clone() + " 23:00:00";
            row.insert("StartDate".into(), day);
        }
    });
    assert_eq!(run(&council, "migrate drop --out out --mappings mappings"), Some(6));
    let stops = list(&council.path("out/exceptions/stops.csv"));
    let codes: Vec<_> = stops.iter().map(|stop| (stop["CODE"].as_str(), stop["FIELD"].as_str())).collect();
    assert_eq!(codes, [("midnight-shift", "StartDate")]);
}

/// Says in the dictionary what the clock of a column shows.
fn declare(council: &Council, column: &str, time: &str) {
    council.edit("mappings/dictionary.csv", |text| {
        let line = text.lines().find(|line| line.contains(column)).unwrap().to_owned();
        assert!(line.contains(",utc,"));
        text.replace(&line, &line.replace(",utc,", &format!(",{time},")))
    });
}

/// Brings a column of a table into another form.
fn rewrite(council: &Council, table: &str, column: &str, edit: impl Fn(&str) -> String) {
    council.edit_rows(table, |row| {
        let cell = row.get_mut(column).unwrap();
        if !cell.is_empty() {
            *cell = edit(cell);
        }
    });
}

/// The standard drop's own form of what the clock in London showed.
fn uk_standard(text: &str) -> String {
    let (day, time) = uk(text).split_once(' ').map(|(day, time)| (day.to_owned(), time.to_owned())).unwrap();
    format!("{} {time}", day.split('/').rev().collect::<Vec<_>>().join("-"))
}

#[test]
fn the_dictionary_says_which_columns_are_uk_time_in_every_shape() {
    let council = Council::of(30);
    assert_eq!(run(&council, "migrate drop --out utc --mappings mappings"), Some(0));
    declare(&council, "CaseStatusHistory,casework,EndDateTime,", "local");
    rewrite(&council, "CaseStatusHistory", "EndDateTime", uk_standard);
    assert_eq!(run(&council, "migrate drop --out local --mappings mappings"), Some(0));
    assert_eq!(imported(&council, "utc"), imported(&council, "local"));
}

#[test]
fn a_day_in_a_column_of_times_stays_the_day() {
    let council = Council::of(30);
    declare(&council, "CaseStatusHistory,casework,EndDateTime,", "date");
    rewrite(&council, "CaseStatusHistory", "StartDateTime", |_| "2020-01-06 10:00:00.000".to_owned());
    rewrite(&council, "CaseStatusHistory", "EndDateTime", |_| "2026-07-01 00:00:00.000".to_owned());
    assert_eq!(run(&council, "migrate drop --out out --mappings mappings"), Some(0));
    let notes = imported(&council, "out").into_iter().filter(|(name, _)| name.contains("CASE_NOTES"));
    let notes: String = notes.map(|(_, bytes)| String::from_utf8(bytes).unwrap()).collect();
    assert!(notes.contains("End date time: 2026-07-01<"));
    // With a time of day it is no day.
    rewrite(&council, "CaseStatusHistory", "EndDateTime", |_| "2026-07-01 09:00:00.000".to_owned());
    assert_eq!(run(&council, "migrate drop --out other --mappings mappings"), Some(5));
    let values = list(&council.path("other/exceptions/values.csv"));
    assert!(values.iter().all(|line| line["REASON"] == "bad-date") && !values.is_empty());
}

#[test]
fn a_person_whose_birth_is_no_day_is_proved_like_any_other() {
    let council = Council::of(30);
    let births = ["2022-13-99", "31/02/2020", "1988-02-03 00:00:00", "1988-02-03 23:00:00.000"];
    let mut births = births.into_iter();
    council.edit_rows("Person", |row| {
        if row["DateOfBirth"].as_str() > "2012"
            && row["MasterId"].is_empty()
            && let Some(birth) = births.next()
        {
            row.insert("DateOfBirth".to_owned(), birth.to_owned());
        }
    });
    assert!(births.next().is_none(), "as many children are needed");
    assert_eq!(run(&council, "migrate drop --out out --mappings mappings"), Some(5));
    assert_eq!(listed(&council, "values", "DateOfBirth"), ["bad-date"; 4]);
}

/// An expected date tells the age of the unborn alone, on both sides of the proof.
#[test]
fn totals_count_people_by_what_is_written_of_them() {
    let council = Council::of(30);
    council.edit("mappings/policy.toml", |text| {
        ["age_only    =", "no_birth    ="]
            .iter()
            .fold(text, |text, key| text.replace(&format!("{key} \"hold\""), &format!("{key} \"write\"")))
    });
    let mut others = [("9999-12-31", "2"), ("", "5"), ("", "2")].into_iter();
    council.edit_rows("Person", |row| {
        if row["DateOfBirth"].as_str() > "2012"
            && row["MasterId"].is_empty()
            && let Some((born, kind)) = others.next()
        {
            row.insert("DateOfBirth".to_owned(), born.to_owned());
            row.insert("ExpectedDateOfBirth".to_owned(), "2027-01-15".to_owned());
            row.insert("DOBAndAgeTypeId".to_owned(), kind.to_owned());
        }
    });
    assert!(others.next().is_none(), "as many children are needed");
    assert_eq!(run(&council, "migrate drop --out out --mappings mappings"), Some(0));
    // So with the code that the policy gives where there is none.
    council.edit("mappings/policy.toml", |text| {
        text.replacen("gender-when-empty             = \"\"", "gender-when-empty             = \"U\"", 1)
    });
    let mut first = true;
    council.edit_rows("Person", |row| {
        if std::mem::take(&mut first) {
            row.insert("GenderId".to_owned(), String::new());
        }
    });
    assert_eq!(run(&council, "migrate drop --out other --mappings mappings"), Some(0));
}

/// What reads time zones reads more forms than the drop has: the proof takes none of them for a moment either.
#[test]
fn a_moment_in_another_form_is_turned_away_and_proven_to_be() {
    let council = Council::of(30);
    let mut forms = ["2020-01-02T10:00:00", "2020-01-02 10:00:00+01", "2020-01-02 23:59:60"].into_iter();
    council.edit_rows("PersonCaseNote", |row| {
        if let Some(form) = forms.next() {
            row.insert("CaseNoteDate".to_owned(), form.to_owned());
        }
    });
    assert_eq!(run(&council, "migrate drop --out out --mappings mappings"), Some(5));
    assert_eq!(listed(&council, "holds", "CaseNoteDate"), ["bad-date"; 3]);
}
