//! A day as people and spreadsheets in the United Kingdom write it.

use jiff::civil::Date;

/// The day that a cell holds: `2026-11-27`, or day, month and year (`27/11/2026`, `27.11.26`, `27-11-2026`), with or without a
/// time behind it. None where it is no day.
pub(super) fn checked_day(cell: &str) -> Option<Date> {
    let day = cell.split(['T', ' ']).next().unwrap_or_default();
    if let Ok(date) = day.parse::<Date>() {
        return Some(date);
    }
    let parts: Vec<&str> = day.split(['/', '.', '-']).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let century = match year.len() {
        2 => 2000,
        4 => 0,
        _ => return None,
    };
    Date::new(century + year.parse::<i16>().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_spreadsheets_write_it() {
        for cell in
            ["2026-11-27", "27/11/2026", "27.11.26", "27-11-2026", "27/11/2026 09:30", "2026-11-27T09:30:00"]
        {
            assert_eq!(checked_day(cell).map(|day| day.to_string()).as_deref(), Some("2026-11-27"), "{cell}");
        }
        for cell in ["", "yesterday", "11/27/2026", "32/01/2026", "1/1/026", "46353"] {
            assert_eq!(checked_day(cell), None, "{cell}");
        }
    }
}
