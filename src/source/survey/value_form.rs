//! Whether a value has the form of its column's type.

use jiff::civil::Date;

use crate::record::Guid;
use crate::source::{CivilDate, DataType, Format, WallTime};

/// Whether a filled value has the form in which the profile's exports write that type.
pub fn fits(text: &str, data_type: DataType, format: &Format) -> bool {
    match data_type {
        DataType::Guid => Guid::parse(text).is_ok(),
        DataType::Int => is_number(text, 0),
        DataType::Bit => matches!(text, "0" | "1"),
        DataType::Date => CivilDate::parse(text, &format.dates).is_some(),
        DataType::DateTime => day_of(text, data_type, format).is_some(),
        DataType::Decimal(_, places) => is_number(text, usize::from(places)),
        DataType::Text(width) => width.is_none_or(|width| is_at_most(text, width)),
        DataType::Binary => text.strip_prefix("0x").is_some_and(|digits| digits.bytes().all(is_hex)),
    }
}

/// The day of a date or time.
pub(super) fn day_of(text: &str, data_type: DataType, format: &Format) -> Option<Date> {
    match data_type {
        DataType::Date => CivilDate::parse(text, &format.dates).map(CivilDate::date),
        DataType::DateTime => WallTime::parse(text, &format.datetimes)
            .map(|time| time.datetime().date())
            .or_else(|| CivilDate::parse(text, &format.dates).map(CivilDate::date)),
        _ => None,
    }
}

fn is_number(text: &str, places: usize) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    match unsigned.split_once('.') {
        Some((whole, part)) => digits(whole) && digits(part) && part.len() <= places,
        None => digits(unsigned),
    }
}

fn is_at_most(text: &str, width: u32) -> bool {
    let width = usize::try_from(width).unwrap_or(usize::MAX);
    text.len() <= width || text.encode_utf16().count() <= width
}

fn is_hex(byte: u8) -> bool {
    byte.is_ascii_hexdigit()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::DateForm;

    #[test]
    fn values_fit_their_types_or_not() {
        let form = |text| DateForm::new(text, None).unwrap();
        let format = Format::standard(vec![form("YYYY-MM-DD")], vec![form("YYYY-MM-DD HH:MM:SS.mmm")]);
        let cases = [
            ("-12", DataType::Int, true),
            ("1.0", DataType::Int, false),
            ("1.25", DataType::Decimal(18, 2), true),
            ("1.255", DataType::Decimal(18, 2), false),
            ("true", DataType::Bit, false),
            ("2026-02-29", DataType::Date, false),
            ("2026-02-28 10:00:00.000", DataType::DateTime, true),
            ("ééé", DataType::Text(Some(3)), true),
            ("éééé", DataType::Text(Some(3)), false),
            ("0x00ff", DataType::Binary, true),
        ];
        for (text, data_type, fit) in cases {
            assert_eq!(fits(text, data_type, &format), fit, "{text} {data_type:?}");
        }
    }
}
