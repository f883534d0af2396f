//! Identifiers with a check digit.

use std::borrow::Cow;

use super::{Applied, StepDoc};
use crate::map::plan::CheckDigit;
use crate::record::Reason;

/// `check`
pub(super) const CHECK: StepDoc = StepDoc {
    name: "check",
    summary: "turns away an identifier whose form or check digit is wrong",
    detail: "`nhs`, `upn` or `uln`. A wrong form is bad-identifier-format, zeros or one digit repeated \
             placeholder-identifier, a wrong check digit bad-check-digit. A UPN is written in upper case; a reason why there \
             is none (UN1 to UN9) leaves the column empty (upn-unknown-reason) and stays in the note.",
    example: ("9990000018", "9990000018"),
    loses: None,
    in_context: false,
};

/// The letters of pupil numbers; a letter's place is its number.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

pub(super) fn apply(kind: CheckDigit, text: &str) -> Applied<'_> {
    let value = match kind {
        CheckDigit::Upn if text.bytes().any(|byte| byte.is_ascii_lowercase()) => {
            Cow::Owned(text.to_ascii_uppercase())
        }
        _ => Cow::Borrowed(text),
    };
    if kind == CheckDigit::Upn && is_unknown_reason(&value) {
        return Applied::Empty { note: Some(Reason::UpnUnknownReason) };
    }
    match fault(kind, &value) {
        Some(reason) => Applied::Refused(reason),
        None => Applied::value(value),
    }
}

/// Whether an identifier has the form and the check digit of its kind, and is no placeholder.
pub fn passes(kind: CheckDigit, value: &str) -> bool {
    fault(kind, value).is_none()
}

fn fault(kind: CheckDigit, value: &str) -> Option<Reason> {
    let formed = match kind {
        CheckDigit::Nhs | CheckDigit::Uln => {
            value.len() == 10 && value.bytes().all(|byte| byte.is_ascii_digit())
        }
        CheckDigit::Upn => is_formed_upn(value.as_bytes()),
    };
    if !formed {
        return Some(Reason::BadIdentifierFormat);
    }
    if is_placeholder(kind, value) {
        return Some(Reason::PlaceholderIdentifier);
    }
    let right = match kind {
        CheckDigit::Nhs => is_nhs(value.as_bytes()),
        CheckDigit::Uln => is_uln(value.as_bytes()),
        CheckDigit::Upn => is_upn(value.as_bytes()),
    };
    (!right).then_some(Reason::BadCheckDigit)
}

/// Whether the digits of a well-formed identifier are all the same: such a number passes the arithmetic of its check.
pub fn is_placeholder(kind: CheckDigit, value: &str) -> bool {
    let digits = if kind == CheckDigit::Upn { &value.as_bytes()[1..] } else { value.as_bytes() };
    digits.windows(2).all(|pair| pair[0] == pair[1])
}

/// UN and a digit: why there is no number.
fn is_unknown_reason(value: &str) -> bool {
    matches!(value.as_bytes(), [b'U', b'N', b'1'..=b'9'])
}

/// A letter, eleven digits, and a digit or, in a temporary number, a letter.
fn is_formed_upn(value: &[u8]) -> bool {
    let [check, digits @ .., last] = value else { return false };
    digits.len() == 11
        && LETTERS.contains(check)
        && digits.iter().all(u8::is_ascii_digit)
        && (last.is_ascii_digit() || LETTERS.contains(last))
}

/// The sum of the first nine digits by the weights 10 to 2.
fn weighted(digits: &[u8]) -> u32 {
    digits.iter().zip((2..=10).rev()).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum()
}

fn is_nhs(digits: &[u8]) -> bool {
    // 11 stands for 0; 10 is never a digit, so it fails of itself.
    let check = (11 - weighted(digits) % 11) % 11;
    check == u32::from(digits[9] - b'0')
}

fn is_uln(digits: &[u8]) -> bool {
    let rest = weighted(digits) % 11;
    rest != 0 && 10 - rest == u32::from(digits[9] - b'0')
}

fn is_upn(value: &[u8]) -> bool {
    let number = |byte: u8| match LETTERS.iter().position(|letter| *letter == byte) {
        Some(place) => place,
        None => usize::from(byte - b'0'),
    };
    let sum: usize = value[1..].iter().zip(2..).map(|(byte, weight)| number(*byte) * weight).sum();
    LETTERS[sum % 23] == value[0]
}
