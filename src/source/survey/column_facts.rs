//! What the values of a column look like.

use std::collections::BTreeMap;

use super::distinct::Distinct;
use super::sighted::Sighted;
use super::value_form::{day_of, fits};
use crate::record::{Guid, Origin, Value};
use crate::source::{Column, DataType, Format, Kind};

/// More different codes than this are not kept.
const MOST_CODES: usize = 1000;

/// Counts over the values of one column; of the values themselves, only codes are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnFacts {
    /// Null values.
    pub null: u64,
    /// Empty strings.
    pub empty: u64,
    /// Values that are neither.
    pub filled: u64,
    /// Values that are either, with the place of the first.
    pub missing: Sighted,
    /// Filled values that do not have the form of the column's type, such as a day that is none.
    pub misfits: Sighted,
    /// Filled values with white space at either end.
    pub untrimmed: Sighted,
    /// Filled values with control characters other than tabs and line ends.
    pub control: Sighted,
    /// Filled values with the character that stands for bytes that could not be read.
    pub replaced: Sighted,
    /// Days that stand for no date in the source.
    pub sentinels: Sighted,
    /// Characters of the shortest and of the longest filled value.
    pub lengths: Option<(usize, usize)>,
    /// Years of the first and of the last day, those that stand for no date aside. No day itself: it may be a birthday.
    pub years: Option<(i16, i16)>,
    /// How many different values there are.
    pub distinct: Distinct,
    /// For columns of codes, how often each stands; none where there are too many.
    pub codes: Option<BTreeMap<String, u64>>,
}

impl ColumnFacts {
    /// No values yet of that column.
    pub fn new(column: &Column) -> Self {
        let coded = matches!(
            column.kind,
            Kind::Option { .. } | Kind::Reference { .. } | Kind::Flag | Kind::TableName
        );
        Self { codes: coded.then(BTreeMap::new), ..Self::default() }
    }

    /// Counts one value of a record at `origin`; `sentinel` says whether a day, `YYYY-MM-DD`, stands for no date.
    pub fn see(
        &mut self,
        (value, origin): (Value<'_>, Origin),
        column: &Column,
        format: &Format,
        sentinel: fn(&str) -> bool,
    ) {
        let Some(text) = value.filled() else {
            self.null += u64::from(value == Value::Null);
            self.empty += u64::from(value != Value::Null);
            self.missing.see(origin);
            return;
        };
        self.filled += 1;
        self.misfits.see_if(!fits(text, column.data_type, format), origin);
        self.untrimmed.see_if(text.trim().len() != text.len(), origin);
        self.control.see_if(text.bytes().any(is_control), origin);
        self.replaced.see_if(text.contains(char::REPLACEMENT_CHARACTER), origin);
        self.measure(text);
        self.date((text, origin), column, format, sentinel);
        // The letters of an identifier are the same in either case.
        if let Some(identifier) = identifier(text, column) {
            self.distinct.see(identifier);
            self.count_code(|| identifier.text());
        } else {
            self.distinct.see(text);
            self.count_code(|| text.to_owned());
        }
    }

    fn measure(&mut self, text: &str) {
        let length = text.chars().count();
        let (shortest, longest) = self.lengths.unwrap_or((length, length));
        self.lengths = Some((shortest.min(length), longest.max(length)));
    }

    fn date(
        &mut self,
        (text, origin): (&str, Origin),
        column: &Column,
        format: &Format,
        sentinel: fn(&str) -> bool,
    ) {
        let Some(day) = day_of(text, column.data_type, format) else { return };
        if sentinel(&day.to_string()) {
            self.sentinels.see(origin);
            return;
        }
        let (first, last) = self.years.unwrap_or((day.year(), day.year()));
        self.years = Some((first.min(day.year()), last.max(day.year())));
    }

    fn count_code(&mut self, code: impl FnOnce() -> String) {
        let Some(codes) = &mut self.codes else { return };
        let code = code();
        if let Some(count) = codes.get_mut(&code) {
            *count += 1;
        } else if codes.len() < MOST_CODES {
            codes.insert(code, 1);
        } else {
            self.codes = None;
        }
    }
}

/// The identifier that a value of a column is, where the column holds such and the value has their form.
fn identifier(text: &str, column: &Column) -> Option<Guid> {
    (column.data_type == DataType::Guid).then(|| Guid::parse(text).ok()).flatten()
}

fn is_control(byte: u8) -> bool {
    byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')
}
