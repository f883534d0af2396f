//! Plain texts.

use std::borrow::Cow;

use super::{Applied, StepDoc};
use crate::record::Reason;

/// `trim`
pub(super) const TRIM: StepDoc = StepDoc {
    name: "trim",
    summary: "outer white space removed, line ends as LF",
    detail: "A value with white space around it is counted (untrimmed-value); one of nothing else is empty.",
    example: (" Amina ", "Amina"),
    loses: None,
    in_context: false,
};

/// `text`
pub(super) const TEXT: StepDoc = StepDoc {
    name: "text",
    summary: "as it is, line ends as LF",
    detail: "CRLF and CR become LF; nothing else changes.",
    example: ("Seen at home.", "Seen at home."),
    loses: None,
    in_context: false,
};

/// `digits`
pub(super) const DIGITS: StepDoc = StepDoc {
    name: "digits",
    summary: "white space removed",
    detail: "For NHS numbers, which are held as three groups. Nothing is padded; `check` judges what is left.",
    example: ("999 000 0018", "9990000018"),
    loses: None,
    in_context: false,
};

pub(super) fn trim(text: &str) -> Applied<'_> {
    let trimmed = text.trim();
    let note = (trimmed.len() != text.len()).then_some(Reason::UntrimmedValue);
    Applied::filled(line_feeds(trimmed), note)
}

pub(super) fn text(text: &str) -> Applied<'_> {
    Applied::filled(line_feeds(text), None)
}

pub(super) fn digits(text: &str) -> Applied<'_> {
    if text.contains(char::is_whitespace) {
        let compact: String = text.split_whitespace().collect();
        return Applied::filled(Cow::Owned(compact), None);
    }
    Applied::filled(Cow::Borrowed(text), None)
}

/// The text with every line end as LF.
fn line_feeds(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}
