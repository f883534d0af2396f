//! Lists of options: those in which nothing is ticked, and those of which something is turned away.

use std::collections::BTreeMap;

use care2mosaic::pipeline::MigrateRequest;

use super::council::{Council, assert_proved, list, run};
use super::odd_values::{GONE, listed, told};

type Row = BTreeMap<String, String>;

/// The first tick list of a council: its key, and that of the option that is ticked.
fn first_list(council: &Council) -> (String, String) {
    let options = list(&council.path("drop/DocumentAnswerChecklist.csv"));
    let ticked = options.iter().find(|row| row["Checked"] == "1").unwrap();
    (ticked["DocumentAnswerId"].to_lowercase(), ticked["DocumentAnswerChecklistId"].to_lowercase())
}

/// Changes every option of a list that is ticked, and proves what comes of it.
fn with_ticked(change: impl Fn(&mut Row)) -> (Council, String, String) {
    let council = Council::of(60);
    let (answer, tick) = first_list(&council);
    council.edit_rows("DocumentAnswerChecklist", |row| {
        if row["DocumentAnswerId"].to_lowercase() == answer && row["Checked"] == "1" {
            change(row);
        }
    });
    assert_proved(&run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap());
    (council, answer, tick)
}

/// The lines of the cross-reference about a record: table and key.
fn became(council: &Council, key: &str) -> Vec<(String, String)> {
    let lines = super::council::rows(&council.path("out"), "xref.csv");
    let of_record = lines.into_iter().filter(|line| line["SOURCE_ID"].to_lowercase() == key);
    of_record.map(|line| (line["TARGET_TABLE"].clone(), line["LEGACY_ID"].clone())).collect()
}

#[test]
fn a_list_in_which_nothing_is_ticked_stands_in_a_note() {
    let (council, answer, tick) = with_ticked(|row| drop(row.insert("Checked".into(), "0".into())));
    let notes = super::council::rows(&council.path("out"), "30_CASE_NOTES.csv");
    let note = notes.iter().find(|row| row["LEGACY_ID"] == format!("{answer}:remainder")).unwrap();
    assert!(note["NOTE"].contains("<p>Form: ") && note["NOTE"].contains("<p>Question: "), "{note:?}");
    assert_eq!(became(&council, &tick), [("CASE_NOTES".to_owned(), format!("{answer}:remainder"))]);
}

#[test]
fn a_tick_without_an_option_is_turned_away() {
    let (council, _, tick) = with_ticked(|row| drop(row.insert("MultiOptionAnswerId".into(), String::new())));
    assert_eq!(listed(&council, "rejects", &tick), [told("missing-mandatory", "MultiOptionAnswerId")]);
}

#[test]
fn a_tick_of_an_option_that_no_catalogue_has_is_turned_away() {
    let (council, _, tick) = with_ticked(|row| drop(row.insert("MultiOptionAnswerId".into(), GONE.into())));
    assert_eq!(listed(&council, "rejects", &tick), [told("orphan-parent", "MultiOptionAnswerId")]);
}

/// As in a first dry run, before the code table has every option.
#[test]
fn a_tick_of_an_option_without_a_target_holds_its_case_file() {
    let council = Council::of(60);
    let (_, tick) = first_list(&council);
    let options = list(&council.path("drop/DocumentAnswerChecklist.csv"));
    let own = options.iter().find(|row| row["DocumentAnswerChecklistId"].to_lowercase() == tick).unwrap();
    council.edit_rows("MultiOptionAnswer", |row| {
        if row["MultiOptionAnswerId"].to_lowercase() == own["MultiOptionAnswerId"].to_lowercase() {
            row.insert("Name".into(), "Told in other words".into());
        }
    });
    assert_proved(&run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap());
    assert_eq!(listed(&council, "rejects", &tick), [told("unmapped-code", "MultiOptionAnswerId")]);
    assert_eq!(listed(&council, "holds", &tick), [told("unmapped-code", "MultiOptionAnswerId")]);
}

/// The row that lost was merged into the rows of what is ticked.
#[test]
fn a_list_whose_answer_stands_twice_says_what_it_became() {
    let council = Council::of(60);
    let (answer, tick) = first_list(&council);
    let answers = list(&council.path("drop/DocumentAnswer.csv"));
    let place = answers.iter().position(|row| row["DocumentAnswerId"].to_lowercase() == answer).unwrap();
    council.add_row("DocumentAnswer", place + 1, |_| ());
    assert_proved(&run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap());
    let rows = became(&council, &answer);
    assert!(!rows.is_empty() && rows.iter().all(|(table, _)| table == "MO_FORM_ANSWERS"), "{rows:?}");
    assert!(became(&council, &tick).is_empty());
}
