//! Lists of keys in one text, as an answer holds them and as an import file does.

use crate::record::Guid;

/// The keys that an answer lists; none where it has anything but keys, in braces or not, and what parts them.
pub(in crate::reconcile) fn listed_keys(text: &str) -> Option<Vec<Guid>> {
    let mut keys = Vec::new();
    for word in text.split(|sign: char| matches!(sign, ',' | ';' | '|') || sign.is_whitespace()) {
        let bare = match (word.strip_prefix('{'), word.strip_suffix('}')) {
            (None, None) => word,
            (Some(_), Some(_)) if word.len() > 2 => &word[1..word.len() - 1],
            _ => return None,
        };
        if !bare.is_empty() {
            keys.push(Guid::parse(bare).ok()?);
        }
    }
    (!keys.is_empty()).then_some(keys)
}

/// A list of keys as import files hold it, each once.
pub(in crate::reconcile) fn list_of(keys: &[Guid]) -> String {
    let mut list = String::new();
    for (place, key) in keys.iter().enumerate().filter(|(place, key)| !keys[..*place].contains(key)) {
        if place > 0 {
            list.push(';');
        }
        key.push_to(&mut list);
    }
    list
}

/// Whether a text is such a list.
pub(super) fn is_list(text: &str) -> bool {
    let is_key =
        |part: &str| Guid::parse(part).is_ok() && !part.bytes().any(|byte| byte.is_ascii_uppercase());
    text.split(';').all(is_key)
}
