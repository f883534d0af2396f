//! Moments in universal time, shown as a clock in the United Kingdom showed them.

use std::sync::LazyLock;

use jiff::civil::DateTime;

use super::date::is_sentinel;
use super::{Applied, StepDoc};
use crate::record::Reason;
use crate::source::{DateForm, UtcInstant};

/// `local`
pub(super) const LOCAL: StepDoc = StepDoc {
    name: "local",
    summary: "a UTC time as UK wall time, to the second",
    detail: "Milliseconds go. A time that a clock showed twice, when summer time ended, is listed (clock-change-repeat); \
             a sentinel becomes empty (sentinel-date); a text that is no time is bad-date.",
    example: ("2025-07-14 22:40:00.000", "2025-07-14T23:40:00"),
    loses: None,
    in_context: false,
};

/// `uk-day`
pub(super) const UK_DAY: StepDoc = StepDoc {
    name: "uk-day",
    summary: "the UK day of a UTC time",
    detail: "The day that a clock in the United Kingdom showed.",
    example: ("2020-06-30 23:15:00.000", "2020-07-01"),
    loses: Some("the time of day"),
    in_context: false,
};

pub(super) fn local(text: &str) -> Applied<'_> {
    match read(text) {
        Read::Moment(moment) => {
            let wall = moment.to_uk_wall();
            let note = moment.is_shown_twice().then_some(Reason::ClockChangeRepeat);
            Applied::Value { text: written(wall, b'T').into(), note }
        }
        Read::Sentinel => Applied::Empty { note: Some(Reason::SentinelDate) },
        Read::Bad => Applied::Refused(Reason::BadDate),
    }
}

pub(super) fn uk_day(text: &str) -> Applied<'_> {
    match read(text) {
        Read::Moment(moment) => Applied::value(moment.to_uk_day().to_string()),
        Read::Sentinel => Applied::Empty { note: Some(Reason::SentinelDate) },
        Read::Bad => Applied::Refused(Reason::BadDate),
    }
}

/// A UTC time as the export writes it as UK wall time, `YYYY-MM-DD HH:MM:SS`; none for a text that is no time.
pub fn wall_time(text: &str) -> Option<String> {
    let wall = UtcInstant::parse(text.trim(), &*FORMS)?.to_uk_wall();
    Some(written(wall, b' '))
}

pub(super) fn invert_local(text: &str) -> Option<String> {
    let (day, time) = text.split_once('T')?;
    Some(format!("{day} {time}"))
}

enum Read {
    Moment(UtcInstant),
    Sentinel,
    Bad,
}

fn read(text: &str) -> Read {
    let text = text.trim();
    match UtcInstant::parse(text, &*FORMS) {
        Some(_) if is_sentinel(text) => Read::Sentinel,
        Some(moment) => Read::Moment(moment),
        None => Read::Bad,
    }
}

/// The forms in which records hold UTC times.
static FORMS: LazyLock<[DateForm; 2]> = LazyLock::new(|| {
    ["YYYY-MM-DD HH:MM:SS.mmm", "YYYY-MM-DD HH:MM:SS"]
        .map(|form| DateForm::new(form, None).expect("the form has a year, a month, and a day"))
});

/// A wall time to the second, `YYYY-MM-DD` and `HH:MM:SS` with a character between.
fn written(wall: DateTime, between: u8) -> String {
    let mut text = *b"0000-00-00 00:00:00";
    text[10] = between;
    let year = i32::from(wall.year());
    let parts = [wall.month(), wall.day(), wall.hour(), wall.minute(), wall.second()].map(i32::from);
    let places = [0, 2, 5, 8, 11, 14, 17];
    for (number, at) in [year / 100, year % 100].into_iter().chain(parts).zip(places) {
        for (digit, place) in [(number / 10 % 10, at), (number % 10, at + 1)] {
            text[place] += u8::try_from(digit).unwrap_or_default();
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}
