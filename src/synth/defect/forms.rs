//! Forms as a whole.

use super::{Kind, Site, Subject};
use crate::record::Reason;

pub(super) const KINDS: &[Kind] = &[
    Kind::alone(Reason::TemplateUnknown, unknown_template),
    Kind::alone(Reason::StepDateConflict, terminated_in_progress),
    Kind::beside(Reason::FormNotInitialised, shell),
    Kind::alone(Reason::AnswersOnEmptyForm, answered_shell),
    Kind::beside(Reason::FormCancelled, cancelled),
    Kind::beside(Reason::MandatoryAnswerMissing, unanswered),
    Kind::alone(Reason::SignedOffAfterClosure, signed_late),
];

/// A form in progress of the child and family assessment.
fn begun(site: &mut Site<'_>) -> Option<(Subject, usize)> {
    let (child, case) = site.child()?;
    let (day, template) = (site.after(case, 15), site.council.template("CFA-2").guid);
    Some((child, site.begun_form(child, case, template, day)))
}

/// A template version that the mapping does not know; its answers go with the form.
fn unknown_template(site: &mut Site<'_>) -> Option<()> {
    let (child, form) = begun(site)?;
    let template = site.new_document("RAP-1", "Risk assessment (pilot)");
    site.put_guid(form, "DocumentId", template);
    let answer = site.answer(form, site.question("CFA-2", "QA-DQ-106"), None, "Would like to stay.");
    site.expect(Reason::TemplateUnknown, child, form, Some("DocumentId"));
    site.expect(Reason::ParentRejected, child, answer, None);
    Some(())
}

fn terminated_in_progress(site: &mut Site<'_>) -> Option<()> {
    let (child, form) = begun(site)?;
    let day = site.day(form, "StartDate").to_string();
    site.put(form, "TerminatedDate", Some(&day));
    site.expect(Reason::StepDateConflict, child, form, Some("TerminatedDate"));
    Some(())
}

fn shell(site: &mut Site<'_>) -> Option<()> {
    let (child, form) = begun(site)?;
    site.put(form, "AssessmentStatusId", Some("4"));
    site.put(form, "AnswersInitialized", Some("0"));
    site.expect(Reason::FormNotInitialised, child, form, None);
    Some(())
}

fn answered_shell(site: &mut Site<'_>) -> Option<()> {
    let (child, form) = begun(site)?;
    site.put(form, "AnswersInitialized", Some("0"));
    site.answer(form, site.question("CFA-2", "QA-DQ-106"), None, "Would like to stay.");
    site.expect(Reason::AnswersOnEmptyForm, child, form, Some("AnswersInitialized"));
    Some(())
}

fn cancelled(site: &mut Site<'_>) -> Option<()> {
    let (child, form) = begun(site)?;
    let day = site.day(form, "StartDate").to_string();
    site.put(form, "AssessmentStatusId", Some("6"));
    site.put(form, "TerminatedDate", Some(&day));
    site.expect(Reason::FormCancelled, child, form, Some("AssessmentStatusId"));
    Some(())
}

fn unanswered(site: &mut Site<'_>) -> Option<()> {
    let (child, form) = begun(site)?;
    let day = site.day(form, "StartDate").to_string();
    site.put(form, "AssessmentStatusId", Some("2"));
    site.put(form, "CompletionDate", Some(&day));
    site.expect(Reason::MandatoryAnswerMissing, child, form, Some("CompletionDate"));
    Some(())
}

/// Signed off a month after the case was closed.
fn signed_late(site: &mut Site<'_>) -> Option<()> {
    let (child, case) = site
        .children()
        .into_iter()
        .find(|(_, case)| site.value(*case, "EndDateTime").is_some_and(|end| end < "2026-05-01"))?;
    let day = site.after(case, 15);
    let form = site.form(child, case, "CFA-2", day);
    let late = crate::synth::clock::plus(site.day(case, "EndDateTime"), 31).to_string();
    site.put(form, "SignOffDate", Some(&late));
    site.expect(Reason::SignedOffAfterClosure, child, form, Some("SignOffDate"));
    Some(())
}
