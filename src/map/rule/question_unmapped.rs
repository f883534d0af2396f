//! Answers to questions that are not mapped.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `question-unmapped` where the question is gone or the code table has no user code for it.
pub(super) fn question_unmapped(look: &mut Inspection<'_>) {
    for answer in look.own() {
        let identifier = look.attribute(answer, "question", "identifier");
        let target = identifier.and_then(|identifier| look.world.target(look.value("questions"), identifier));
        if target.unwrap_or_default().is_empty() {
            look.raise(answer, Reason::QuestionUnmapped, "question");
        }
    }
}
