//! Keys of rows that share one source row.

use super::{Applied, StepDoc};

/// `suffix`
pub(super) const SUFFIX: StepDoc = StepDoc {
    name: "suffix",
    summary: "a fixed suffix after a colon",
    detail: "Tells apart the rows that one source row gives in one table: `<guid>:photo`.",
    example: ("0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9", "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9:photo"),
    loses: None,
    in_context: false,
};

pub(super) fn apply<'a>(text: &str, suffix: &str) -> Applied<'a> {
    Applied::value(format!("{text}:{suffix}"))
}

pub(super) fn invert(text: &str, suffix: &str) -> Option<String> {
    text.strip_suffix(suffix)?.strip_suffix(':').map(str::to_owned)
}
