//! One text for each value, however it is written.

use std::borrow::Cow;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};

use super::rules::ExtractRules;
use crate::target::contract::ColumnKind;

/// Forms that are read without being asked for: the contract's own, and those that databases give.
const DATES: [&str; 1] = ["%Y-%m-%d"];
const DATETIMES: [&str; 2] = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"];

/// A cell of an import file as it is compared: numbers without needless noughts, midnight as a day where a column has either.
pub(super) fn written(text: &str, kind: ColumnKind) -> Cow<'_, str> {
    match kind {
        ColumnKind::Number { .. } => number(text),
        ColumnKind::DateOrDateTime => Cow::Borrowed(text.strip_suffix("T00:00:00").unwrap_or(text)),
        _ => Cow::Borrowed(text),
    }
}

/// A cell of an extract as it is compared; one in no known form stays as it is, and differs.
pub(super) fn extracted<'t>(text: &'t str, kind: ColumnKind, rules: &ExtractRules) -> Cow<'t, str> {
    match kind {
        ColumnKind::Date => day(text, rules).map_or(Cow::Borrowed(text), |day| Cow::Owned(day.to_string())),
        ColumnKind::DateTime => time(text, rules).map_or(Cow::Borrowed(text), Cow::Owned),
        ColumnKind::DateOrDateTime => {
            let either = time(text, rules).or_else(|| day(text, rules).map(|day| day.to_string()));
            let either = either.map_or(Cow::Borrowed(text), Cow::Owned);
            either.strip_suffix("T00:00:00").map(|day| Cow::Owned(day.to_owned())).unwrap_or(either)
        }
        _ => written(text, kind),
    }
}

/// The day after a date; a text that is none stays as it is.
pub(super) fn day_after(text: &str) -> Option<String> {
    let day: Date = text.parse().ok()?;
    Some(day.checked_add(1.day()).ok()?.to_string())
}

/// A number without a plus sign and without noughts that say nothing; a text that is none stays as it is.
fn number(text: &str) -> Cow<'_, str> {
    let (minus, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number =
        !digits.is_empty() && whole.bytes().chain(places.bytes()).all(|byte| byte.is_ascii_digit());
    if !is_number {
        return Cow::Borrowed(text);
    }
    let whole = Some(whole.trim_start_matches('0')).filter(|whole| !whole.is_empty()).unwrap_or("0");
    let places = places.trim_end_matches('0');
    match (minus, places) {
        (_, "") if whole == "0" => Cow::Borrowed("0"),
        (_, "") => Cow::Owned(format!("{minus}{whole}")),
        _ => Cow::Owned(format!("{minus}{whole}.{places}")),
    }
}

/// A day, also where it is written as its midnight.
fn day(text: &str, rules: &ExtractRules) -> Option<Date> {
    let own = rules.dates.iter().map(String::as_str);
    let day = own.chain(DATES).find_map(|form| Date::strptime(form, text).ok());
    day.or_else(|| moment(text, rules).filter(|at| at.time() == Time::midnight()).map(DateTime::date))
}

fn time(text: &str, rules: &ExtractRules) -> Option<String> {
    moment(text, rules).map(|at| at.strftime("%Y-%m-%dT%H:%M:%S").to_string())
}

/// A day and time to the second: a part of a second is more than the contract has.
fn moment(text: &str, rules: &ExtractRules) -> Option<DateTime> {
    let own = rules.datetimes.iter().map(String::as_str);
    let found = own.chain(DATETIMES).find_map(|form| DateTime::strptime(form, text).ok())?;
    (found.subsec_nanosecond() == 0).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_the_same_however_a_database_writes_it() {
        let rules = ExtractRules { dates: vec!["%d/%m/%Y".to_owned()], ..ExtractRules::default() };
        for (text, kind, same) in [
            ("2019-04-01", ColumnKind::Date, "2019-04-01"),
            ("01/04/2019", ColumnKind::Date, "2019-04-01"),
            ("2019-04-01 00:00:00.000", ColumnKind::Date, "2019-04-01"),
            ("2019-04-01 10:20:30.000", ColumnKind::DateTime, "2019-04-01T10:20:30"),
            ("2019-04-01T00:00:00", ColumnKind::DateOrDateTime, "2019-04-01"),
            ("2019-04-01", ColumnKind::DateOrDateTime, "2019-04-01"),
            ("5.00", ColumnKind::Number { scale: 0 }, "5"),
            ("500", ColumnKind::Number { scale: 0 }, "500"),
            (".50", ColumnKind::Number { scale: 2 }, "0.5"),
            ("+00.50", ColumnKind::Number { scale: 2 }, "0.5"),
            ("-.50", ColumnKind::Number { scale: 2 }, "-0.5"),
            ("-0.00", ColumnKind::Number { scale: 2 }, "0"),
            (".", ColumnKind::Number { scale: 2 }, "0"),
            ("5.50", ColumnKind::Text, "5.50"),
        ] {
            assert_eq!(extracted(text, kind, &rules), same, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_or_more_than_one_stays_as_it_is() {
        let rules = ExtractRules::default();
        for (text, kind) in [
            ("01/04/2019", ColumnKind::Date),
            ("2019-04-01 10:20:30", ColumnKind::Date),
            ("2019-04-01 10:20:30.500", ColumnKind::DateTime),
        ] {
            assert_eq!(extracted(text, kind, &rules), text);
        }
        assert_eq!(day_after("2019-02-28").as_deref(), Some("2019-03-01"));
        assert_eq!(day_after("none"), None);
    }
}
