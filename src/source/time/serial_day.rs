//! Days by number, as spreadsheets count them.

use jiff::civil;

/// From which day a spreadsheet counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Calendar {
    /// 1 is 1 January 1900. 60 is 29 February 1900, a day that never was, so that later days are one too high.
    From1900,
    /// 0 is 1 January 1904.
    From1904,
}

/// The number of the day that never was.
const NO_DAY: i64 = 60;

/// More digits after the point than a spreadsheet's numbers have are no number of one.
const MOST_DIGITS: usize = 17;

const DAY_IN_MILLISECONDS: u128 = 86_400_000;

impl Calendar {
    /// The calendar that a form names.
    pub(super) fn parse(form: &str) -> Option<Self> {
        match form {
            "excel-serial" => Some(Self::From1900),
            "excel-serial-1904" => Some(Self::From1904),
            _ => None,
        }
    }

    /// The day of a number; what stands after a point is the part of the day that has passed, to the millisecond.
    pub(super) fn read(self, text: &str) -> Option<civil::DateTime> {
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let digits =
            |text: &str, most| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole, 7) || !digits(part, MOST_DIGITS) {
            return None;
        }
        let day = self.midnight(whole.parse().ok()?)?;
        let scale = 10_u128.pow(u32::try_from(part.len()).ok()?);
        let passed = (part.parse::<u128>().ok()? * DAY_IN_MILLISECONDS + scale / 2) / scale;
        day.checked_add(jiff::SignedDuration::from_millis(i64::try_from(passed).ok()?)).ok()
    }

    fn midnight(self, number: i64) -> Option<civil::DateTime> {
        let first = match self {
            Self::From1900 if (1..NO_DAY).contains(&number) => civil::date(1899, 12, 31),
            Self::From1900 if number > NO_DAY => civil::date(1899, 12, 30),
            Self::From1900 => return None,
            Self::From1904 => civil::date(1904, 1, 1),
        };
        let days = jiff::Span::new().try_days(number).ok()?;
        first.checked_add(days).ok().map(civil::Date::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(calendar: Calendar, text: &str) -> Option<String> {
        calendar.read(text).map(|read| read.to_string())
    }

    #[test]
    fn days_are_those_that_spreadsheets_show() {
        let known = [
            ("1", "1900-01-01T00:00:00"),
            ("59", "1900-02-28T00:00:00"),
            ("61", "1900-03-01T00:00:00"),
            ("42572", "2016-07-21T00:00:00"),
            ("42572.5", "2016-07-21T12:00:00"),
            // 08:30, as a spreadsheet writes it.
            ("42572.3541666667", "2016-07-21T08:30:00"),
            ("42572.999999999", "2016-07-22T00:00:00"),
        ];
        for (text, day) in known {
            assert_eq!(read(Calendar::From1900, text).as_deref(), Some(day), "{text}");
        }
        assert_eq!(read(Calendar::From1904, "0").as_deref(), Some("1904-01-01T00:00:00"));
        assert_eq!(read(Calendar::From1904, "41110").as_deref(), Some("2016-07-21T00:00:00"));
    }

    #[test]
    fn what_is_no_number_of_a_day_is_refused() {
        for text in
            ["0", "60", "60.5", "-1", "", ".5", "5.", "4.2e4", "12345678", " 5", "1.123456789012345678"]
        {
            assert_eq!(read(Calendar::From1900, text), None, "{text}");
        }
    }
}
