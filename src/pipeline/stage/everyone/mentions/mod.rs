//! People whom texts name by their keys and numbers.

mod looked;
mod spelled;
mod views;
mod words;

use std::collections::{BTreeSet, HashMap};

use looked::{Looked, is_number, last_digits};
use spelled::Spelled;
use views::{is_between, is_short, is_white, views};
use words::words;

use crate::record::Guid;

/// The digits of the shortest number that names somebody.
const FEWEST_DIGITS: usize = 4;

/// The digits of the shortest number that names somebody also within a word, or in groups; a shorter one is too often a part
/// of something else.
const TELLING_DIGITS: usize = 6;

/// The digits of the shortest number whose groups any white space may part, and whose first group may end a word.
const LONG_DIGITS: usize = 7;

/// The digits of the shortest number whose groups any signs may part.
const LONGEST_DIGITS: usize = 10;

/// The most digits of a number that is written in groups.
const MOST_DIGITS: usize = 16;

/// The shortest text that a key without any digit may stand in.
const LETTERS_OF_A_KEY: usize = 32;

/// By what numbers texts may name some people. Their keys name them wherever they stand.
///
/// A number is looked for as a whole, with neither a digit before it nor one behind it, and however it is grouped. Texts are
/// looked at as they are seen, and with their markup.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    /// Letters and digits of each identifier.
    numbers: HashMap<String, BTreeSet<Guid>>,
    /// How long they are, a bit for each length; the last stands for all that are longer.
    lengths: u64,
    spelled: Spelled,
}

impl Mentions {
    /// Learns a number of somebody's. One that may be a year, or that has few digits or the same throughout, names nobody.
    pub(super) fn learn(&mut self, identity: Guid, text: &str) {
        let text = text.to_ascii_lowercase();
        let number: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        if !names_somebody(&number) {
            return;
        }
        self.lengths |= bit(number.len());
        self.numbers.entry(number).or_default().insert(identity);
        self.spelled.learn(identity, &text);
    }

    /// Passes on every key in a text, whosoever it is, and that of everybody whose number stands in it.
    pub(super) fn of(&self, text: &str, mut each: impl FnMut(Guid)) {
        let may_tell = |byte: u8| byte.is_ascii_digit() || !byte.is_ascii();
        if text.len() < LETTERS_OF_A_KEY && !text.bytes().any(may_tell) {
            return;
        }
        let (marked, seen) = views(text);
        for view in [Some(&*marked), seen.as_deref()].into_iter().flatten() {
            let (words, keys) = words(view, &mut each);
            for place in 0..words.len() {
                let looked = Looked { view, words: &words, keys: &keys, place };
                self.word(&looked, &mut each);
                self.grouped(&looked, &mut each);
                self.spelled.of(&looked, &mut each);
            }
        }
    }

    fn number(&self, number: &str, each: &mut impl FnMut(Guid)) {
        if self.has_length(number) {
            self.numbers.get(number).into_iter().flatten().copied().for_each(each);
        }
    }

    fn has_length(&self, number: &str) -> bool {
        self.lengths & bit(number.len()) != 0
    }

    /// A word as a whole, and the numbers in it.
    fn word(&self, looked: &Looked<'_>, each: &mut impl FnMut(Guid)) {
        let word = looked.word(looked.place);
        if is_number(word) {
            if word.len() >= TELLING_DIGITS || (self.has_length(word) && looked.stands_alone()) {
                self.number(word, each);
            }
            return;
        }
        if self.has_length(word) {
            self.number(&word.to_ascii_lowercase(), each);
        }
        let numbers = word.split(|letter: char| !letter.is_ascii_digit());
        numbers.filter(|digits| digits.len() >= TELLING_DIGITS).for_each(|digits| self.number(digits, each));
    }

    /// A word that is the last group of a number.
    fn grouped(&self, looked: &Looked<'_>, each: &mut impl FnMut(Guid)) {
        let (mut place, mut number) = (looked.place, Groups::default());
        if !is_number(looked.word(place)) || !number.put_before(looked.word(place)) {
            return;
        }
        let mut fewest = TELLING_DIGITS;
        while place > 0 {
            let (gap, before) = (looked.gap(place), looked.word(place - 1));
            let is_whole = is_number(before);
            let needed = match gap {
                gap if is_between(gap) && is_whole => TELLING_DIGITS,
                gap if is_between(gap) || is_white(gap) => LONG_DIGITS,
                gap if is_short(gap) => LONGEST_DIGITS,
                _ => return,
            };
            fewest = fewest.max(needed);
            if !number.put_before(last_digits(before)) {
                return;
            }
            if number.text().len() >= fewest {
                self.number(number.text(), each);
            }
            if !is_whole {
                return;
            }
            place -= 1;
        }
    }
}

/// Groups of digits that make one number.
#[derive(Default)]
struct Groups {
    digits: [u8; MOST_DIGITS],
    count: usize,
}

impl Groups {
    /// Puts a group before those that there are; `false` for none, and where the number gets too long.
    fn put_before(&mut self, group: &str) -> bool {
        let end = MOST_DIGITS - self.count;
        if group.is_empty() || group.len() > end {
            return false;
        }
        self.count += group.len();
        self.digits[end - group.len()..end].copy_from_slice(group.as_bytes());
        true
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.digits[MOST_DIGITS - self.count..]).unwrap_or_default()
    }
}

fn bit(length: usize) -> u64 {
    1 << length.min(63)
}

fn names_somebody(number: &str) -> bool {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let repeated = number.bytes().zip(number.bytes().skip(1)).all(|(one, two)| one == two);
    let year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    digits >= FEWEST_DIGITS && !repeated && !year
}
