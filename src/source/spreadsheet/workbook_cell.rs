//! What stands in a cell of a worksheet.

use calamine::{DataRef, ExcelDateTime, ExcelDateTimeType};

/// The first whole number that a spreadsheet no longer holds to the digit.
const INEXACT: f64 = 1e15;

/// The days of the calendar by their numbers: those of a workbook that counts from 1900, in which 60 is a day that never was,
/// and those of one that counts from 1904. Both end with the year 9999.
const FROM_1900: std::ops::Range<f64> = 1.0..2_958_466.0;
const FROM_1904: std::ops::Range<f64> = 0.0..2_957_004.0;
const NO_DAY: std::ops::Range<f64> = 60.0..61.0;

/// The seconds of a day.
const DAY: f64 = 86_400.0;

/// What is odd about a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Odd {
    /// A formula failed: the cell holds an error in place of a value.
    Error,
    /// A number of more digits than a spreadsheet holds.
    Inexact,
    /// A number shown as a day that the calendar does not have.
    NoDay,
}

/// The text of a cell, and what is odd about it; none where it is blank. Days and times take the standard drop's form,
/// whichever day the workbook counts from. A number with more digits than a spreadsheet holds is shown as it shows it.
pub(super) fn text_of(value: &DataRef<'_>) -> Option<(String, Option<Odd>)> {
    let plain = |text: String| (text, None);
    Some(match value {
        DataRef::Empty => return None,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            plain(text.clone())
        }
        DataRef::SharedString(text) => plain((*text).to_owned()),
        DataRef::Int(number) => plain(number.to_string()),
        DataRef::Float(number) if number.abs() >= INEXACT => (format!("{number:E}"), Some(Odd::Inexact)),
        DataRef::Float(number) => plain(number.to_string()),
        DataRef::Bool(flag) => plain(u8::from(*flag).to_string()),
        DataRef::DateTime(moment) => moment_of(moment),
        DataRef::Error(error) => (error.to_string(), Some(Odd::Error)),
    })
}

/// What is odd about a cell that names its type, `Error` or `Number`.
pub(super) fn odd_of(kind: &str, text: &str) -> Option<Odd> {
    let inexact = || text.trim().parse::<f64>().is_ok_and(|number| number.abs() >= INEXACT);
    match kind {
        "Error" => Some(Odd::Error),
        "Number" if inexact() => Some(Odd::Inexact),
        _ => None,
    }
}

fn moment_of(moment: &ExcelDateTime) -> (String, Option<Odd>) {
    let number = moment.as_f64();
    let counts_from_1904 = *moment == ExcelDateTime::new(number, ExcelDateTimeType::DateTime, true);
    let known = if counts_from_1904 {
        FROM_1904.contains(&number)
    } else {
        FROM_1900.contains(&number) && !NO_DAY.contains(&number)
    };
    if known && moment.is_datetime() {
        let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
        let text = format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}.{milli:03}");
        return (text, None);
    }
    let is_clock = moment.is_duration() || (0.0..1.0).contains(&number);
    let text = if is_clock && number >= 0.0 { clock(number) } else { number.to_string() };
    (text, Some(Odd::NoDay))
}

/// The hours, minutes and seconds of a part of a day, or of several days.
fn clock(days: f64) -> String {
    let seconds = (days * DAY).round();
    let (minutes, second) = ((seconds / 60.0).floor(), seconds % 60.0);
    let (hour, minute) = ((minutes / 60.0).floor(), minutes % 60.0);
    format!("{hour:02}:{minute:02}:{second:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(number: f64, from_1904: bool) -> (String, Option<Odd>) {
        moment_of(&ExcelDateTime::new(number, ExcelDateTimeType::DateTime, from_1904))
    }

    #[test]
    fn only_days_of_the_calendar_are_days() {
        for (number, text) in
            [(1.0, "1900-01-01"), (59.0, "1900-02-28"), (61.0, "1900-03-01"), (2_958_465.0, "9999-12-31")]
        {
            assert_eq!(shown(number, false), (format!("{text} 00:00:00.000"), None));
        }
        for (number, text) in
            [(-5.0, "-5"), (60.0, "60"), (60.5, "60.5"), (2_958_466.0, "2958466"), (1e9, "1000000000")]
        {
            assert_eq!(shown(number, false), (text.to_owned(), Some(Odd::NoDay)));
        }
        assert_eq!(shown(0.0, true), ("1904-01-01 00:00:00.000".to_owned(), None));
        assert_eq!(shown(60.0, true), ("1904-03-01 00:00:00.000".to_owned(), None));
        for number in [-1.0, 2_957_004.0] {
            assert_eq!(shown(number, true).1, Some(Odd::NoDay));
        }
    }

    #[test]
    fn a_time_without_a_day_is_shown_as_one() {
        assert_eq!(shown(0.395_833_333_333_333_3, false).0, "09:30:00");
        let lasting = ExcelDateTime::new(1.5, ExcelDateTimeType::TimeDelta, false);
        assert_eq!(moment_of(&lasting), ("36:00:00".to_owned(), Some(Odd::NoDay)));
    }
}
