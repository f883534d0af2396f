//! How the files of a shape are written.

use super::NullPolicy;
use crate::source::time::DateForm;

/// How delimited text files are written; text is UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Format {
    /// Stands between fields.
    pub delimiter: u8,
    /// Stands around fields that hold a delimiter, a quote (doubled) or a line end.
    pub quote: u8,
    /// What counts as null.
    pub null: NullPolicy,
    /// Forms of a day, tried in order.
    pub dates: Vec<DateForm>,
    /// Forms of a day with a time, tried in order.
    pub datetimes: Vec<DateForm>,
}
