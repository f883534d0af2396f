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
    let answered: HashSet<(Guid, Guid)> = look
        .others("answer")
        .iter()
        .filter_map(|answer| Some((look.guid(answer, "form")?, look.guid(answer, "question")?)))
        .collect();
    for form in look.own() {
        let (Some(_), Some(key)) = (look.date(form, "completed"), look.case.key(form)) else { continue };
        let questions = look.guid(form, "template").and_then(|template| mandatory.get(&template));
        if questions.is_some_and(|questions| questions.iter().any(|one| !answered.contains(&(key, *one)))) {
            look.raise(form, Reason::MandatoryAnswerMissing, "completed");
        }
    }
}

/// Mandatory questions by template.
fn mandatory(look: &Inspection<'_>) -> HashMap<Guid, Vec<Guid>> {
    let mut in_tables = HashSet::new();
    for cell in look.rows("cell") {
        in_tables.extend(look.guid(cell, "cell"));
        in_tables.extend(look.guid(cell, "table"));
    }
    let mut mandatory: HashMap<Guid, Vec<Guid>> = HashMap::new();
    for question in look.rows("identifier") {
        let (Some(template), Some(key)) =
            (look.guid(question, "identifier_template"), look.guid(question, "identifier"))
        else {
            continue;
        };
        if look.set(question, "mandatory") && !in_tables.contains(&key) {
            mandatory.entry(template).or_default().push(key);
        }
    }
    mandatory
}
