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
            Applied::Value { text: written(wall, 'T').into(), note }
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
    Some(written(wall, ' '))
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
fn written(wall: DateTime, between: char) -> String {
    let mut text = String::with_capacity(19);
    let year = i32::from(wall.year());
    push_two(&mut text, year / 100);
    push_two(&mut text, year % 100);
    let parts = [wall.month(), wall.day(), wall.hour(), wall.minute(), wall.second()];
    for (separator, part) in ['-', '-', between, ':', ':'].into_iter().zip(parts) {
        text.push(separator);
        push_two(&mut text, i32::from(part));
    }
    text
}

fn push_two(text: &mut String, number: i32) {
    for digit in [number / 10 % 10, number % 10] {
        text.push(char::from(b'0' + u8::try_from(digit).unwrap_or_default()));
    }
}
