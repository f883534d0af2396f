//! The label that a column's name makes.

/// The name without `Id`, split at capitals and before numbers, lower case after the first word, acronyms kept:
/// `DOBAndAgeTypeId` is `DOB and age type`.
pub fn column_label(column: &str) -> String {
    let name = column.strip_suffix("Id").filter(|rest| !rest.is_empty()).unwrap_or(column);
    let words = words(name);
    let shown = words.iter().enumerate().map(|(place, word)| cased(word, place == 0));
    shown.collect::<Vec<_>>().join(" ")
}

fn words(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    for (place, character) in characters.iter().enumerate() {
        let before = place.checked_sub(1).map(|place| characters[place]);
        let starts = before.is_none_or(|before| starts_word(before, *character, characters.get(place + 1)));
        match words.last_mut() {
            Some(word) if !starts => word.push(*character),
            _ if *character == '_' => {}
            _ => words.push(character.to_string()),
        }
    }
    words
}

fn starts_word(before: char, this: char, next: Option<&char>) -> bool {
    let capital =
        this.is_uppercase() && (!before.is_uppercase() || next.is_some_and(|next| next.is_lowercase()));
    capital || before == '_' || this == '_' || (this.is_ascii_digit() && !before.is_ascii_digit())
}

fn cased(word: &str, first: bool) -> String {
    let acronym = word.chars().count() > 1 && word.chars().all(char::is_uppercase);
    match (acronym, first) {
        (true, _) => word.to_owned(),
        (false, false) => word.to_lowercase(),
        (false, true) => {
            let mut characters = word.chars();
            characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::column_label;

    #[test]
    fn labels_are_made_of_names() {
        for (name, label) in [
            ("DOBAndAgeTypeId", "DOB and age type"),
            ("LACLegalStatusEndReasonId", "LAC legal status end reason"),
            ("NHSNumber", "NHS number"),
            ("AddressLine3", "Address line 3"),
            ("Id", "Id"),
            ("personid_cwname", "Personid cwname"),
            ("IsSignificantEvent", "Is significant event"),
        ] {
            assert_eq!(column_label(name), label, "{name}");
        }
    }
}
