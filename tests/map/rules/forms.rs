//! Rules about forms and answers.

use care2mosaic::map::forward::CaseFileState;
use care2mosaic::record::{Guid, Outcome, Reason};

use super::{fires, silent};
use crate::map::world::{World, guid};

/// A form of a template on a case.
fn form(world: &mut World, template: &str, cells: &[(&str, &str)]) -> Guid {
    world.add("Case", &[]);
    let template = world.refer("Document", template);
    let mut own =
        vec![("DocumentId", template.as_str()), ("AssessmentStatusId", "1"), ("AnswersInitialized", "1")];
    own.retain(|(name, _)| !cells.iter().any(|(given, _)| given == name));
    own.extend_from_slice(cells);
    world.add("CaseForm", &own)
}

fn question(world: &mut World, identifier: &str) -> String {
    world.refer("DocumentQuestionIdentifier", identifier)
}

/// An answer to a question of a form; the cells say its type and value.
fn answer(world: &mut World, form: Guid, identifier: &str, cells: &[(&str, &str)]) -> Guid {
    let (form, question) = (form.to_string(), question(world, identifier));
    let mut own = vec![
        ("AssessmentId", form.as_str()),
        ("AssessmentIdTableName", "CaseForm"),
        ("DocumentQuestionIdentifierId", &question),
    ];
    own.retain(|(name, _)| !cells.iter().any(|(given, _)| given == name));
    own.extend_from_slice(cells);
    world.add("DocumentAnswer", &own)
}

const SHORT: [(&str, &str); 2] = [("QuestionTypeId", "1"), ("ShortAnswer", "Yes")];

#[test]
fn templates() {
    let mut world = World::new();
    let key = "0f0f0f0f-0000-4000-8000-000000000001";
    world.add("Document", &[("DocumentId", key), ("Code", "CFA-9"), ("Name", "Child and family assessment")]);
    let unknown = form(&mut world, "CFA-1", &[("DocumentId", key)]);
    let mapped = world.map();
    assert!(mapped.has(Reason::TemplateUnknown));
    assert_eq!(mapped.outcome(unknown), Outcome::Rejected);
    silent(Reason::TemplateUnknown, |world| {
        form(world, "CFA-1", &[]);
    });
}

#[test]
fn shells() {
    let mut world = World::new();
    let shell = form(&mut world, "CFA-1", &[("AnswersInitialized", "0"), ("AssessmentStatusId", "4")]);
    let mapped = world.map();
    assert!(mapped.has(Reason::FormNotInitialised) && !mapped.has(Reason::AnswersOnEmptyForm));
    assert_eq!((mapped.outcome(shell), mapped.state()), (Outcome::Excluded, CaseFileState::Complete));
    let mut world = World::new();
    let shell = form(&mut world, "CFA-1", &[("AnswersInitialized", "0"), ("AssessmentStatusId", "4")]);
    answer(&mut world, shell, "QA-DQ-103", &SHORT);
    let mapped = world.map();
    assert!(mapped.has(Reason::AnswersOnEmptyForm) && !mapped.has(Reason::FormNotInitialised));
    assert_eq!(mapped.state(), CaseFileState::Held);
}

#[test]
fn statuses() {
    fires(Reason::FormCancelled, |world| {
        form(world, "CFA-1", &[("AssessmentStatusId", "6"), ("TerminatedDate", "2020-02-01")]);
    });
    silent(Reason::FormCancelled, |world| {
        form(world, "CFA-1", &[]);
    });
    fires(Reason::StepDateConflict, |world| {
        form(world, "CFA-1", &[("AssessmentStatusId", "2")]);
    });
    // A number that stands for no status demands nothing, and is told where it is mapped.
    let nothing = [("AssessmentStatusId", "99"), ("CompletionDate", "2020-02-01")];
    silent(Reason::StepDateConflict, |world| {
        form(world, "CFA-1", &nothing);
    });
    fires(Reason::OptionNoLabel, |world| {
        form(world, "CFA-1", &nothing);
    });
    silent(Reason::StepDateConflict, |world| {
        form(world, "CFA-1", &[("AssessmentStatusId", "2"), ("CompletionDate", "2020-02-01")]);
    });
    fires(Reason::SignedOffAfterClosure, |world| {
        let status = world.refer("CaseStatus", "Closed");
        world.add("Case", &[("CaseStatusId", &status), ("EndDateTime", "2020-03-01 10:00:00.000")]);
        form(world, "CFA-1", &[("SignOffDate", "2020-03-02")]);
    });
    silent(Reason::SignedOffAfterClosure, |world| {
        let status = world.refer("CaseStatus", "Closed");
        world.add("Case", &[("CaseStatusId", &status), ("EndDateTime", "2020-03-01 10:00:00.000")]);
        form(world, "CFA-1", &[("SignOffDate", "2020-03-01")]);
    });
}

