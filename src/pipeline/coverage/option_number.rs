//! The form of an option's number.

/// The most digits of a number that no person has: of any other, only a list of options tells that it is one.
const PLAIN_DIGITS: usize = 3;

/// The most digits that an option's number has: longer numbers are those of people (person numbers, days of birth without
/// dashes, NHS numbers), but for choices of Dataverse.
const MOST_DIGITS: usize = 5;

/// The digits of a choice of Dataverse: five that stand for whoever made it, and four that count, of which few are needed.
const CHOICE_DIGITS: usize = 9;

/// Whether a text has the form of a number of a list of options, of which some numbers are known: no more digits than those have.
/// What has not may be anything, and is never shown.
pub(in crate::pipeline) fn is_option_number<'n>(text: &str, known: impl Iterator<Item = &'n str>) -> bool {
    let digits = digits_of(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let is_choice = digits.len() == CHOICE_DIGITS && digits.as_bytes()[MOST_DIGITS] == b'0';
    let listed = || known.map(|number| digits_of(number).len()).max().unwrap_or_default().min(MOST_DIGITS);
    is_choice || digits.len() <= PLAIN_DIGITS || digits.len() <= listed()
}

fn digits_of(number: &str) -> &str {
    number.strip_prefix('-').unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_none_of_options() {
        let fits = |text: &str| is_option_number(text, ["1", "2"].into_iter());
        assert!(["0", "-5", "999", "858920000"].into_iter().all(fits));
        let others =
            ["", "-", "4857773456", "20111201", "1681554", "485777345", "+1", "1.0", "12a", "1990", "10732"];
        assert!(!others.into_iter().any(fits));
    }

    #[test]
    fn a_list_of_long_numbers_may_have_more_of_them() {
        let fits = |text: &str| is_option_number(text, ["7", "10001", "858920000"].into_iter());
        assert!(fits("10732") && fits("1990"));
        assert!(!fits("107320"), "no list has numbers of people");
    }
}
