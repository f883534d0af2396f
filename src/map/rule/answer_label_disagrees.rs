//! Labels beside the picked options of answers.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `answer-label-disagrees` where the label beside a picked option is not what the option shows.
pub(super) fn answer_label_disagrees(look: &mut Inspection<'_>) {
    for answer in look.own() {
        let (Some(label), Some(shown)) =
            (look.text(answer, "label"), look.attribute(answer, "option", "shown"))
        else {
            continue;
        };
        if label != shown.trim() {
            look.raise(answer, Reason::AnswerLabelDisagrees, "option");
        }
    }
}
