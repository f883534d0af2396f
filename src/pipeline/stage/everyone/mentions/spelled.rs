//! Identifiers that are written as several words.

use std::collections::HashMap;
use std::ops::Range;

use super::looked::Looked;
use crate::record::Guid;

/// The most letters between two words of an identifier.
const WIDEST_GAP: usize = 3;

/// The longest word by which an identifier is looked up.
const LONGEST: usize = 63;

/// Identifiers of several words, by the last of them that has a digit: most words of a text have none.
#[derive(Debug, Default)]
pub(super) struct Spelled {
    by_word: HashMap<Vec<u8>, Vec<Parts>>,
    lengths: u64,
}

/// The word that stands next to a place of a text, and the place beyond it.
type Next = fn(&str, usize) -> Option<(Range<usize>, usize)>;

/// The other words of an identifier.
#[derive(Debug)]
struct Parts {
    /// Those before it, from the last to the first.
    before: Vec<String>,
    /// Those behind it, from the first to the last.
    behind: Vec<String>,
    identity: Guid,
}

impl Spelled {
    /// Learns an identifier in small letters, where it has several words.
    pub(super) fn learn(&mut self, identity: Guid, text: &str) {
        let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let has_digit = |word: &&str| word.bytes().any(|byte| byte.is_ascii_digit());
        let Some(place) = words.iter().rposition(has_digit).filter(|_| words.len() > 1) else { return };
        let word = words[place].as_bytes();
        if word.len() > LONGEST {
            return;
        }
        self.lengths |= 1 << word.len();
        let before = words[..place].iter().rev().map(|word| (*word).to_owned()).collect();
        let behind = words[place + 1..].iter().map(|word| (*word).to_owned()).collect();
        self.by_word.entry(word.to_vec()).or_default().push(Parts { before, behind, identity });
    }

    /// Passes on whose identifiers have this word and the others around it.
    pub(super) fn of(&self, looked: &Looked<'_>, each: &mut impl FnMut(Guid)) {
        let word = looked.word(looked.place).as_bytes();
        if word.len() > LONGEST || self.lengths & (1 << word.len()) == 0 {
            return;
        }
        let mut small = [0; LONGEST];
        small[..word.len()].copy_from_slice(word);
        small.make_ascii_lowercase();
        let known = self.by_word.get(&small[..word.len()]).into_iter().flatten();
        known.filter(|parts| parts.stand_around(looked)).for_each(|parts| each(parts.identity));
    }
}

impl Parts {
    fn stand_around(&self, looked: &Looked<'_>) -> bool {
        let Range { start, end } = looked.words[looked.place].clone();
        let is_key =
            |word: &Range<usize>| looked.keys.iter().any(|key| key.start < word.end && word.start < key.end);
        let stand = |parts: &[String], mut at: usize, next: Next| {
            parts.iter().all(|part| {
                let Some((word, further)) = next(looked.view, at) else { return false };
                at = further;
                looked.view[word.clone()].eq_ignore_ascii_case(part) && !is_key(&word)
            })
        };
        stand(&self.before, start, word_before) && stand(&self.behind, end, word_behind)
    }
}

/// The word that ends little before a place, and where it begins.
fn word_before(view: &str, place: usize) -> Option<(Range<usize>, usize)> {
    let bytes = &view.as_bytes()[..place];
    let gap = bytes.iter().rev().take_while(|byte| !byte.is_ascii_alphanumeric()).count();
    let end = place - gap;
    let length = bytes[..end].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    ((1..=WIDEST_GAP).contains(&gap) && length > 0).then_some((end - length..end, end - length))
}

/// The word that begins little behind a place, and where it ends.
fn word_behind(view: &str, place: usize) -> Option<(Range<usize>, usize)> {
    let bytes = &view.as_bytes()[place..];
    let gap = bytes.iter().take_while(|byte| !byte.is_ascii_alphanumeric()).count();
    let length = bytes[gap..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let start = place + gap;
    ((1..=WIDEST_GAP).contains(&gap) && length > 0).then_some((start..start + length, start + length))
}
