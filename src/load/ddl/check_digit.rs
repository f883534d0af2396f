//! Check digits, in SQL that no cast can break.

use super::Dialect;
use crate::target::contract::Checked;

const DIGITS: &str = "0123456789";

/// The letters of pupil numbers; a letter's place is its number.
const LETTERS: &str = "ABCDEFGHJKLMNPQRTUVWXYZ";

impl Dialect {
    /// That a column's text is a number with the right check digit, and no placeholder.
    pub(super) fn check_digit(self, name: &str, of: Checked) -> String {
        let (form, right) = match of {
            Checked::Nhs => (self.is_digits(name, 1, 10), self.nhs(name)),
            Checked::Uln => (self.is_digits(name, 1, 10), self.uln(name)),
            Checked::Upn => (self.is_upn(name), self.upn(name)),
        };
        let (first, last) = if of == Checked::Upn { (2, 13) } else { (1, 10) };
        let differs = |place| format!("{} <> {}", self.letter(name, place), self.letter(name, first));
        let differing: Vec<_> = (first + 1..=last).map(differs).collect();
        format!("{form} AND ({}) AND ({right})", differing.join(" OR "))
    }

    fn letter(self, name: &str, place: u32) -> String {
        match self {
            Self::Sqlite | Self::Postgres => format!("substr({name}, {place}, 1)"),
            Self::Mssql => format!("substring({name}, {place}, 1)"),
        }
    }

    /// The place of a letter among letters, counted from 1; 0 where it is none of them.
    fn place(self, letter: &str, letters: &str) -> String {
        let letters = self.text(letters);
        match self {
            Self::Sqlite => format!("instr({letters}, {letter})"),
            Self::Postgres => format!("strpos({letters}, {letter})"),
            Self::Mssql => format!("charindex({letter}, {letters})"),
        }
    }

    /// The number that a digit stands for.
    fn digit(self, name: &str, place: u32) -> String {
        format!("({} - 1)", self.place(&self.letter(name, place), DIGITS))
    }

    /// That a text has digits from one place to another, where it ends.
    fn is_digits(self, name: &str, first: u32, last: u32) -> String {
        let one = |place| format!("{} > 0", self.place(&self.letter(name, place), DIGITS));
        let digits: Vec<_> = (first..=last).map(one).collect();
        format!("{} = {last} AND {}", self.length(name), digits.join(" AND "))
    }

    /// The sum of the first nine digits by the weights 10 to 2.
    fn weighted(self, name: &str) -> String {
        let one = |place: u32| format!("{} * {}", self.digit(name, place), 11 - place);
        (1..=9).map(one).collect::<Vec<_>>().join(" + ")
    }

    fn nhs(self, name: &str) -> String {
        format!("(11 - ({}) % 11) % 11 = {}", self.weighted(name), self.digit(name, 10))
    }

    fn uln(self, name: &str) -> String {
        let rest = format!("({}) % 11", self.weighted(name));
        format!("{rest} <> 0 AND 10 - {rest} = {}", self.digit(name, 10))
    }

    /// A letter, eleven digits, and a digit or a letter.
    fn is_upn(self, name: &str) -> String {
        let one = |place, letters| format!("{} > 0", self.place(&self.letter(name, place), letters));
        let digits: Vec<_> = (2..=12).map(|place| one(place, DIGITS)).collect();
        let either = format!("({} OR {})", one(13, DIGITS), one(13, LETTERS));
        format!(
            "{} = 13 AND {} AND {} AND {either}",
            self.length(name),
            one(1, LETTERS),
            digits.join(" AND ")
        )
    }

    /// The sum of what follows the first letter, by the weights 2 to 13, tells that letter.
    fn upn(self, name: &str) -> String {
        let last = self.letter(name, 13);
        let (digit, letter) = (self.place(&last, DIGITS), self.place(&last, LETTERS));
        let last = format!("(CASE WHEN {digit} > 0 THEN {digit} ELSE {letter} END - 1) * 13");
        let one = |place: u32| format!("{} * {place}", self.digit(name, place));
        let sum: Vec<_> = (2..=12).map(one).chain([last]).collect();
        format!("({}) % 23 + 1 = {}", sum.join(" + "), self.place(&self.letter(name, 1), LETTERS))
    }
}
