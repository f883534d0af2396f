//! Identifiers with a check digit.

use crate::map::plan::CheckDigit;

/// Whether an identifier has its form, its check digit is right, and it is no placeholder.
pub(in crate::reconcile) fn passes(check: CheckDigit, text: &str) -> bool {
    match check {
        CheckDigit::Nhs => nhs(text),
        CheckDigit::Upn => upn(text),
        CheckDigit::Uln => uln(text),
    }
}

fn digits(text: &str) -> Option<Vec<u32>> {
    text.chars().map(|character| character.to_digit(10).filter(|_| character.is_ascii())).collect()
}

/// Nine digits by weights from ten down to two.
fn weighted(digits: &[u32]) -> u32 {
    digits.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum()
}

fn nhs(text: &str) -> bool {
    let Some(digits) = digits(text).filter(|digits| digits.len() == 10) else { return false };
    let check = (11 - weighted(&digits[..9]) % 11) % 11;
    check == digits[9] && digits.iter().any(|digit| *digit != digits[0])
}

fn uln(text: &str) -> bool {
    let Some(digits) = digits(text).filter(|digits| digits.len() == 10) else { return false };
    let rest = weighted(&digits[..9]) % 11;
    rest != 0 && 10 - rest == digits[9]
}

fn upn(text: &str) -> bool {
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRTUVWXYZ";
    let index = |byte: &u8| LETTERS.iter().position(|letter| letter == byte);
    let [check, middle @ .., last] = text.as_bytes() else { return false };
    if text.len() != 13 || !middle.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let last_value = if last.is_ascii_digit() { Some(usize::from(last - b'0')) } else { index(last) };
    let Some(last_value) = last_value else { return false };
    let values = middle.iter().map(|byte| usize::from(byte - b'0')).chain([last_value]);
    let sum: usize = values.zip(2..).map(|(value, weight)| value * weight).sum();
    let one_digit = middle.iter().chain([last]).all(|byte| *byte == middle[0]);
    index(check) == Some(sum % 23) && !one_digit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_vectors() {
        for (text, good) in [
            ("9990000018", true),
            ("9990000123", true),
            ("9990001236", false),
            ("9990000050", true),
            ("9990000000", false),
            ("1111111111", false),
            ("999000001", false),
        ] {
            assert_eq!(nhs(text), good, "{text}");
        }
        for (text, good) in [
            ("B801200005001", true),
            ("P999100012001", true),
            ("P99910001200B", true),
            ("P999100012010", false),
            ("A000000000000", false),
        ] {
            assert_eq!(upn(text), good, "{text}");
        }
        for (text, good) in
            [("1234567899", true), ("1000000140", true), ("1234567890", false), ("9999999999", false)]
        {
            assert_eq!(uln(text), good, "{text}");
        }
    }
}
