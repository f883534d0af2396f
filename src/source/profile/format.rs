//! How the files of a shape are written.

use super::{Delimited, NullPolicy};
use crate::source::Conversion;
use crate::source::time::DateForm;

/// How the files of an export are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Format {
    /// What kind of file they are.
    pub shape: Shape,
    /// What counts as null.
    pub null: NullPolicy,
    /// Forms of a day that records have, tried in order.
    pub dates: Vec<DateForm>,
    /// Forms of a day with a time that records have, tried in order.
    pub datetimes: Vec<DateForm>,
    /// How values are brought into the standard drop's form; empty where they have it.
    pub conversions: Vec<Conversion>,
}

/// The kinds of file that are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Delimited text.
    Delimited(Delimited),
}

impl Format {
    /// The standard drop's own format, with forms of dates as records have them.
    pub fn standard(dates: Vec<DateForm>, datetimes: Vec<DateForm>) -> Self {
        let shape = Shape::Delimited(Delimited::default());
        Self { shape, null: NullPolicy::default(), dates, datetimes, conversions: Vec::new() }
    }

    /// Whether a row that has too many or too few fields may be rejected alone: only where quotes keep line ends and
    /// delimiters within fields.
    pub fn is_quoted_text(&self) -> bool {
        match &self.shape {
            Shape::Delimited(form) => form.quote.is_some(),
        }
    }
}
