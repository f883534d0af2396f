//! The form of an option's number.

/// The most digits that an option's number has: longer numbers are those of people (person numbers, days of birth without
/// dashes, NHS numbers), but for choices of Dataverse.
const MOST_DIGITS: usize = 5;

/// The digits of a choice of Dataverse: five that stand for whoever made it, and four that count, of which few are needed.
const CHOICE_DIGITS: usize = 9;

/// Whether a text has the form of an option's number. What has not may be anything, and is never shown.
pub(in crate::pipeline) fn is_option_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_choice = digits.len() == CHOICE_DIGITS && digits.as_bytes()[MOST_DIGITS] == b'0';
    let fits = is_choice || (1..=MOST_DIGITS).contains(&digits.len());
    fits && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_none_of_options() {
        assert!(["0", "-5", "858920000"].into_iter().all(is_option_number));
        let others = ["", "-", "4857773456", "20111201", "1681554", "485777345", "+1", "1.0", "12a"];
        assert!(!others.into_iter().any(is_option_number));
    }
}
