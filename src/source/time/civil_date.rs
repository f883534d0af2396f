//! A calendar day of the export.

use jiff::civil;

use super::DateForm;

/// A calendar day, without a time of day or a time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDate(civil::Date);

impl CivilDate {
    /// Reads a day in the first of the forms that fits; a form with a time of day is passed over.
    pub fn parse(text: &str, forms: &[DateForm]) -> Option<Self> {
        let mut days = forms.iter().filter(|form| !form.has_time());
        days.find_map(|form| form.read(text)).map(|read| Self(read.date()))
    }

    /// The day.
    pub fn date(self) -> civil::Date {
        self.0
    }
}
