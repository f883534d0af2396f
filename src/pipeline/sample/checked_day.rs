//! A day as people and spreadsheets in the United Kingdom write it.

use jiff::civil::Date;

/// The months, by which spreadsheets may show a day.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The day that a cell holds: `2026-11-27`, or day, month and year (`27/11/2026`, `27.11.26`, `27-Nov-26`, `27 November 2026`),
/// with or without a time behind it. None where it is no day.
pub(super) fn checked_day(cell: &str) -> Option<Date> {
    let day = cell.split(['T', ' ']).next().unwrap_or_default();
    if let Ok(date) = day.parse::<Date>() {
        return Some(date);
    }
    let mut parts = cell.split(['/', '.', '-', ' ']);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let century = match year.len() {
        2 => 2000,
        4 => 0,
        _ => return None,
    };
    Date::new(century + year.parse::<i16>().ok()?, month_of(month)?, day.parse().ok()?).ok()
}

/// The number of a month, from its number or from its name of three letters or more.
fn month_of(text: &str) -> Option<i8> {
    let name = text.to_lowercase();
    let named = || MONTHS.iter().zip(1..).find(|(month, _)| name.len() > 2 && month.starts_with(&name));
    text.parse().ok().or_else(|| named().map(|(_, number)| number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_spreadsheets_write_it() {
        for cell in [
            "2026-11-27",
            "27/11/2026",
            "27.11.26",
            "27-11-2026",
            "27/11/2026 09:30",
            "2026-11-27T09:30:00",
            "27-Nov-26",
            "27-NOV-2026",
            "27 November 2026",
        ] {
            assert_eq!(checked_day(cell).map(|day| day.to_string()).as_deref(), Some("2026-11-27"), "{cell}");
        }
        for cell in [
            "",
            "yesterday",
            "11/27/2026",
            "32/01/2026",
            "1/1/026",
            "46353",
            "27-No-26",
            "27 2026",
            "Fri 27 Nov",
        ] {
            assert_eq!(checked_day(cell), None, "{cell}");
        }
    }
}
