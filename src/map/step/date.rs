//! Calendar days.

use super::{Applied, StepDoc};
use crate::record::Reason;

/// `date`
pub(super) const DATE: StepDoc = StepDoc {
    name: "date",
    summary: "a day, YYYY-MM-DD",
    detail: "A day that stands for no date in earlier systems becomes empty (sentinel-date); a text that is no day of the \
             calendar is bad-date. No time zone is ever applied.",
    example: ("2015-03-09", "2015-03-09"),
    loses: None,
    in_context: false,
};

/// `midnight`
pub(super) const MIDNIGHT: StepDoc = StepDoc {
    name: "midnight",
    summary: "a day as midnight at its start",
    detail: "Follows `date`, where the target wants a time: the day stays the day.",
    example: ("2024-06-03", "2024-06-03T00:00:00"),
    loses: None,
    in_context: false,
};

/// Days that stand for no date in earlier systems.
pub const SENTINELS: [&str; 6] =
    ["0001-01-01", "1753-01-01", "1900-01-01", "2079-06-06", "2300-01-01", "9999-12-31"];

const MIDNIGHT_TIME: &str = "T00:00:00";

/// Whether a day, or the day of a time, stands for no date.
pub fn is_sentinel(text: &str) -> bool {
    text.get(..10).is_some_and(|day| SENTINELS.contains(&day))
}

pub(super) fn apply(text: &str) -> Applied<'_> {
    let day = text.trim();
    if !is_day(day) {
        return Applied::Refused(Reason::BadDate);
    }
    if is_sentinel(day) {
        return Applied::Empty { note: Some(Reason::SentinelDate) };
    }
    Applied::value(day)
}

pub(super) fn midnight(text: &str) -> Applied<'_> {
    Applied::value(format!("{text}{MIDNIGHT_TIME}"))
}

pub(super) fn invert_midnight(text: &str) -> Option<String> {
    text.strip_suffix(MIDNIGHT_TIME).map(str::to_owned)
}

/// Whether a text is a day of the calendar in the form `YYYY-MM-DD`.
fn is_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |from: usize, to: usize| -> Option<u16> {
        bytes[from..to]
            .iter()
            .try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u16::from(byte - b'0')))
    };
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return false;
    }
    let (Some(year), Some(month), Some(day)) = (digits(0, 4), digits(5, 7), digits(8, 10)) else {
        return false;
    };
    year > 0 && (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day)
}

fn days_in(year: u16, month: u16) -> u16 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_are_days() {
        for text in ["2024-02-29", "2000-02-29", "1999-12-31", " 2020-01-01 "] {
            assert_eq!(apply(text), Applied::value(text.trim()), "{text}");
        }
        for text in [
            "2023-02-29",
            "1900-02-29",
            "2024-13-01",
            "2024-00-10",
            "2024-04-31",
            "0000-01-01",
            "24/04/2017",
            "",
        ] {
            assert_eq!(apply(text), Applied::Refused(Reason::BadDate), "{text}");
        }
        for text in SENTINELS {
            assert_eq!(apply(text), Applied::Empty { note: Some(Reason::SentinelDate) });
        }
    }
}
