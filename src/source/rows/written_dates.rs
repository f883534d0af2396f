//! How a column's days and times are written in a file.

use jiff::civil::{DateTime, Time};

use super::Converted;
use crate::record::Reason;
use crate::source::TimeBasis;
use crate::source::time::{DateForm, Reading, UtcInstant};

/// The forms of a column's days or times, and what their clock shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenDates {
    /// The forms, the usual one first.
    pub forms: Vec<DateForm>,
    /// What a time without an offset of its own is.
    pub basis: TimeBasis,
    /// Whether a time that clocks showed twice, when they were put back, is the later of the two.
    pub later: bool,
}

impl WrittenDates {
    /// A day in the standard form, `YYYY-MM-DD`.
    pub(super) fn day(&self, text: &str) -> Converted<'static> {
        self.one(text, |reading| {
            // A time of day would be lost.
            let midnight = reading.shown.time() == Time::midnight();
            midnight.then(|| reading.shown.date().to_string()).ok_or(Reason::BadDate)
        })
    }

    /// A moment in the standard form, `YYYY-MM-DD HH:MM:SS.mmm` in universal time.
    pub(super) fn moment(&self, text: &str) -> Converted<'static> {
        self.one(text, |reading| self.utc(reading).map(standard))
    }

    /// What a text says, by the first of the forms that it has.
    pub(in crate::source) fn shown(&self, text: &str) -> Option<DateTime> {
        self.forms.iter().find_map(|form| form.read(text))
    }

    fn one(&self, text: &str, standard: impl Fn(Reading) -> Result<String, Reason>) -> Converted<'static> {
        let mut read = self.forms.iter().filter_map(|form| Some((form, form.reading(text)?)));
        let Some((form, reading)) = read.next() else { return Converted::refused(Reason::BadDate) };
        if read.any(|(_, other)| other != reading) {
            return Converted::refused(Reason::AmbiguousDate);
        }
        let usual = self.forms.first().is_none_or(|first| form.has_days_of(first));
        let counted = [
            (!usual).then_some(Reason::MixedDateFormat),
            form.has_short_year().then_some(Reason::TwoDigitYear),
            form.is_serial().then_some(Reason::ExcelSerialDate),
        ];
        match standard(reading) {
            Ok(text) => Converted { counted, ..Converted::text(text) },
            Err(reason) => Converted::refused(reason),
        }
    }

    fn utc(&self, reading: Reading) -> Result<DateTime, Reason> {
        if let Some(ahead) = reading.ahead {
            let behind = jiff::SignedDuration::from_secs(-ahead);
            return reading.shown.checked_add(behind).map_err(|_| Reason::BadDate);
        }
        if self.basis == TimeBasis::Utc {
            return Ok(reading.shown);
        }
        let mut moments = UtcInstant::shown_as(reading.shown);
        let first = moments.next().ok_or(Reason::ClockChangeGap)?;
        Ok(moments.next().filter(|_| self.later).unwrap_or(first).utc())
    }
}

fn standard(utc: DateTime) -> String {
    let (day, time, milliseconds) = (utc.date(), utc.time(), utc.subsec_nanosecond() / 1_000_000);
    format!("{day} {:02}:{:02}:{:02}.{milliseconds:03}", time.hour(), time.minute(), time.second())
}
