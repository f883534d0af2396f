//! Lists where one value is expected.

use crate::record::{Guid, Reason};

/// What stands between the values of a list.
const SEPARATORS: [char; 3] = [',', ';', '|'];

/// What is wrong with a text that is no key, where one is expected.
pub(in crate::map) fn no_key(text: &str) -> Reason {
    if list_separator(text, is_key).is_some() { Reason::MultiValue } else { Reason::DanglingLookup }
}

/// What is wrong with a text that is no number of an option, where one is expected.
pub(in crate::map) fn no_option(text: &str) -> Reason {
    if list_separator(text, is_number).is_some() { Reason::MultiValue } else { Reason::OptionNoLabel }
}

/// What stands between the items of a text that lists such items: several, or some in brackets, where `-1` at either end is
/// none of them. None for a text that is no list of them.
pub fn list_separator(text: &str, is_item: impl Fn(&str) -> bool) -> Option<char> {
    let inner = text.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let trimmed = |item| str::trim(item).trim_matches(|mark| mark == '"' && inner.is_some());
    let items = inner.unwrap_or(text).split(SEPARATORS).map(trimmed);
    let items: Vec<_> = items.filter(|item| !(item.is_empty() || inner.is_some() && *item == "-1")).collect();
    let is_list = (inner.is_some() || items.len() > 1) && !items.is_empty() && items.into_iter().all(is_item);
    is_list.then(|| text.chars().find(|mark| SEPARATORS.contains(mark)).unwrap_or(SEPARATORS[0]))
}

/// Whether a text may be a key.
pub fn is_key(item: &str) -> bool {
    Guid::parse(item).is_ok()
}

/// Whether a text may be the number of an option.
pub fn is_number(item: &str) -> bool {
    item.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "0a1b2c3d-0000-4000-8000-000000000001";

    #[test]
    fn several_keys_or_numbers_are_a_list() {
        for (separator, ends) in
            [(",", ["", ""]), ("; ", ["", ""]), (",", ["[-1,", ",-1]"]), ("\",\"", ["[\"", "\"]"])]
        {
            let list = |item: &str| format!("{}{item}{separator}{item}{}", ends[0], ends[1]);
            assert_eq!(no_key(&list(KEY)), Reason::MultiValue, "{}", list(KEY));
            assert_eq!(no_option(&list("71000010")), Reason::MultiValue);
        }
        assert_eq!(no_key(&format!("[-1;{KEY};-1]")), Reason::MultiValue);
        for text in ["", "[]", "[-1,-1]", "Smith, Ann", "1,2"] {
            assert_eq!(no_key(text), Reason::DanglingLookup, "{text}");
        }
        for text in ["Smith, Ann", "71000010", "1,a"] {
            assert_eq!(no_option(text), Reason::OptionNoLabel, "{text}");
        }
    }
}