#[test]
fn answers_in_their_columns() {
    let mut world = World::new();
    let own = form(&mut world, "CFA-1", &[]);
    answer(&mut world, own, "QA-DQ-103", &SHORT);
    let mapped = world.map();
    assert_eq!(mapped.state(), CaseFileState::Complete, "{:?}", mapped.codes());
    assert_eq!(mapped.row("MO_FORM_ANSWERS")["TEXT_ANSWER"], "Yes");
    fires(Reason::AnswerWrongColumn, |world| {
        let form = form(world, "CFA-1", &[]);
        answer(world, form, "QA-DQ-103", &[("QuestionTypeId", "1"), ("NumericAnswer", "4")]);
    });
    fires(Reason::AnswerSeveralColumns, |world| {
        let form = form(world, "CFA-1", &[]);
        answer(
            world,
            form,
            "QA-DQ-103",
            &[("QuestionTypeId", "1"), ("NumericAnswer", "4"), ("ShortAnswer", "four")],
        );
    });
    fires(Reason::AnswerTypeMismatch, |world| {
        let form = form(world, "CFA-1", &[]);
        answer(world, form, "QA-DQ-103", &[("QuestionTypeId", "5"), ("NumericAnswer", "four")]);
    });
    for reason in [Reason::AnswerWrongColumn, Reason::AnswerSeveralColumns, Reason::AnswerTypeMismatch] {
        silent(reason, |world| {
            let form = form(world, "CFA-1", &[]);
            answer(world, form, "QA-DQ-103", &[("QuestionTypeId", "6"), ("DecimalAnswer", "4.50")]);
        });
    }
    let mut world = World::new();
    let own = form(&mut world, "CFA-1", &[]);
    let long = "x".repeat(4001);
    let key = answer(&mut world, own, "QA-DQ-103", &[("QuestionTypeId", "1"), ("ShortAnswer", &long)]);
    let mapped = world.map();
    assert!(mapped.has(Reason::OverLength));
    assert_eq!(mapped.outcome(key), Outcome::Rejected);
}

#[test]
fn questions_that_are_not_mapped() {
    let mut world = World::new();
    let own = form(&mut world, "CFA-1", &[]);
    world.add(
        "DocumentQuestionIdentifier",
        &[("Identifier", "QA-DQ-999"), ("DocumentQuestionIdentifierId", &guid(6_000_001).to_string())],
    );
    let key = answer(
        &mut world,
        own,
        "QA-DQ-103",
        &[SHORT[0], SHORT[1], ("DocumentQuestionIdentifierId", &guid(6_000_001).to_string())],
    );
    let mapped = world.map();
    assert!(mapped.has(Reason::QuestionUnmapped));
    assert_eq!(mapped.outcome(key), Outcome::Rejected);
    silent(Reason::QuestionUnmapped, |world| {
        let form = form(world, "CFA-1", &[]);
        answer(world, form, "QA-DQ-103", &SHORT);
    });
}

/// A table question with one cell that is a question, and one that names the child.
fn table(world: &mut World) {
    let (table, cell, subject) =
        (question(world, "QA-DQ-117"), question(world, "QA-DQ-119"), question(world, "QA-DQ-118"));
    let cells = [
        ("TableQuestionIdentifierId", table.as_str()),
        ("CellQuestionIdentifierId", &cell),
        ("IsRowSubject", "0"),
    ];
    world.add("TableQuestionCell", &cells);
    let cells = [
        ("TableQuestionIdentifierId", table.as_str()),
        ("CellQuestionIdentifierId", &subject),
        ("IsRowSubject", "1"),
    ];
    world.add("TableQuestionCell", &cells);
}

#[test]
fn rows_of_tables() {
    let mut world = World::new();
    table(&mut world);
    let own = form(&mut world, "SOS-1", &[]);
    answer(&mut world, own, "QA-DQ-119", &[SHORT[0], SHORT[1], ("GridRowId", "1")]);
    let child = world.person.to_string();
    let subject = [
        ("QuestionTypeId", "11"),
        ("LookupObjectId", child.as_str()),
        ("LookupObjectTypeName", "Person"),
        ("GridRowId", "1"),
    ];
    answer(&mut world, own, "QA-DQ-118", &subject);
    let mapped = world.map();
    let row = mapped.row("MO_FORM_ANSWER_ROWS");
    assert_eq!(row["LEGACY_ID"], format!("{own}:QA-DQ-117:1"));
    assert_eq!(row["HANDLER_ROW_IDENTIFIER"], child);
    assert!(!mapped.has(Reason::GridUnmapped));
    fires(Reason::GridUnmapped, |world| {
        table(world);
        let form = form(world, "SOS-1", &[]);
        answer(world, form, "QA-DQ-119", &SHORT);
    });
    fires(Reason::GridUnmapped, |world| {
        let form = form(world, "CFA-1", &[]);
        answer(world, form, "QA-DQ-103", &[SHORT[0], SHORT[1], ("GridRowId", "1")]);
    });
}

