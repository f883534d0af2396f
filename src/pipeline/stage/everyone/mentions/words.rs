//! The words of a text, and the keys in it.

use std::ops::Range;

use crate::record::Guid;

const HYPHENED: usize = 36;
const UNHYPHENED: usize = 32;

/// Where the words of a text stand that have a digit, or `all` its words; keys are passed on, and are no words.
pub(super) fn words(view: &str, all: bool, each: &mut impl FnMut(Guid)) -> Vec<Range<usize>> {
    let (mut words, mut at) = (Vec::new(), 0);
    while at < view.len() {
        let mut end = word_end(view, at);
        let mut next = end.max(at + 1);
        if let Some((first, key)) = hyphened(view, at, end) {
            each(key);
            (end, next) = (first, first + HYPHENED);
        }
        let word = &view[at..end];
        let tells = all || word.bytes().any(|byte| byte.is_ascii_digit());
        if tells && !word.is_empty() && !unhyphened(word, each) {
            words.push(at..end);
        }
        at = next;
    }
    words
}

fn word_end(view: &str, start: usize) -> usize {
    start + view.as_bytes()[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count()
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
