//! Yes and no.

use super::{Applied, StepDoc};
use crate::record::Reason;

/// `yes-no`
pub(super) const YES_NO: StepDoc = StepDoc {
    name: "yes-no",
    summary: "1/0 as Y/N",
    detail: "Anything else is bad-boolean.",
    example: ("1", "Y"),
    loses: None,
    in_context: false,
};

/// `not`
pub(super) const NOT: StepDoc = StepDoc {
    name: "not",
    summary: "the opposite of a flag",
    detail: "Comes before `yes-no`, where the target asks the opposite question. Anything but 1/0 is bad-boolean.",
    example: ("1", "0"),
    loses: None,
    in_context: false,
};

/// `tri`
pub(super) const TRI: StepDoc = StepDoc {
    name: "tri",
    summary: "1/2/3 as Y/N/empty",
    detail: "3, not known, is empty and counted (tri-state-unknown), never N. Anything else is bad-boolean.",
    example: ("2", "N"),
    loses: Some("whether a value was not known (3) or not given"),
    in_context: false,
};

pub(super) fn yes_no(text: &str) -> Applied<'_> {
    match text.trim() {
        "1" => Applied::value("Y"),
        "0" => Applied::value("N"),
        _ => Applied::Refused(Reason::BadBoolean),
    }
}

pub(super) fn not(text: &str) -> Applied<'_> {
    match text.trim() {
        "1" => Applied::value("0"),
        "0" => Applied::value("1"),
        _ => Applied::Refused(Reason::BadBoolean),
    }
}

pub(super) fn tri(text: &str) -> Applied<'_> {
    match text.trim() {
        "1" => Applied::value("Y"),
        "2" => Applied::value("N"),
        "3" => Applied::Empty { note: Some(Reason::TriStateUnknown) },
        _ => Applied::Refused(Reason::BadBoolean),
    }
}

pub(super) fn invert_yes_no(text: &str) -> Option<String> {
    one_of(text, [("Y", "1"), ("N", "0")])
}

pub(super) fn invert_not(text: &str) -> Option<String> {
    one_of(text, [("0", "1"), ("1", "0")])
}

pub(super) fn invert_tri(text: &str) -> Option<String> {
    one_of(text, [("Y", "1"), ("N", "2")])
}

fn one_of(text: &str, pairs: [(&str, &str); 2]) -> Option<String> {
    pairs.iter().find(|(made, _)| *made == text).map(|(_, held)| (*held).to_owned())
}
