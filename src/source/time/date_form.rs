//! A declared form of dates, such as `YYYY-MM-DD HH:MM:SS.mmm`.

use jiff::civil;

use super::serial_day::Calendar;

/// A form in which a profile says that dates are written.
///
/// Made of `YYYY`, `YY`, `MM`, `DD`, `HH`, `MM` (minutes, after `HH`), `SS`, `mmm`, `fffffff` (seven digits), `zzz` (`+01:00`)
/// and the characters between them; or `excel-serial` or `excel-serial-1904`, the number of a day as spreadsheets count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateForm {
    parts: Vec<Part>,
    pivot: Option<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Year,
    ShortYear,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
    /// Seven digits after the point, of which the last four are noughts.
    Fraction,
    /// How far the clock is ahead of universal time, `+01:00`.
    Offset,
    Literal(u8),
    Serial(Calendar),
}

/// What a form says of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::source) struct Reading {
    /// What is written; midnight where the form has no time.
    pub(in crate::source) shown: civil::DateTime,
    /// The seconds by which the clock is ahead of universal time, where the text says so.
    pub(in crate::source) ahead: Option<i64>,
}

#[derive(Default)]
struct Numbers {
    year: i16,
    month: i8,
    day: i8,
    hour: i8,
    minute: i8,
    second: i8,
    millisecond: i32,
    ahead: Option<i64>,
}

impl DateForm {
    /// Compiles a form. Two-digit years up to `pivot` are read as 20YY, later ones as 19YY; without a pivot a form with
    /// `YY` is refused, as is one without a year, a month and a day.
    pub fn new(form: &str, pivot: Option<u8>) -> Option<Self> {
        if let Some(calendar) = Calendar::parse(form) {
            return Some(Self { parts: vec![Part::Serial(calendar)], pivot });
        }
        let (mut parts, mut rest) = (Vec::new(), form);
        while !rest.is_empty() {
            let (part, width) = part(rest, &parts)?;
            parts.push(part);
            rest = &rest[width..];
        }
        let short = parts.contains(&Part::ShortYear);
        let year = parts.contains(&Part::Year) || (short && pivot.is_some());
        let whole = year && parts.contains(&Part::Month) && parts.contains(&Part::Day);
        whole.then_some(Self { parts, pivot })
    }

    /// Whether the form has a time of day.
    pub fn has_time(&self) -> bool {
        self.parts.contains(&Part::Hour)
    }

    /// Whether days are written by number, as spreadsheets count them; a part of a day stands after a point.
    pub fn is_serial(&self) -> bool {
        matches!(self.parts.as_slice(), [Part::Serial(_)])
    }

    /// Whether the form writes years with two digits.
    pub fn has_short_year(&self) -> bool {
        self.parts.contains(&Part::ShortYear)
    }

    /// Whether days are written alike, whatever stands behind them.
    pub fn has_days_of(&self, other: &Self) -> bool {
        let day = |form: &Self| -> Vec<Part> {
            let end = form.parts.iter().position(|part| *part == Part::Hour).unwrap_or(form.parts.len());
            let last = form.parts[..end].iter().rposition(|part| !matches!(part, Part::Literal(_)));
            form.parts[..last.map_or(0, |last| last + 1)].to_vec()
        };
        day(self) == day(other)
    }

    /// Reads a text that has exactly this form and is a day of the calendar; midnight where the form has no time.
    pub fn read(&self, text: &str) -> Option<civil::DateTime> {
        self.reading(text).map(|reading| reading.shown)
    }

    /// Reads a text that has exactly this form, with the offset from universal time that it states.
    pub(in crate::source) fn reading(&self, text: &str) -> Option<Reading> {
        let mut bytes = text.as_bytes();
        let mut numbers = Numbers::default();
        for part in &self.parts {
            bytes = match part {
                Part::Serial(calendar) => {
                    return calendar.read(text).map(|shown| Reading { shown, ahead: None });
                }
                Part::Literal(byte) => {
                    numbers.ahead = numbers.ahead.or((*byte == b'Z').then_some(0));
                    bytes.strip_prefix(&[*byte])?
                }
                part => self.number(*part, bytes, &mut numbers)?,
            };
        }
        if !bytes.is_empty() {
            return None;
        }
        let date = civil::Date::new(numbers.year, numbers.month, numbers.day).ok()?;
        let nanosecond = numbers.millisecond * 1_000_000;
        let time = civil::Time::new(numbers.hour, numbers.minute, numbers.second, nanosecond).ok()?;
        Some(Reading { shown: date.to_datetime(time), ahead: numbers.ahead })
    }

