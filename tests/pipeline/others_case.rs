//! Cases that were merged into a case about somebody else.

use care2mosaic::pipeline::{Exit, MigrateRequest};

use super::council::{Council, assert_proved, list, run};

/// Both case files are held for the merge alone: what was to be done in the case hangs on one that has its subject.
#[test]
fn a_case_that_was_merged_into_somebody_elses_holds_both_case_files() {
    let council = Council::of(60);
    let cases = list(&council.path("drop/Case.csv"));
    let actions = list(&council.path("drop/CaseAction.csv"));
    let with_action = |case: &str| actions.iter().any(|action| action["CaseId"].eq_ignore_ascii_case(case));
    let open = || cases.iter().filter(|row| row["MasterId"].is_empty());
    let loser = open().find(|row| with_action(&row["CaseId"])).expect("a case with something to be done");
    let master = open().find(|row| !row["PersonId"].eq_ignore_ascii_case(&loser["PersonId"])).unwrap();
    council.edit_rows("Case", |row| {
        if row["CaseId"] == loser["CaseId"] {
            row.insert("MasterId".to_owned(), master["CaseId"].clone());
        }
    });
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert_eq!((finished.exit, finished.report.case_files.held), (Exit::Exceptions, 2));
    assert!(list(&council.path("out/exceptions/rejects.csv")).is_empty());
    let mut held: Vec<_> = list(&council.path("out/exceptions/holds.csv"))
        .into_iter()
        .map(|line| (line["SOURCE_ID"].clone(), line["REASON"].clone()))
        .collect();
    held.sort();
    let mut both: Vec<_> =
        [loser, master].map(|case| (case["CaseId"].to_lowercase(), "person-case-mismatch".to_owned())).into();
    both.sort();
    assert_eq!(held, both);
}
