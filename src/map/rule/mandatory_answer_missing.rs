//! Completed forms with a mandatory question unanswered.

use std::collections::{HashMap, HashSet};

use super::inspection::Inspection;
use crate::record::{Guid, Reason};

/// Raises `mandatory-answer-missing` for completed forms. Table questions and their cells have no answer of their own.
pub(super) fn mandatory_answer_missing(look: &mut Inspection<'_>) {
    if !look.own().any(|form| look.date(form, "completed").is_some()) {
        return;
    }
    let mandatory = mandatory(look);
    if mandatory.is_empty() {
        return;
    }
    let answered: HashSet<(Guid, Guid)> = look
        .others("answer")
        .iter()
        .filter_map(|answer| Some((look.guid(answer, "form")?, look.guid(answer, "question")?)))
        .collect();
    let mut in_tables = None;
    for form in look.own() {
        let (Some(_), Some(key)) = (look.date(form, "completed"), look.case.key(form)) else { continue };
        let questions = look.guid(form, "template").and_then(|template| mandatory.get(&template));
        let mut open = questions.into_iter().flatten().filter(|one| !answered.contains(&(key, **one)));
        if open.any(|one| !in_tables.get_or_insert_with(|| questions_in_tables(look)).contains(one)) {
            look.raise(form, Reason::MandatoryAnswerMissing, "completed");
        }
    }
}

/// Mandatory questions by template.
fn mandatory(look: &Inspection<'_>) -> HashMap<Guid, Vec<Guid>> {
    let mut mandatory: HashMap<Guid, Vec<Guid>> = HashMap::new();
    for question in look.rows("identifier").iter().filter(|question| look.set(question, "mandatory")) {
        if let (Some(template), Some(key)) =
            (look.guid(question, "identifier_template"), look.guid(question, "identifier"))
        {
            mandatory.entry(template).or_default().push(key);
        }
    }
    mandatory
}

/// Table questions, and the questions that are cells of one.
fn questions_in_tables(look: &Inspection<'_>) -> HashSet<Guid> {
    let cells = look.rows("cell").iter();
    cells.flat_map(|cell| [look.guid(cell, "cell"), look.guid(cell, "table")]).flatten().collect()
}
