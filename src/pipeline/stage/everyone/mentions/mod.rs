//! People whom texts name by their keys and numbers.

mod views;
mod words;

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use views::{is_between, is_near, views};
use words::words;

use crate::record::Guid;

/// The digits of the shortest number that names somebody.
const FEWEST_DIGITS: usize = 4;

/// The digits of the shortest number that names somebody also within a word, or in groups; a shorter one is too often a part
/// of something else.
const TELLING_DIGITS: usize = 6;

/// The most digits of a number that is written in groups.
const MOST_DIGITS: usize = 16;

/// The most letters between two words of an identifier.
const WIDEST_GAP: usize = 3;

/// By what numbers texts may name some people. Their keys name them wherever they stand.
///
/// A number is looked for as a whole, with neither a digit before it nor one behind it, and however it is grouped. Texts are
/// looked at as they are seen, and with their markup.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    /// Letters and digits of each identifier.
    numbers: HashMap<String, BTreeSet<Guid>>,
    lengths: BTreeSet<usize>,
    /// Identifiers of several words, by the last of them: those before it, from the last to the first.
    spelled: HashMap<String, Vec<(Vec<String>, Guid)>>,
}

impl Mentions {
    /// Learns a number of somebody's. One that may be a year, or that has few digits or the same throughout, names nobody.
    pub(super) fn learn(&mut self, identity: Guid, text: &str) {
        let text = text.to_ascii_lowercase();
        let number: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        if !names_somebody(&number) {
            return;
        }
        self.lengths.insert(number.len());
        self.numbers.entry(number).or_default().insert(identity);
        let parts = text.split(|letter: char| !letter.is_ascii_alphanumeric());
        let mut parts = parts.filter(|part| !part.is_empty()).map(str::to_owned).rev();
        if let Some(last) = parts.next() {
            let before: Vec<String> = parts.collect();
            if !before.is_empty() {
                self.spelled.entry(last).or_default().push((before, identity));
            }
        }
    }

    /// Passes on every key in a text, whosoever it is, and that of everybody whose number stands in it.
    pub(super) fn of(&self, text: &str, mut each: impl FnMut(Guid)) {
        let (marked, seen) = views(text);
        for view in [Some(&*marked), seen.as_deref()].into_iter().flatten() {
            let words = words(view, !self.spelled.is_empty(), &mut each);
            for place in 0..words.len() {
                let looked = Looked { view, words: &words, place };
                self.word(&looked, &mut each);
                self.grouped(&looked, &mut each);
                self.spelled(&looked, &mut each);
            }
        }
    }

    fn number(&self, number: &str, each: &mut impl FnMut(Guid)) {
        if self.lengths.contains(&number.len()) {
            self.numbers.get(number).into_iter().flatten().copied().for_each(each);
        }
    }

    /// A word as a whole, and the numbers in it.
    fn word(&self, looked: &Looked<'_>, each: &mut impl FnMut(Guid)) {
        let word = looked.word(looked.place);
        if is_number(word) {
            if word.len() >= TELLING_DIGITS || looked.stands_alone() {
                self.number(word, each);
            }
        } else if word.bytes().any(|byte| byte.is_ascii_digit()) {
            self.number(&word.to_ascii_lowercase(), each);
            let numbers = word.split(|letter: char| !letter.is_ascii_digit());
            numbers
                .filter(|digits| digits.len() >= TELLING_DIGITS)
                .for_each(|digits| self.number(digits, each));
        }
    }

    /// A word that is the last group of a number.
    fn grouped(&self, looked: &Looked<'_>, each: &mut impl FnMut(Guid)) {
        let mut place = looked.place;
        let mut number = String::new();
        while place > 0 && is_between(looked.gap(place)) {
            let (before, group) = (looked.word(place - 1), looked.word(place));
            if !is_number(before) || !is_number(group) || before.len() + group.len() > MOST_DIGITS {
                return;
            }
            if number.is_empty() {
                number.push_str(group);
            }
            number.insert_str(0, before);
            if number.len() > MOST_DIGITS {
                return;
            }
            if number.len() >= TELLING_DIGITS {
                self.number(&number, each);
            }
            place -= 1;
        }
    }

    /// A word that is the last of an identifier.
    fn spelled(&self, looked: &Looked<'_>, each: &mut impl FnMut(Guid)) {
        if self.spelled.is_empty() {
            return;
        }
        let word = looked.word(looked.place).to_ascii_lowercase();
        for (before, identity) in self.spelled.get(&word).into_iter().flatten() {
            let mut places = (1..=looked.place).rev();
            let stands = before.iter().all(|part| {
                places.next().is_some_and(|place| {
                    looked.gap(place).len() <= WIDEST_GAP && looked.word(place - 1).eq_ignore_ascii_case(part)
                })
            });
            if stands {
                each(*identity);
            }
        }
    }
}

/// One word among those of a text.
struct Looked<'t> {
    view: &'t str,
    words: &'t [Range<usize>],
    place: usize,
}

impl<'t> Looked<'t> {
    fn word(&self, place: usize) -> &'t str {
        &self.view[self.words[place].clone()]
    }

    /// What stands before a word that is not the first.
    fn gap(&self, place: usize) -> &'t str {
        &self.view[self.words[place - 1].end..self.words[place].start]
    }

    /// Whether it is no group of a longer number. Commas and strokes part numbers in lists.
    fn stands_alone(&self) -> bool {
        let is_group = |place: usize, other: usize| is_near(self.gap(place)) && is_number(self.word(other));
        let (place, next) = (self.place, self.place + 1);
        let behind_one = place > 0 && is_group(place, place - 1);
        let before_one = next < self.words.len() && is_group(next, next);
        !(behind_one || before_one)
    }
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

fn names_somebody(number: &str) -> bool {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let repeated = number.bytes().zip(number.bytes().skip(1)).all(|(one, two)| one == two);
    let year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    digits >= FEWEST_DIGITS && !repeated && !year
}
