//! People whom texts name by their keys and numbers.

use std::collections::{BTreeSet, HashMap};

use crate::record::Guid;

/// The digits of the shortest number that names somebody.
const FEWEST_DIGITS: usize = 4;

/// The most groups in which a number is written, and the most digits of all of them.
const GROUPS: usize = 4;
const MOST_DIGITS: usize = 16;

/// What may stand between two groups of one number.
const BETWEEN: [&str; 4] = [" ", "-", "\u{a0}", "&nbsp;"];

/// By what numbers texts may name some people. Their keys name them wherever they stand.
///
/// A number is looked for as a whole: with neither a digit before it nor one behind it, whatever zeros lead it, and however it is
/// grouped.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    numbers: HashMap<String, BTreeSet<Guid>>,
}

impl Mentions {
    /// Learns a number of somebody's. One that may be a year, or that has few digits or the same throughout, names nobody.
    pub(super) fn learn(&mut self, identity: Guid, text: &str) {
        let number: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        let number = normal(&number);
        if names_somebody(&number) {
            self.numbers.entry(number).or_default().insert(identity);
        }
    }

    /// Passes on every key in a text, whosoever it is, and that of everybody whose number stands in it.
    pub(super) fn of(&self, text: &str, mut each: impl FnMut(Guid)) {
        let mut groups = Vec::new();
        for (start, word) in (Words { text, at: 0 }) {
            match word {
                Word::Key(key) => each(key),
                Word::Plain(word) => {
                    self.word(word, &mut each);
                    self.grouped(text, &mut groups, (start, word), &mut each);
                }
            }
        }
    }

    fn number(&self, number: &str, each: &mut impl FnMut(Guid)) {
        if number.len() < FEWEST_DIGITS {
            return;
        }
        self.numbers.get(&normal(number)).into_iter().flatten().copied().for_each(each);
    }

    /// A word as a whole, and the numbers in it.
    fn word(&self, word: &str, each: &mut impl FnMut(Guid)) {
        self.number(word, each);
        if word.bytes().any(|byte| !byte.is_ascii_digit()) {
            word.split(|letter: char| !letter.is_ascii_digit()).for_each(|digits| self.number(digits, each));
        }
    }

    /// A word that is the last group of a number.
    fn grouped(
        &self,
        text: &str,
        groups: &mut Vec<(usize, usize)>,
        (start, word): (usize, &str),
        each: &mut impl FnMut(Guid),
    ) {
        let goes_on = groups.last().is_some_and(|(_, end)| BETWEEN.contains(&&text[*end..start]));
        if !goes_on {
            groups.clear();
        }
        if word.bytes().any(|byte| !byte.is_ascii_digit()) {
            groups.clear();
            return;
        }
        groups.push((start, start + word.len()));
        let mut number = word.to_owned();
        for (start, end) in groups.iter().rev().skip(1).take(GROUPS - 1) {
            number.insert_str(0, &text[*start..*end]);
            if number.len() > MOST_DIGITS {
                break;
            }
            self.number(&number, each);
        }
    }
}

/// A word of a text that may name somebody.
enum Word<'t> {
    Key(Guid),
    Plain(&'t str),
}

/// The keys of a text, and its words that have a digit, with their places.
struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl Words<'_> {
    /// The place behind the word that begins here, and whether it has a digit.
    fn end(&self, start: usize) -> (usize, bool) {
        let word = self.text.as_bytes()[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric());
        word.fold((start, false), |(end, digit), byte| (end + 1, digit || byte.is_ascii_digit()))
    }

    /// The key whose first group is the end of a word.
    fn key(&self, start: usize, end: usize) -> Option<(usize, Guid)> {
        let first = end.checked_sub(8).filter(|first| *first >= start)?;
        Some((first, Guid::parse(self.text.get(first..first + 36)?).ok()?))
    }
}

impl<'t> Iterator for Words<'t> {
    type Item = (usize, Word<'t>);

    fn next(&mut self) -> Option<Self::Item> {
        while self.at < self.text.len() {
            let start = self.at;
            let (end, digit) = self.end(start);
            if self.text.as_bytes().get(end) == Some(&b'-')
                && let Some((first, key)) = self.key(start, end)
            {
                if first == start {
                    self.at = first + 36;
                    return Some((start, Word::Key(key)));
                }
                self.at = first;
                return Some((start, Word::Plain(&self.text[start..first])));
            }
            self.at = end.max(start + 1);
            if digit {
                let word = &self.text[start..end];
                return Some((start, unhyphened(word).map_or(Word::Plain(word), Word::Key)));
            }
        }
        None
    }
}

/// A key that is written without hyphens.
fn unhyphened(word: &str) -> Option<Guid> {
    if word.len() != 32 {
        return None;
    }
    let groups = [&word[..8], &word[8..12], &word[12..16], &word[16..20], &word[20..]];
    Guid::parse(&groups.join("-")).ok()
}

/// Letters in lower case; no zeros before a number that has no letters.
fn normal(number: &str) -> String {
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    if digits { number.trim_start_matches('0').to_owned() } else { number.to_ascii_lowercase() }
}

fn names_somebody(number: &str) -> bool {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let repeated = number.bytes().zip(number.bytes().skip(1)).all(|(one, two)| one == two);
    let year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    digits >= FEWEST_DIGITS && !repeated && !year
}
