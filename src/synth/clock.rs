//! Days and times of the synthetic council.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, date};

use super::Rng;

/// The day of the extract by London's clock: ages and open records are judged by it.
pub(super) const TODAY: Date = date(2026, 7, 1);

/// The last day on which anything happened.
pub(super) const YESTERDAY: Date = date(2026, 6, 30);

/// A time in UTC to the millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment(DateTime);

impl Moment {
    /// That time of that day, in UTC.
    pub(super) fn at(day: Date, hour: i8, minute: i8, second: i8, millisecond: i32) -> Self {
        Self(day.at(hour, minute, second, millisecond * 1_000_000))
    }

    /// Some time of a working day; now and then late in the evening, when London's day may be the next.
    pub(super) fn on(day: Date, rng: &mut Rng) -> Self {
        let late = rng.percent(3) && day < YESTERDAY;
        let hour = if late { rng.between(20, 23) } else { rng.between(7, 17) };
        let small = |number: i64| i8::try_from(number).unwrap_or(0);
        let (minute, second) = (rng.between(0, 59), rng.between(0, 59));
        Self::at(
            day,
            small(hour),
            small(minute),
            small(second),
            i32::try_from(rng.between(0, 999)).unwrap_or(0),
        )
    }

    /// So many minutes later, but not after the extract.
    pub(super) fn later(self, minutes: i64) -> Self {
        let last = Self::at(YESTERDAY, 21, 59, 59, 0);
        let moved = self.0.checked_add(minutes.minutes()).map_or(last, Self);
        moved.min(last).max(self)
    }

    /// The day in London.
    pub(super) fn uk_day(self) -> Date {
        let summer = summer_time(self.0);
        self.0.checked_add(i64::from(summer).hours()).map_or(self.0.date(), DateTime::date)
    }

    /// As the drop writes it.
    pub(super) fn text(self) -> String {
        let time = self.0;
        format!(
            "{} {:02}:{:02}:{:02}.{:03}",
            time.date(),
            time.hour(),
            time.minute(),
            time.second(),
            time.millisecond()
        )
    }
}

/// Whether London's clock is an hour ahead: from 01:00 UTC on the last Sunday of March to that hour in October.
fn summer_time(utc: DateTime) -> bool {
    let change = |month| last_sunday(utc.year(), month).at(1, 0, 0, 0);
    utc >= change(3) && utc < change(10)
}

fn last_sunday(year: i16, month: i8) -> Date {
    let last = date(year, month, 1).last_of_month();
    let past = last.weekday().to_sunday_zero_offset();
    last.checked_sub(i64::from(past).days()).unwrap_or(last)
}

/// The day so many days later.
pub(super) fn plus(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap_or(day)
}

/// How many days lie between two days; negative where the second comes first.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// A day between two, both included.
pub(super) fn day_between(rng: &mut Rng, from: Date, to: Date) -> Date {
    plus(from, rng.between(0, days_between(from, to).max(0)))
}

/// Completed years between two days.
pub(super) fn years(from: Date, to: Date) -> i64 {
    let whole = i64::from(to.year()) - i64::from(from.year());
    whole - i64::from((to.month(), to.day()) < (from.month(), from.day()))
}

/// A day as titles show it: `03/05/2024`.
pub(super) fn uk_form(day: Date) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summer_evenings_belong_to_the_next_day() {
        assert_eq!(Moment::at(date(2025, 7, 1), 23, 30, 0, 0).uk_day(), date(2025, 7, 2));
        assert_eq!(Moment::at(date(2025, 1, 1), 23, 30, 0, 0).uk_day(), date(2025, 1, 1));
        assert_eq!(Moment::at(date(2025, 10, 26), 0, 59, 0, 0).text(), "2025-10-26 00:59:00.000");
        assert!(summer_time(date(2025, 3, 30).at(1, 0, 0, 0)));
        assert!(!summer_time(date(2025, 10, 26).at(1, 0, 0, 0)));
    }

    #[test]
    fn ages_change_on_the_birthday() {
        assert_eq!(years(date(2008, 7, 2), TODAY), 17);
        assert_eq!(years(date(2008, 7, 1), TODAY), 18);
    }
}
