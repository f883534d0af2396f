//! Lists of people in one text.

use crate::record::Guid;

/// The keys in a text that is a list of keys, in order; none where it is anything else. Spaces, commas, semicolons and bars part
/// them, and each may stand in braces.
pub fn people_in(text: &str) -> Option<Vec<Guid>> {
    let parted = |letter: char| letter.is_whitespace() || ",;|".contains(letter);
    let items = text.split(parted).filter(|item| !item.is_empty());
    let keys = items.map(|item| {
        let inner = item.strip_prefix('{').and_then(|item| item.strip_suffix('}'));
        Guid::parse(inner.unwrap_or(item)).ok()
    });
    keys.collect::<Option<Vec<_>>>().filter(|keys| !keys.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_keys_and_nothing_else() {
        let key = "0a1b2c3d-0000-4000-8000-000000000003";
        for (text, count) in [
            (key.to_owned(), Some(1)),
            (format!("{key};{key}"), Some(2)),
            (format!(" {{{key}}}, {}|\r\n", key.to_uppercase()), Some(2)),
            (format!("{key} and {key}"), None),
            (format!("{{{key}"), None),
            ("; ,".to_owned(), None),
        ] {
            assert_eq!(people_in(&text).map(|keys| keys.len()), count, "{text}");
        }
    }
}
