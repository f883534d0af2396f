//! Postcodes.

use std::borrow::Cow;

use super::{Applied, StepDoc};
use crate::record::Reason;

/// `postcode`
pub(super) const POSTCODE: StepDoc = StepDoc {
    name: "postcode",
    summary: "upper case with one space, where it is a postcode; else as held",
    detail: "A postcode in another form is counted (postcode-normalised). A text that is none is only trimmed.",
    example: ("cr03rl", "CR0 3RL"),
    loses: None,
    in_context: false,
};

pub(super) fn apply(text: &str) -> Applied<'_> {
    let Some(standard) = standard(text) else {
        return Applied::filled(Cow::Borrowed(text.trim()), None);
    };
    if standard == text {
        return Applied::value(text);
    }
    Applied::filled(Cow::Owned(standard), Some(Reason::PostcodeNormalised))
}

/// The standard form of a postcode; none for a text that is none.
fn standard(text: &str) -> Option<String> {
    let mut compact: String = text.split_whitespace().collect();
    compact.make_ascii_uppercase();
    if !is_compact_postcode(&compact) {
        return None;
    }
    compact.insert(compact.len() - 3, ' ');
    Some(compact)
}

/// Whether a text is a postcode, letter case and spaces apart.
pub fn is_postcode(text: &str) -> bool {
    standard(text).is_some()
}

/// An outward code (A9, A99, AA9, AA99, A9A, AA9A) and an inward code (9AA).
fn is_compact_postcode(compact: &str) -> bool {
    if compact == "GIR0AA" {
        return true;
    }
    let mut shape = [0; 7];
    if !(5..=7).contains(&compact.len()) {
        return false;
    }
    for (kind, byte) in shape.iter_mut().zip(compact.bytes()) {
        *kind = if byte.is_ascii_uppercase() {
            b'A'
        } else if byte.is_ascii_digit() {
            b'9'
        } else {
            return false;
        };
    }
    let (outward, inward) = shape[..compact.len()].split_at(compact.len() - 3);
    inward == b"9AA" && matches!(outward, b"A9" | b"A99" | b"AA9" | b"AA99" | b"A9A" | b"AA9A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postcodes_are_told_from_other_texts() {
        for text in ["CR0 3RL", "cr03rl", "M1 1AA", "EC1A 1BB", "W1A 0AX", "GIR 0AA", "zz99 3vz", " b33 8th "]
        {
            assert!(is_postcode(text), "{text}");
        }
        for text in ["", "CR0", "CR0 3R", "CR03RLL", "1CR 3RL", "flat 3", "ÄR0 3RL", "CR0-3RL"] {
            assert!(!is_postcode(text), "{text}");
        }
    }
}
