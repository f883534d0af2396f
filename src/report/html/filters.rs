//! What templates do to values.
#![expect(
    unreachable_pub,
    clippy::inline_always,
    clippy::unnecessary_wraps,
    clippy::unused_self,
    reason = "the template engine makes it so of what it asks for"
)]

use std::borrow::Borrow;

use askama::{Result, Values, filter_fn};

use crate::report::summary;

/// A number with commas between thousands.
#[filter_fn]
pub fn thousands<T: Borrow<u64>>(number: T, _: &dyn Values) -> Result<String> {
    Ok(summary::thousands(*number.borrow()))
}

/// A size.
#[filter_fn]
pub fn bytes<T: Borrow<u64>>(size: T, _: &dyn Values) -> Result<String> {
    Ok(summary::bytes(*size.borrow()))
}

/// A date and time as people read it, from ISO 8601 in UTC.
#[filter_fn]
pub fn moment<T: AsRef<str>>(text: T, _: &dyn Values) -> Result<String> {
    let text = text.as_ref();
    let moment = text.parse::<jiff::Timestamp>();
    Ok(moment.map_or_else(|_| text.into(), |moment| moment.strftime("%-d %B %Y, %H:%M:%S UTC").to_string()))
}

/// A day as people read it, from ISO 8601.
#[filter_fn]
pub fn day<T: AsRef<str>>(text: T, _: &dyn Values) -> Result<String> {
    let text = text.as_ref();
    let day = text.parse::<jiff::civil::Date>();
    Ok(day.map_or_else(|_| text.into(), |day| day.strftime("%-d %B %Y").to_string()))
}