#[test]
fn a_row_is_about_nobody_who_is_not_written() {
    for written in [true, false] {
        let mut world = World::new();
        table(&mut world);
        let own = form(&mut world, "SOS-1", &[]);
        answer(&mut world, own, "QA-DQ-119", &[SHORT[0], SHORT[1], ("GridRowId", "1")]);
        let brother = world.other_person();
        if !written {
            world.unwrite(brother);
        }
        let key = brother.to_string();
        let cells = [
            ("QuestionTypeId", "11"),
            ("LookupObjectId", key.as_str()),
            ("LookupObjectTypeName", "Person"),
            ("GridRowId", "1"),
        ];
        let named = answer(&mut world, own, "QA-DQ-118", &cells);
        let mapped = world.map();
        let subject = mapped.row("MO_FORM_ANSWER_ROWS").get("HANDLER_ROW_IDENTIFIER").cloned();
        assert_eq!(subject, written.then(|| key.clone()), "{:?}", mapped.codes());
        assert_eq!(mapped.has(Reason::PersonRefUnresolved), !written);
        let answered = mapped.rows("MO_FORM_ANSWERS").iter().any(|row| row.get("TEXT_ANSWER") == Some(&key));
        assert_eq!(answered, written);
        let note = mapped.note(&format!("{named}:remainder"));
        assert_eq!(note.is_some_and(|note| note.contains(&key)), !written, "kept where it is turned away");
    }
}

#[test]
fn mandatory_questions() {
    let mandatory = |world: &mut World| {
        let template = world.refer("Document", "CFA-1");
        world.add(
            "DocumentQuestionIdentifier",
            &[("DocumentId", &template), ("Identifier", "QA-DQ-104"), ("IsMandatory", "1")],
        );
    };
    let complete = [("AssessmentStatusId", "2"), ("CompletionDate", "2020-02-01")];
    fires(Reason::MandatoryAnswerMissing, |world| {
        mandatory(world);
        form(world, "CFA-1", &complete);
    });
    silent(Reason::MandatoryAnswerMissing, |world| {
        mandatory(world);
        form(world, "CFA-1", &[]);
    });
    silent(Reason::MandatoryAnswerMissing, |world| {
        mandatory(world);
        let form = form(world, "CFA-1", &complete);
        answer(world, form, "QA-DQ-104", &[("QuestionTypeId", "3"), ("DateAnswer", "2020-01-20")]);
    });
}

#[test]
fn people_named_in_answers() {
    let names = |key: &str| -> Vec<(&'static str, String)> {
        vec![
            ("QuestionTypeId", "11".to_owned()),
            ("LookupObjectId", key.to_owned()),
            ("LookupObjectTypeName", "Person".to_owned()),
        ]
    };
    let run = |key: &str| {
        let mut world = World::new();
        let form = form(&mut world, "CFA-1", &[]);
        let cells = names(key);
        let cells: Vec<_> = cells.iter().map(|(name, text)| (*name, text.as_str())).collect();
        answer(&mut world, form, "QA-DQ-103", &cells);
        world
    };
    let world = run(&guid(7_000_000).to_string());
    let mapped = world.map();
    assert!(
        mapped.has(Reason::PersonRefUnresolved) || mapped.has(Reason::DanglingLookup),
        "{:?}",
        mapped.codes()
    );
    assert_eq!(mapped.state(), CaseFileState::Incomplete);
    let child = World::new().person.to_string();
    let world = run(&child);
    let mapped = world.map();
    assert_eq!(mapped.row("MO_FORM_ANSWERS")["TEXT_ANSWER"], child);
    assert!(!mapped.has(Reason::PersonRefUnresolved));
    fires(Reason::EmbeddedPersonId, |world| {
        let form = form(world, "CFA-1", &[]);
        answer(world, form, "QA-DQ-103", &[("QuestionTypeId", "1"), ("ShortAnswer", "500123, 500124")]);
    });
    silent(Reason::EmbeddedPersonId, |world| {
        let form = form(world, "CFA-1", &[]);
        answer(world, form, "QA-DQ-103", &[("QuestionTypeId", "1"), ("ShortAnswer", "Seen on 12 May, 2020")]);
    });
}

