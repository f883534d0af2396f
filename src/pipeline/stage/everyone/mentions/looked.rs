//! One word among those of a text.

use std::ops::Range;

use super::views::is_near;

/// One word among those of a text that have a digit.
pub(super) struct Looked<'t> {
    pub(super) view: &'t str,
    pub(super) words: &'t [Range<usize>],
    /// Where keys stand that are written with hyphens.
    pub(super) keys: &'t [Range<usize>],
    pub(super) place: usize,
}

impl<'t> Looked<'t> {
    pub(super) fn word(&self, place: usize) -> &'t str {
        &self.view[self.words[place].clone()]
    }

    /// What stands before a word that is not the first.
    pub(super) fn gap(&self, place: usize) -> &'t str {
        &self.view[self.words[place - 1].end..self.words[place].start]
    }

    /// Whether it is no group of a longer number. Commas and strokes part numbers in lists.
    pub(super) fn stands_alone(&self) -> bool {
        let is_group = |place: usize, other: usize| is_near(self.gap(place)) && is_number(self.word(other));
        let (place, next) = (self.place, self.place + 1);
        let behind_one = place > 0 && is_group(place, place - 1);
        let before_one = next < self.words.len() && is_group(next, next);
        !(behind_one || before_one)
    }
}

pub(super) fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The digits in which a word ends.
pub(super) fn last_digits(word: &str) -> &str {
    word.rsplit(|letter: char| !letter.is_ascii_digit()).next().unwrap_or_default()
}
