//! Numbers.

use std::borrow::Cow;

use super::{Applied, StepDoc};
use crate::record::Reason;

/// `uprn`
pub(super) const UPRN: StepDoc = StepDoc {
    name: "uprn",
    summary: "digits without leading zeros",
    detail: "Anything but digits is bad-identifier-format, nothing but zeros placeholder-identifier.",
    example: ("000100023336956", "100023336956"),
    loses: None,
    in_context: false,
};

/// `int`
pub(super) const INT: StepDoc = StepDoc {
    name: "int",
    summary: "a whole number in decimal digits",
    detail: "A sign may stand before it. Anything else is answer-type-mismatch, in an identifier bad-key.",
    example: ("500123", "500123"),
    loses: None,
    in_context: false,
};

/// `decimal`
pub(super) const DECIMAL: StepDoc = StepDoc {
    name: "decimal",
    summary: "a decimal number with two places",
    detail: "A number with more places that are not zero is answer-type-mismatch: nothing is rounded.",
    example: ("12.5", "12.50"),
    loses: None,
    in_context: false,
};

pub(super) fn uprn(text: &str) -> Applied<'_> {
    let text = text.trim();
    if text.is_empty() {
        return Applied::Empty { note: None };
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Applied::Refused(Reason::BadIdentifierFormat);
    }
    match text.trim_start_matches('0') {
        "" => Applied::Refused(Reason::PlaceholderIdentifier),
        digits => Applied::value(digits),
    }
}

pub(super) fn int(text: &str) -> Applied<'_> {
    let text = text.trim();
    if text.is_empty() {
        return Applied::Empty { note: None };
    }
    match parts(text) {
        Some((negative, whole, "")) => {
            let sign = if negative && whole != "0" { "-" } else { "" };
            Applied::value(if sign.is_empty() {
                Cow::Borrowed(whole)
            } else {
                Cow::Owned(format!("{sign}{whole}"))
            })
        }
        _ => Applied::Refused(Reason::AnswerTypeMismatch),
    }
}

pub(super) fn decimal(text: &str) -> Applied<'_> {
    let text = text.trim();
    if text.is_empty() {
        return Applied::Empty { note: None };
    }
    let Some((negative, whole, places)) = parts(text) else {
        return Applied::Refused(Reason::AnswerTypeMismatch);
    };
    let places = places.trim_end_matches('0');
    if places.len() > 2 {
        return Applied::Refused(Reason::AnswerTypeMismatch);
    }
    let sign = if negative && (whole != "0" || !places.is_empty()) { "-" } else { "" };
    Applied::value(format!("{sign}{whole}.{places:0<2}"))
}

/// Whether a number is negative, its digits before the point without leading zeros, and its digits after the point.
fn parts(text: &str) -> Option<(bool, &str, &str)> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, places) = match unsigned.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (unsigned, ""),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(places) {
        return None;
    }
    let significant = whole.trim_start_matches('0');
    Some((text.starts_with('-'), if significant.is_empty() { "0" } else { significant }, places))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_neither_rounded_nor_guessed() {
        assert_eq!(decimal("7"), Applied::value("7.00"));
        assert_eq!(decimal("-0.10"), Applied::value("-0.10"));
        assert_eq!(decimal("12.500"), Applied::value("12.50"));
        assert_eq!(decimal("-0.000"), Applied::value("0.00"));
        assert_eq!(int("0012"), Applied::value("12"));
        assert_eq!(int("-4"), Applied::value("-4"));
        for text in ["1.005", "1,5", "7.", ".5", "seven", "1e3", "--1"] {
            assert_eq!(decimal(text), Applied::Refused(Reason::AnswerTypeMismatch), "{text}");
        }
        assert_eq!(int("7.0"), Applied::Refused(Reason::AnswerTypeMismatch));
    }
}
