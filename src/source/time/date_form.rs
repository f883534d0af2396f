//! A declared form of dates, such as `YYYY-MM-DD HH:MM:SS.mmm`.

use jiff::civil;

/// A form in which a profile says that dates are written.
///
/// Made of `YYYY`, `YY`, `MM`, `DD`, `HH`, `MM` (minutes, after `HH`), `SS`, `mmm`, `fffffff` (seven digits) and the characters between them; or
/// the word `excel-serial`, the number of days since 1899-12-30.
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
    Literal(u8),
    Serial,
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
}

impl DateForm {
    /// Compiles a form. Two-digit years up to `pivot` are read as 20YY, later ones as 19YY; without a pivot a form with
    /// `YY` is refused, as is one without a year, a month and a day.
    pub fn new(form: &str, pivot: Option<u8>) -> Option<Self> {
        if form == "excel-serial" {
            return Some(Self { parts: vec![Part::Serial], pivot });
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

    /// Whether the form writes years with two digits.
    pub fn has_short_year(&self) -> bool {
        self.parts.contains(&Part::ShortYear)
    }

    /// Reads a text that has exactly this form and is a day of the calendar; midnight where the form has no time.
    pub fn read(&self, text: &str) -> Option<civil::DateTime> {
        let mut bytes = text.as_bytes();
        let mut numbers = Numbers::default();
        for part in &self.parts {
            bytes = match part {
                Part::Serial => return serial(text),
                Part::Literal(byte) => bytes.strip_prefix(&[*byte])?,
                part => self.number(*part, bytes, &mut numbers)?,
            };
        }
        if !bytes.is_empty() {
            return None;
        }
        let date = civil::Date::new(numbers.year, numbers.month, numbers.day).ok()?;
        let nanosecond = numbers.millisecond * 1_000_000;
        let time = civil::Time::new(numbers.hour, numbers.minute, numbers.second, nanosecond).ok()?;
        Some(date.to_datetime(time))
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
            Part::Literal(_) | Part::Serial => return None,
        }
        Some(rest)
    }
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

/// Days since 1899-12-30, as spreadsheets count from March 1900 on; the part after a point is the part of the day.
fn serial(text: &str) -> Option<civil::DateTime> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) || !(1..=7).contains(&text.len()) {
        return None;
    }
    let days = jiff::Span::new().try_days(text.parse::<i64>().ok()?).ok()?;
    civil::date(1899, 12, 30).checked_add(days).ok().map(civil::Date::into)
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
