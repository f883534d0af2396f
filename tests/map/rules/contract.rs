//! What the contract says must hold of rows, where a council's mappings give others.

use care2mosaic::map::forward::CaseFileState;
use care2mosaic::record::{Outcome, Reason};

use super::care::{episode, status};
use super::told;
use crate::map::world::{World, package_plan, plan_with};

fn changed(file: &str, changes: &[(&str, &str)]) -> care2mosaic::map::plan::Plan {
    let owned: Vec<_> = changes.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
    plan_with(file, &owned)
}

/// A child with a name of this type besides the one that is shown.
fn with_name(plan: care2mosaic::map::plan::Plan, cells: &[(&str, &str)]) -> World {
    let mut world = World::with_plan(plan, &[]);
    let mut own = vec![
        ("NameTypeId", "2"),
        ("FirstName", "Amy"),
        ("LastName", "Example"),
        ("EndDate", "NULL"),
        ("StartDate", "2019-05-01"),
    ];
    own.retain(|(name, _)| !cells.iter().any(|(given, _)| given == name));
    own.extend_from_slice(cells);
    world.add("PersonNameHistory", &own);
    world
}

#[test]
fn two_names_that_are_shown() {
    let shown = || changed("codes/name-type.csv", &[("2,Alias,ALIAS,", "2,Alias,DISPLAY,")]);
    let world = with_name(shown(), &[]);
    let mapped = world.map();
    assert!(mapped.has(Reason::DisplayNameCount), "{:?}", mapped.codes());
    assert_eq!(told(&world), ["Person display-name-count", "PersonNameHistory display-name-count"]);
    assert_eq!(mapped.state(), CaseFileState::Held);
    // One that has ended is shown no more.
    let world = with_name(shown(), &[("EndDate", "2022-03-01")]);
    assert!(!world.map().has(Reason::DisplayNameCount));
    assert!(!with_name(package_plan().clone(), &[]).map().has(Reason::DisplayNameCount));
}

#[test]
fn no_group_that_is_the_primary_one() {
    let none = changed(
        "person.toml",
        &[("IS_PRIMARY       = { constant = \"Y\" }", "IS_PRIMARY       = { constant = \"N\" }")],
    );
    let world = World::with_plan(none, &[]);
    let mapped = world.map();
    assert!(mapped.has(Reason::PrimaryGroupCount), "{:?}", mapped.codes());
    assert_eq!(told(&world), ["Person primary-group-count"]);
    assert_eq!(mapped.state(), CaseFileState::Held);
}

/// Staging tables refuse two rows without an end: nothing of the kind is written, whatever rules a council keeps.
#[test]
fn two_statuses_that_both_go_on() {
    let check = "  { check = \"lac-statuses\"";
    let without = || changed("person-lac-legal-status.toml", &[(check, &format!("# {check}"))]);
    for (end, told_of) in [("NULL", true), ("2020-06-01", false)] {
        let mut world = World::with_plan(without(), &[]);
        let episode = episode(&mut world, "NULL");
        let other = world.refer("LACLegalStatus", "E1");
        status(&mut world, &episode, ("2020-01-15", end), "S", "", &[]);
        status(&mut world, &episode, ("2020-06-01", "NULL"), "L", "", &[("LACLegalStatusId", &other)]);
        let mapped = world.map();
        assert_eq!(mapped.has(Reason::LacTwoOpen), told_of, "{:?}", mapped.codes());
        assert_eq!(mapped.state() == CaseFileState::Held, told_of);
    }
}

#[test]
fn work_about_nobody() {
    let subject = "table = \"MO_SUBGROUP_SUBJECTS\"\n[row.columns]";
    let sometimes = "table = \"MO_SUBGROUP_SUBJECTS\"\nwhen  = { filled = \"DueDate\" }\n[row.columns]";
    let nobody = || changed("case-form.toml", &[(subject, sometimes)]);
    let form = |due: &str| {
        let mut world = World::with_plan(nobody(), &[]);
        world.add("Case", &[]);
        let template = world.refer("Document", "CFA-1");
        let cells = [
            ("DocumentId", template.as_str()),
            ("AssessmentStatusId", "1"),
            ("AnswersInitialized", "1"),
            ("DueDate", due),
        ];
        let form = world.add("CaseForm", &cells);
        (world, form)
    };
    let (world, own) = form("NULL");
    let mapped = world.map();
    assert!(mapped.has(Reason::StepNoSubject), "{:?}", mapped.codes());
    assert_eq!(told(&world), ["CaseForm step-no-subject"]);
    assert_eq!(mapped.outcome(own), Outcome::Rejected);
    assert!(!form("2024-05-02").0.map().has(Reason::StepNoSubject));
}

#[test]
fn a_picked_option_whose_label_says_otherwise() {
    let labelled = || {
        let rule = "  { check = \"embedded-person-id\"";
        let own = "  { check = \"answer-label-disagrees\", columns = { option = \"PicklistValueId\", \
                   label = \"Comments\", shown = \"MultiOptionAnswer.Name\" } },\n";
        changed("document-answer.toml", &[(rule, &format!("{own}{rule}"))])
    };
    let answered = |label: &str| {
        let mut world = World::with_plan(labelled(), &[]);
        world.add("Case", &[]);
        let template = world.refer("Document", "CFA-1");
        let cells =
            [("DocumentId", template.as_str()), ("AssessmentStatusId", "1"), ("AnswersInitialized", "1")];
        let form = world.add("CaseForm", &cells).to_string();
        let question = world.refer("DocumentQuestionIdentifier", "QA-DQ-101");
        let option = world.refer("MultiOptionAnswer", "Support plan");
        let answer = [
            ("AssessmentId", form.as_str()),
            ("AssessmentIdTableName", "CaseForm"),
            ("DocumentQuestionIdentifierId", question.as_str()),
            ("QuestionTypeId", "8"),
            ("PicklistValueId", option.as_str()),
            ("Comments", label),
        ];
        world.add("DocumentAnswer", &answer);
        world
    };
    let world = answered("Emotional");
    let mapped = world.map();
    assert!(mapped.has(Reason::AnswerLabelDisagrees), "{:?}", mapped.codes());
    assert_eq!(told(&world), ["DocumentAnswer.PicklistValueId answer-label-disagrees"]);
    assert!(mapped.rows("MO_FORM_ANSWERS").iter().all(|row| !row.contains_key("LOOKUP_ANSWER")));
    assert!(!answered("Support plan").map().has(Reason::AnswerLabelDisagrees));
}