#[test]
fn signs_of_safety() {
    let set = |world: &mut World, form: Guid, row: &str, parts: &[&str]| {
        for part in parts {
            let value: [(&str, &str); 2] =
                if *part == "QA-DQ-121" { [("QuestionTypeId", "5"), ("NumericAnswer", "7")] } else { SHORT };
            answer(world, form, part, &[value[0], value[1], ("GridRowId", row)]);
        }
    };
    let whole = ["QA-DQ-119", "QA-DQ-120", "QA-DQ-121"];
    fires(Reason::SosSetIncomplete, |world| {
        let form = form(world, "SOS-1", &[]);
        set(world, form, "1", &whole[..2]);
    });
    fires(Reason::SosManySets, |world| {
        let form = form(world, "SOS-1", &[]);
        for row in ["1", "2", "3", "4"] {
            set(world, form, row, &whole);
        }
    });
    for reason in
        [Reason::SosSetIncomplete, Reason::SosManySets, Reason::SosUnstructured, Reason::ScaleOutOfRange]
    {
        silent(reason, |world| {
            let form = form(world, "SOS-1", &[]);
            for row in ["1", "2", "3"] {
                set(world, form, row, &whole);
            }
        });
    }
    fires(Reason::SosUnstructured, |world| {
        let form = form(world, "SOS-1", &[]);
        answer(world, form, "QA-DQ-113", &SHORT);
    });
    fires(Reason::ScaleOutOfRange, |world| {
        let form = form(world, "SOS-1", &[]);
        answer(world, form, "QA-DQ-121", &[("QuestionTypeId", "5"), ("NumericAnswer", "11")]);
    });
}

/// An answer that picks an option of this name.
pub(super) fn picked(world: &mut World, name: &str) {
    let key = guid(8_000_000).to_string();
    world.add("MultiOptionAnswer", &[("MultiOptionAnswerId", &key), ("Name", name)]);
    let form = form(world, "CFA-1", &[]);
    answer(world, form, "QA-DQ-111", &[("QuestionTypeId", "8"), ("PicklistValueId", &key)]);
}

#[test]
fn lookup_texts_must_be_the_targets_own() {
    let option = |name: &'static str| move |world: &mut World| picked(world, name);
    fires(Reason::LookupTextMismatch, option("No further Action"));
    fires(Reason::UnmappedCode, option("Something that nobody knows"));
    fires(Reason::LabelVariant, option("1A - Alcohol misuse"));
    for reason in [Reason::LookupTextMismatch, Reason::UnmappedCode, Reason::LabelVariant] {
        silent(reason, option("No further action"));
    }
}

#[test]
fn ticks() {
    let mut world = World::new();
    let own = form(&mut world, "CFA-1", &[]);
    let ticked = answer(&mut world, own, "QA-DQ-107", &[("QuestionTypeId", "10")]).to_string();
    let options: Vec<_> = ["1A – Alcohol misuse", "1B – Alcohol misuse"]
        .iter()
        .map(|name| world.refer("MultiOptionAnswer", name))
        .collect();
    let yes = world.add(
        "DocumentAnswerChecklist",
        &[("DocumentAnswerId", &ticked), ("MultiOptionAnswerId", &options[0]), ("Checked", "1")],
    );
    let no = world.add(
        "DocumentAnswerChecklist",
        &[("DocumentAnswerId", &ticked), ("MultiOptionAnswerId", &options[1]), ("Checked", "0")],
    );
    let mapped = world.map();
    assert_eq!(mapped.row("MO_FORM_ANSWERS")["LOOKUP_ANSWER"], "1A - Alcohol misuse");
    assert_eq!((mapped.outcome(yes), mapped.outcome(no)), (Outcome::Migrated, Outcome::Merged));
    let line = mapped.file.cross_references.iter().find(|line| line.source_id == no.to_string()).unwrap();
    assert!(line.legacy_id.starts_with(&own.to_string()));
}

#[test]
fn copies_of_answers_for_returns() {
    let mut world = World::new();
    let own = form(&mut world, "HEA-1", &[]);
    answer(&mut world, own, "QA-DQ-157", &[("QuestionTypeId", "3"), ("DateAnswer", "2020-02-03")]);
    answer(&mut world, own, "QA-DQ-158", &[("QuestionTypeId", "3"), ("DateAnswer", "2020-02-04")]);
    let mapped = world.map();
    assert_eq!(mapped.row("PERSON_HEALTH_INTERVENTIONS")["INTERVENTION_DATE"], "2020-02-03");
    assert_eq!(mapped.row("DENTAL_CHECKS")["DENTAL_CHECK_DATE"], "2020-02-04");
    assert!(mapped.rows("HEALTH_CHECKS").is_empty());
}
