//! A UK wall time of the export.

use jiff::civil;

use super::DateForm;

/// What a UK clock showed: a datetime whose basis is `local`, or a universal time once converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WallTime(civil::DateTime);

impl WallTime {
    /// Reads a wall time in the first of the forms that fits, as written; no time zone is applied.
    pub fn parse(text: &str, forms: &[DateForm]) -> Option<Self> {
        forms.iter().find_map(|form| form.read(text)).map(Self)
    }

    /// The day and time.
    pub fn datetime(self) -> civil::DateTime {
        self.0
    }
}
