//! The day that it is.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Today in the United Kingdom, ISO 8601.
pub(crate) fn today() -> String {
    let london = TimeZone::get("Europe/London").unwrap();
    Timestamp::now().to_zoned(london).date().to_string()
}

/// The day before.
pub(crate) fn yesterday() -> String {
    today().parse::<jiff::civil::Date>().unwrap().yesterday().unwrap().to_string()
}

/// The day after.
pub(crate) fn tomorrow() -> String {
    today().parse::<jiff::civil::Date>().unwrap().tomorrow().unwrap().to_string()
}

/// The same day as spreadsheets of the United Kingdom write it.
pub(crate) fn day_month_year(day: &str) -> String {
    day.split('-').rev().collect::<Vec<_>>().join("/")
}
