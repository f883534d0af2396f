//! A moment of the export in universal time.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, civil};

use super::{DateForm, london};

/// The seconds of an hour, by which summer time is ahead.
const HOUR: i64 = 3_600;

/// A moment, read from a datetime whose basis is `utc`, to the millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcInstant(civil::DateTime);

impl UtcInstant {
    /// Reads a moment in the first of the forms that fits.
    pub fn parse(text: &str, forms: &[DateForm]) -> Option<Self> {
        forms.iter().find_map(|form| form.read(text)).map(Self)
    }

    /// The moments at which a clock in London showed a time, in their order: none in the hour that is left out when it is
    /// put forward, two in the hour that comes twice when it is put back.
    pub fn shown_as(wall: civil::DateTime) -> impl Iterator<Item = Self> {
        london::OFFSETS.into_iter().filter_map(move |ahead| {
            let utc = wall.checked_sub(SignedDuration::from_secs(ahead)).ok()?;
            (london::offset_seconds(utc) == ahead).then_some(Self(utc))
        })
    }

    /// The moment that a universal clock shows so.
    pub(in crate::source) fn from_utc(utc: civil::DateTime) -> Self {
        Self(utc)
    }

    /// That moment.
    pub fn at(moment: Timestamp) -> Self {
        Self(TimeZone::UTC.to_datetime(moment))
    }

    /// The moment as a universal clock shows it.
    pub fn utc(self) -> civil::DateTime {
        self.0
    }

    /// The moment as a clock in London showed it, to the second: milliseconds are cut off.
    pub fn to_uk_wall(&self) -> civil::DateTime {
        let whole = civil::DateTime::from_parts(self.0.date(), whole_second(self.0.time()));
        match london::offset_seconds(whole) {
            0 => whole,
            HOUR if whole.hour() < 23 => {
                let time = whole.time();
                let later = civil::Time::constant(time.hour() + 1, time.minute(), time.second(), 0);
                whole.date().to_datetime(later)
            }
            offset => whole.saturating_add(SignedDuration::from_secs(offset)),
        }
    }

    /// Whether a clock in London showed the same time an hour before or after, because it was put back.
    pub fn is_shown_twice(&self) -> bool {
        // In universal time that is near midnight.
        if (5..22).contains(&self.0.hour()) {
            return false;
        }
        let wall = self.to_uk_wall();
        // It is put back in the early hours only.
        let near = |hours: i64| self.0.checked_add(SignedDuration::from_hours(hours)).ok();
        let same = |other: civil::DateTime| Self(other).to_uk_wall() == wall;
        (0..4).contains(&wall.hour()) && [-1, 1].into_iter().filter_map(near).any(same)
    }

    /// The day in London on which the moment fell.
    pub fn to_uk_day(&self) -> civil::Date {
        self.to_uk_wall().date()
    }
}

fn whole_second(time: civil::Time) -> civil::Time {
    civil::Time::constant(time.hour(), time.minute(), time.second(), 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(text: &str) -> String {
        let form = DateForm::new("YYYY-MM-DD HH:MM:SS.mmm", None).unwrap();
        UtcInstant::parse(text, &[form]).unwrap().to_uk_wall().to_string()
    }

    #[test]
    fn summer_time_is_applied_at_the_second_it_begins_and_ends() {
        assert_eq!(wall("2026-03-29 00:59:59.999"), "2026-03-29T00:59:59");
        assert_eq!(wall("2026-03-29 01:00:00.000"), "2026-03-29T02:00:00");
        assert_eq!(wall("2026-10-25 00:59:59.999"), "2026-10-25T01:59:59");
        assert_eq!(wall("2026-10-25 01:00:00.000"), "2026-10-25T01:00:00");
        assert_eq!(wall("2019-06-30 23:00:00.000"), "2019-07-01T00:00:00");
    }

    #[test]
    fn the_hour_that_clocks_show_twice_is_told() {
        let form = DateForm::new("YYYY-MM-DD HH:MM:SS.mmm", None).unwrap();
        let twice =
            |text: &str| UtcInstant::parse(text, std::slice::from_ref(&form)).unwrap().is_shown_twice();
        assert!(twice("2026-10-25 00:00:00.000") && twice("2026-10-25 00:59:59.997"));
        assert!(twice("2026-10-25 01:00:00.000") && twice("2026-10-25 01:59:59.997"));
        assert!(!twice("2026-10-24 23:59:59.000") && !twice("2026-10-25 02:00:00.000"));
        assert!(!twice("2026-03-29 01:30:00.000") && !twice("2026-07-01 00:30:00.000"));
    }

    #[test]
    fn the_years_of_british_standard_time_and_the_ends_of_the_calendar_are_known() {
        assert_eq!(wall("1970-01-15 12:00:00.000"), "1970-01-15T13:00:00");
        assert_eq!(wall("1944-07-01 12:00:00.000"), "1944-07-01T14:00:00");
        assert_eq!(wall("2150-07-01 12:00:00.000"), "2150-07-01T13:00:00");
        assert_eq!(wall("9999-12-31 23:59:59.997"), "9999-12-31T23:59:59");
        assert_eq!(wall("0001-01-01 00:00:00.000"), "0000-12-31T23:58:45");
    }
}
