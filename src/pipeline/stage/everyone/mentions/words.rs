//! The words of a text, and the keys in it.

use std::ops::Range;

use crate::record::Guid;

const HYPHENED: usize = 36;
const UNHYPHENED: usize = 32;

/// Where the words of a text stand that have a digit, and where keys do that are written with hyphens. Keys are passed on, and
/// are no words.
pub(super) fn words(view: &str, each: &mut impl FnMut(Guid)) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (mut words, mut keys, mut at) = (Vec::new(), Vec::new(), 0);
    while at < view.len() {
        let (mut end, has_digit) = word_end(view, at);
        let mut next = end.max(at + 1);
        let mut tells = has_digit;
        if let Some((first, key)) = hyphened(view, at, end) {
            each(key);
            (end, next) = (first, first + HYPHENED);
            keys.push(first..next);
            tells = view[at..end].bytes().any(|byte| byte.is_ascii_digit());
        }
        if (tells || end - at >= UNHYPHENED) && !unhyphened(&view[at..end], each) {
            words.push(at..end);
        }
        at = next;
    }
    (words, keys)
}

/// Where the word that begins here ends, and whether it has a digit.
fn word_end(view: &str, start: usize) -> (usize, bool) {
    let mut has_digit = false;
    let letters = view.as_bytes()[start..].iter().take_while(|byte| {
        has_digit |= byte.is_ascii_digit();
        byte.is_ascii_alphanumeric()
    });
    let length = letters.count();
    (start + length, has_digit)
}

/// The key whose first group is the end of a word, and where it begins.
fn hyphened(view: &str, start: usize, end: usize) -> Option<(usize, Guid)> {
    if view.as_bytes().get(end) != Some(&b'-') {
        return None;
    }
    let first = end.checked_sub(8).filter(|first| *first >= start)?;
    Some((first, Guid::parse(view.get(first..first + HYPHENED)?).ok()?))
}

/// Passes on the keys that stand without hyphens in a word, at its beginning, at its end, or one after the other; whether it may
/// have any.
fn unhyphened(word: &str, each: &mut impl FnMut(Guid)) -> bool {
    if word.len() < UNHYPHENED {
        return false;
    }
    let runs = word.split(|letter: char| !letter.is_ascii_hexdigit());
    let mut any = false;
    for run in runs.filter(|run| run.len() >= UNHYPHENED) {
        any = true;
        let from_start = run.as_bytes().chunks_exact(UNHYPHENED);
        let from_end = run.as_bytes().rchunks_exact(UNHYPHENED);
        from_start.chain(from_end).filter_map(key).for_each(&mut *each);
    }
    any
}

fn key(digits: &[u8]) -> Option<Guid> {
    let digits = std::str::from_utf8(digits).ok()?;
    let groups = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
    Guid::parse(&groups.join("-")).ok()
}
