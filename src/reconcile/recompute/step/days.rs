//! Days and times, by the time zone database itself.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Whether a day stands for no day.
fn stands_for_none(day: &str) -> bool {
    matches!(day, "0001-01-01" | "1753-01-01" | "1900-01-01" | "2079-06-06" | "2300-01-01" | "9999-12-31")
}

/// A day or a time on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::reconcile::recompute) enum Day {
    /// A text in the target's form.
    Text(String),
    /// A day that stands for none.
    Sentinel,
    /// A text that is no day.
    Bad,
}

/// A day of the calendar as `YYYY-MM-DD`.
pub(in crate::reconcile::recompute) fn day(text: &str) -> Day {
    let text = text.trim();
    match text.parse::<Date>() {
        Ok(_) if stands_for_none(text) => Day::Sentinel,
        Ok(date) if text.len() == 10 && date.year() > 0 => Day::Text(date.to_string()),
        _ => Day::Bad,
    }
}

/// Whether a day, or the day of a time, stands for no day.
pub(in crate::reconcile::recompute) fn is_sentinel(text: &str) -> bool {
    text.get(..10).is_some_and(stands_for_none)
}

/// A UTC instant as UK wall time to the second, `YYYY-MM-DDTHH:MM:SS`.
pub(super) fn wall_time(text: &str) -> Day {
    match instant(text) {
        Some(_) if is_sentinel(text.trim()) => Day::Sentinel,
        Some(instant) => Day::Text(london(instant).strftime("%Y-%m-%dT%H:%M:%S").to_string()),
        None => Day::Bad,
    }
}

/// The UK day of a UTC instant.
pub(in crate::reconcile::recompute) fn uk_day(text: &str) -> Day {
    match wall_time(text) {
        Day::Text(mut text) => {
            text.truncate(10);
            Day::Text(text)
        }
        other => other,
    }
}

/// A UTC instant as a note line shows it, UK time.
pub(in crate::reconcile::recompute) fn line_time(text: &str) -> Option<String> {
    instant(text).map(|instant| london(instant).strftime("%Y-%m-%d %H:%M:%S").to_string())
}

/// The day after a day.
pub(in crate::reconcile::recompute) fn day_after(day: &str) -> Option<String> {
    Some(day.parse::<Date>().ok()?.tomorrow().ok()?.to_string())
}

/// Whether a UTC instant fell in an hour that London's clock showed twice.
pub(in crate::reconcile::recompute) fn is_shown_twice(text: &str) -> bool {
    // The clock is put back in the first hours of a day.
    if !matches!(text.trim().as_bytes().get(11..13), Some([b'0', b'0'..=b'3'])) || is_sentinel(text.trim()) {
        return false;
    }
    instant(text).is_some_and(|instant| zone().to_ambiguous_timestamp(london(instant)).is_ambiguous())
}

/// An instant as the standard drop writes it, `YYYY-MM-DD HH:MM:SS.mmm`, on a universal clock.
fn instant(text: &str) -> Option<DateTime> {
    let text = text.trim();
    is_standard(text).then(|| text.parse().ok()).flatten()
}

/// Whether a text has the form of an instant, with milliseconds or without: the time zone database reads many more.
fn is_standard(text: &str) -> bool {
    let fits = |(byte, form): (u8, &u8)| if *form == b'0' { byte.is_ascii_digit() } else { byte == *form };
    let mut places = text.bytes().zip(b"0000-00-00 00:00:00.000");
    // A leap second is none of the clock's.
    matches!(text.len(), 19 | 23) && places.all(fits) && &text[17..19] != "60"
}

/// What London's clock showed, milliseconds cut off.
fn london(instant: DateTime) -> DateTime {
    let whole = DateTime::from_parts(
        instant.date(),
        instant.time().with().subsec_nanosecond(0).build().expect("zero is a fraction of a second"),
    );
    let moved = whole.to_zoned(TimeZone::UTC).map(|zoned| zoned.with_time_zone(zone()).datetime());
    moved.unwrap_or(whole)
}

fn zone() -> TimeZone {
    static ZONE: std::sync::OnceLock<TimeZone> = std::sync::OnceLock::new();
    ZONE.get_or_init(|| TimeZone::get("Europe/London").expect("the time zone database is compiled in"))
        .clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_change() {
        for (text, held) in [
            ("2026-03-29 00:59:59.999", "2026-03-29T00:59:59"),
            ("2026-03-29 01:00:00.000", "2026-03-29T02:00:00"),
            ("2019-06-30 23:00:00.000", "2019-07-01T00:00:00"),
            ("1970-01-15 12:00:00.000", "1970-01-15T13:00:00"),
        ] {
            assert_eq!(wall_time(text), Day::Text(held.to_owned()));
        }
        assert_eq!(uk_day("2020-06-30 23:15:00.000"), Day::Text("2020-07-01".to_owned()));
    }

    #[test]
    fn days_that_are_none() {
        assert_eq!(day("2026-02-28"), Day::Text("2026-02-28".to_owned()));
        assert_eq!(
            (day("2026-02-30"), day("1900-01-01"), day("20260228")),
            (Day::Bad, Day::Sentinel, Day::Bad)
        );
        assert_eq!(day("0000-01-01"), Day::Bad);
        let others =
            ["2026-01-01T10:00:00", "2026-01-01 10:00:00.0", "2026-01-01 10:00:00+01", "2026-01-01 23:59:60"];
        assert!(others.into_iter().all(|text| wall_time(text) == Day::Bad));
        assert_eq!(
            (wall_time("9999-12-31 00:00:00.000"), wall_time("2026-01-01")),
            (Day::Sentinel, Day::Bad)
        );
    }
}
