//! The form of an option's number.

/// The most digits that an option's number has: longer numbers are those of people, above all NHS numbers.
const MOST_DIGITS: usize = 9;

/// Whether a text has the form of an option's number. What has not may be anything, and is never shown.
pub(in crate::pipeline) fn is_option_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    (1..=MOST_DIGITS).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_none_of_options() {
        assert!(["0", "-5", "858920000"].into_iter().all(is_option_number));
        assert!(!["", "-", "4857773456", "+1", "1.0", "12a"].into_iter().any(is_option_number));
    }
}