    fn number<'a>(&self, part: Part, bytes: &'a [u8], numbers: &mut Numbers) -> Option<&'a [u8]> {
        let two = || digits::<2>(bytes).map(|(number, rest)| (i8::try_from(number).unwrap_or(0), rest));
        let rest;
        match part {
            Part::Year => {
                let (year, after) = digits::<4>(bytes)?;
                (numbers.year, rest) = (i16::try_from(year).ok()?, after);
            }
            Part::ShortYear => {
                let (year, after) = digits::<2>(bytes)?;
                let century = if year <= i32::from(self.pivot?) { 2000 } else { 1900 };
                (numbers.year, rest) = (i16::try_from(year + century).ok()?, after);
            }
            Part::Month => (numbers.month, rest) = two()?,
            Part::Day => (numbers.day, rest) = two()?,
            Part::Hour => (numbers.hour, rest) = two()?,
            Part::Minute => (numbers.minute, rest) = two()?,
            Part::Second => (numbers.second, rest) = two()?,
            Part::Millisecond => (numbers.millisecond, rest) = digits::<3>(bytes)?,
            Part::Fraction => {
                let (fraction, after) = digits::<7>(bytes)?;
                // More than milliseconds would be lost.
                (numbers.millisecond, rest) = (fraction / 10_000, after);
                (fraction % 10_000 == 0).then_some(())?;
            }
            Part::Offset => {
                let (ahead, after) = offset(bytes)?;
                (numbers.ahead, rest) = (Some(ahead), after);
            }
            Part::Literal(_) | Part::Serial(_) => return None,
        }
        Some(rest)
    }
}

/// `+01:00` or `-00:30`, in seconds.
fn offset(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let (sign, rest) = bytes.split_first()?;
    let sign = match sign {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, rest) = digits::<2>(rest)?;
    let (minutes, rest) = digits::<2>(rest.strip_prefix(b":")?)?;
    (hours < 24 && minutes < 60).then(|| (sign * i64::from(hours * 60 + minutes) * 60, rest))
}

fn part(rest: &str, before: &[Part]) -> Option<(Part, usize)> {
    let minutes = before.contains(&Part::Hour);
    let words = [
        ("YYYY", Part::Year),
        ("YY", Part::ShortYear),
        ("MM", if minutes { Part::Minute } else { Part::Month }),
        ("DD", Part::Day),
        ("HH", Part::Hour),
        ("SS", Part::Second),
        ("mmm", Part::Millisecond),
        ("fffffff", Part::Fraction),
        ("zzz", Part::Offset),
    ];
    for (word, part) in words {
        if rest.starts_with(word) {
            return (!before.contains(&part)).then_some((part, word.len()));
        }
    }
    let literal = rest.as_bytes()[0];
    let allowed = b" -/.:,TZ".contains(&literal);
    allowed.then_some((Part::Literal(literal), 1))
}

fn digits<const N: usize>(bytes: &[u8]) -> Option<(i32, &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<N>()?;
    let mut number = 0;
    for byte in head {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number * 10 + i32::from(byte - b'0');
    }
    Some((number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(form: &str, text: &str) -> Option<String> {
        DateForm::new(form, Some(30)).unwrap().read(text).map(|read| read.to_string())
    }

    #[test]
    fn forms_read_what_they_say_and_nothing_else() {
        let standard = "YYYY-MM-DD HH:MM:SS.mmm";
        assert_eq!(read(standard, "2016-07-21 23:05:09.007").as_deref(), Some("2016-07-21T23:05:09.007"));
        assert_eq!(read("DD/MM/YYYY", "29/02/2020").as_deref(), Some("2020-02-29T00:00:00"));
        assert_eq!(read("DD/MM/YY", "24/04/17").as_deref(), Some("2017-04-24T00:00:00"));
        assert_eq!(read("DD/MM/YY", "24/04/87").as_deref(), Some("1987-04-24T00:00:00"));
        assert_eq!(read("excel-serial", "42572").as_deref(), Some("2016-07-21T00:00:00"));
        for text in ["2019-02-29", "2019-2-9", "2019-02-03 ", " 2019-02-03", "2019-02-03T", "+019-02-03", ""]
        {
            assert_eq!(read("YYYY-MM-DD", text), None, "{text}");
        }
    }

    #[test]
    fn forms_that_say_too_little_are_refused() {
        for form in ["", "YYYY", "MM-DD", "YYYY-MM-DD DD", "YYYYxMMxDD", "DDMM"] {
            assert_eq!(DateForm::new(form, None), None, "{form}");
        }
        assert_eq!(DateForm::new("DD/MM/YY", None), None);
    }
}
