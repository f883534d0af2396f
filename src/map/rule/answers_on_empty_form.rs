//! Forms that were never begun, and yet have answers.

use std::collections::HashSet;

use super::inspection::Inspection;
use crate::record::{Guid, Reason};

/// Raises `answers-on-empty-form` where the flag says that the form was never begun.
pub(super) fn answers_on_empty_form(look: &mut Inspection<'_>) {
    if look.all().is_empty() {
        return;
    }
    let answered: HashSet<Guid> =
        look.others("answer").iter().filter_map(|answer| look.guid(answer, "form")).collect();
    for form in look.own() {
        let begun = look.text(form, "flag") != Some("0");
        if !begun && look.case.key(form).is_some_and(|key| answered.contains(&key)) {
            look.raise(form, Reason::AnswersOnEmptyForm, "flag");
        }
    }
}
