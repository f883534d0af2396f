//! What a screen calls a column and a table.

/// The words of a column's name, `StartDateTime` as `Start Date Time`; an identifier without its `Id`.
pub(in crate::source) fn heading(name: &str, is_identifier: bool) -> String {
    let name = if is_identifier { name.strip_suffix("Id").unwrap_or(name) } else { name };
    let letters: Vec<char> = name.chars().collect();
    let mut words = String::with_capacity(name.len() + 8);
    for (place, letter) in letters.iter().enumerate() {
        let before = place.checked_sub(1).map(|before| letters[before]);
        let next_is_small = letters.get(place + 1).is_some_and(char::is_ascii_lowercase);
        let begins = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || (before.is_ascii_uppercase() && next_is_small)
            });
        if begins {
            words.push(' ');
        }
        words.push(*letter);
    }
    words
}

/// The plural by rule, without spaces.
pub fn plural(name: &str) -> String {
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    match name.strip_suffix('y') {
        Some(stem) if !ends(&["ay", "ey", "oy", "uy"]) => format!("{stem}ies"),
        _ if ends(&["s", "x", "ch", "sh"]) => format!("{name}es"),
        _ => format!("{name}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_words_and_plurals() {
        let headings = [
            ("StartDateTime", false, "Start Date Time"),
            ("CaseStatusId", true, "Case Status"),
            ("NHSNumber", false, "NHS Number"),
            ("LACLegalStatusReasonId", true, "LAC Legal Status Reason"),
            ("AddressLine1", false, "Address Line1"),
            ("FileId", false, "File Id"),
        ];
        for (name, is_identifier, expected) in headings {
            assert_eq!(heading(name, is_identifier), expected);
        }
        for (name, expected) in
            [("Case", "Cases"), ("Allergy", "Allergies"), ("Status", "Statuses"), ("Day", "Days")]
        {
            assert_eq!(plural(name), expected);
        }
    }
}
