//! Reference data of form templates that leads nowhere: answers are written where they can be, and turned away where not.

use care2mosaic::pipeline::MigrateRequest;

use super::council::{Council, assert_proved, list, run};
use super::odd_values::{GONE, change, listed, told};

/// That it is not ticked could not be told from the options of its question.
#[test]
fn an_option_of_another_question_that_is_not_ticked_is_turned_away() {
    let council = Council::of(160);
    let mut option = String::new();
    let tick = change(
        &council,
        "DocumentAnswerChecklist",
        |row| row["Checked"] == "0",
        |row| option = row["MultiOptionAnswerId"].to_lowercase(),
    );
    change(
        &council,
        "MultiOptionAnswer",
        |row| row["MultiOptionAnswerId"].to_lowercase() == option,
        |row| drop(row.insert("QuestionCatalogueId".into(), GONE.into())),
    );
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert_eq!(listed(&council, "values", &tick), [told("dangling-lookup", "MultiOptionAnswerId")]);
}

#[test]
fn an_answer_in_a_row_of_a_table_that_no_template_has_is_turned_away() {
    let council = Council::of(160);
    let answers = list(&council.path("drop/DocumentAnswer.csv"));
    let answer = answers.iter().find(|row| !row["GridRowId"].is_empty()).unwrap();
    let question = answer["DocumentQuestionIdentifierId"].to_lowercase();
    change(
        &council,
        "TableQuestionCell",
        |row| row["CellQuestionIdentifierId"].to_lowercase() == question,
        |row| drop(row.insert("TableQuestionIdentifierId".into(), GONE.into())),
    );
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    let key = answer["DocumentAnswerId"].to_lowercase();
    assert!(listed(&council, "rejects", &key).contains(&told("grid-unmapped", "GridRowId")));
}
