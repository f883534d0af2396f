//! Answers.

use super::{Kind, Site, Subject};
use crate::record::Reason;
use crate::synth::Question;

pub(super) const KINDS: &[Kind] = &[
    Kind::alone(Reason::QuestionUnmapped, unmapped),
    Kind::alone(Reason::GridUnmapped, row_without_table),
    Kind::alone(Reason::AnswerWrongColumn, wrong_column),
    Kind::alone(Reason::AnswerSeveralColumns, several_columns),
    Kind::alone(Reason::AnswerTypeMismatch, no_number),
    Kind::alone(Reason::LookupTextMismatch, shouted),
    Kind::alone(Reason::PersonRefUnresolved, nobody),
    Kind::beside(Reason::EmbeddedPersonId, list_of_people),
];

/// A form in progress of that template, and one of its questions.
fn asked<'a>(
    site: &mut Site<'a>,
    template: &str,
    identifier: &str,
) -> Option<(Subject, usize, &'a Question)> {
    let (child, case) = site.child()?;
    let (day, document) = (site.after(case, 15), site.council.template(template).guid);
    let form = site.begun_form(child, case, document, day);
    Some((child, form, site.question(template, identifier)))
}

const VIEWS: (&str, &str) = ("CFA-2", "QA-DQ-106");

/// A question that the mapping does not know.
fn unmapped(site: &mut Site<'_>) -> Option<()> {
    let (child, form, _) = asked(site, VIEWS.0, VIEWS.1)?;
    let question = site.new_question(VIEWS.0, "QA-DQ-901");
    let answer = site.answer_to(form, question, 1, None);
    site.put(answer, "ShortAnswer", Some("Often"));
    site.expect(Reason::QuestionUnmapped, child, answer, Some("DocumentQuestionIdentifierId"));
    Some(())
}

fn row_without_table(site: &mut Site<'_>) -> Option<()> {
    let (child, form, question) = asked(site, VIEWS.0, VIEWS.1)?;
    let answer = site.answer(form, question, Some(2), "Would like to stay.");
    site.expect(Reason::GridUnmapped, child, answer, Some("GridRowId"));
    Some(())
}

fn wrong_column(site: &mut Site<'_>) -> Option<()> {
    let (child, form, question) = asked(site, VIEWS.0, VIEWS.1)?;
    let answer = site.answer_to(form, question.guid, question.kind, None);
    site.put(answer, "ShortAnswer", Some("Would like to stay."));
    site.expect(Reason::AnswerWrongColumn, child, answer, Some("ShortAnswer"));
    Some(())
}

fn several_columns(site: &mut Site<'_>) -> Option<()> {
    let (child, form, question) = asked(site, VIEWS.0, VIEWS.1)?;
    let answer = site.answer(form, question, None, "Would like to stay.");
    site.put(answer, "ShortAnswer", Some("Stay"));
    site.expect(Reason::AnswerSeveralColumns, child, answer, Some("ShortAnswer"));
    Some(())
}

/// An amount with a comma.
fn no_number(site: &mut Site<'_>) -> Option<()> {
    let (child, form, question) = asked(site, "PIR-1", "QA-DQ-154")?;
    let answer = site.answer(form, question, None, "12,50");
    site.expect(Reason::AnswerTypeMismatch, child, answer, Some("DecimalAnswer"));
    Some(())
}

/// An option whose text differs from Mosaic's in the case of its letters alone.
fn shouted(site: &mut Site<'_>) -> Option<()> {
    let (child, form, question) = asked(site, "CFA-2", "QA-DQ-111")?;
    let option = site.new_option(&question.choices.first()?.name.to_uppercase());
    let answer = site.answer(form, question, None, &option.to_string());
    site.expect(Reason::LookupTextMismatch, child, answer, Some("PicklistValueId"));
    Some(())
}

/// A row of a table about a child who is not in the extract.
fn nobody(site: &mut Site<'_>) -> Option<()> {
    let (child, form, question) = asked(site, "SOS-2", "QA-DQ-118")?;
    let gone = site.rng.guid();
    let text = site.rng.guid_text(gone);
    let answer = site.answer(form, question, Some(1), &text);
    site.put(answer, "LookupObjectTypeName", Some("Person"));
    site.put(answer, "LookupObjectTitle", Some("Somebody Else"));
    site.expect(Reason::PersonRefUnresolved, child, answer, Some("LookupObjectId"));
    Some(())
}

fn list_of_people(site: &mut Site<'_>) -> Option<()> {
    let (child, form, question) = asked(site, VIEWS.0, VIEWS.1)?;
    let people = format!("{}, {}", child.number, child.number + 1);
    let answer = site.answer(form, question, None, &people);
    site.expect(Reason::EmbeddedPersonId, child, answer, Some("ParagraphAnswer"));
    Some(())
}
