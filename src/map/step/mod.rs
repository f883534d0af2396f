//! The named steps of a mapping: what each does to a value, how it is undone, and what it loses.
//!
//! One file a family of steps; [`docs`] lists them all. Steps that need to know more than the value (code tables, keys of
//! other records, the width of a column) are documented here and applied where that is known. For every other step
//! `invert(apply(value))` is `normalise(value)`.

mod character_reference;
mod check_digit;
mod context;
mod date;
mod doc;
mod embedded;
mod flag;
mod guid;
mod html_element;
mod html_ends;
mod html_tag;
mod image_content;
mod inline_image;
mod instant;
mod markup;
mod number;
mod people_list;
mod postcode;
mod suffix;
mod text;

use std::borrow::Cow;

use super::plan::Step;
use crate::record::Reason;
use crate::source::{Column, DataType, TimeBasis};

pub use check_digit::{is_placeholder, passes as passes_check};
pub use date::{SENTINELS, is_sentinel};
pub use doc::{StepDoc, doc_of, docs};
pub(super) use embedded::embeds;
pub(super) use html_ends::Ends;
pub(super) use html_tag::{Tag, is_markup};
pub use inline_image::{InlineImage, inline_images};
pub use instant::wall_time;
pub use markup::to_note_markup;
pub use people_list::people_in;
pub use postcode::is_postcode;

/// What a step makes of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied<'a> {
    /// A value, and a code that is counted.
    Value {
        /// The text.
        text: Cow<'a, str>,
        /// What was done to it, where that is worth counting.
        note: Option<Reason>,
    },
    /// No value: the column stays empty.
    Empty {
        /// Why.
        note: Option<Reason>,
    },
    /// The value is turned away under this code.
    Refused(Reason),
}

impl<'a> Applied<'a> {
    /// A value without anything to count.
    fn value(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Value { text: text.into(), note: None }
    }

    /// A value, or nothing where the text is empty.
    fn filled(text: Cow<'a, str>, note: Option<Reason>) -> Self {
        if text.is_empty() { Self::Empty { note } } else { Self::Value { text, note } }
    }
}

/// Whether a text of a column of days or times can be written as one.
pub fn is_readable(column: &Column, text: &str) -> bool {
    let applied = if holds_times(column) { instant::local(text) } else { date::apply(text) };
    !matches!(applied, Applied::Refused(_))
}

/// The UK day that a text of a column of days or times tells; none for one that stands for none, or cannot be written as one.
pub fn day_of(column: &Column, text: &str) -> Option<String> {
    let step = if holds_times(column) { Step::UkDay } else { Step::Date };
    normalise(&step, text)
}

fn holds_times(column: &Column) -> bool {
    column.data_type == DataType::DateTime && column.time != Some(TimeBasis::Date)
}

/// Applies a step to a filled value; none for a step that needs to know more than the value.
pub fn apply<'a>(step: &Step, text: &'a str) -> Option<Applied<'a>> {
    Some(match step {
        Step::Guid => guid::apply(text),
        Step::Suffix(suffix) => suffix::apply(text, suffix),
        Step::Trim => text::trim(text),
        Step::Text => text::text(text),
        Step::Digits => text::digits(text),
        Step::Postcode => postcode::apply(text),
        Step::Uprn => number::uprn(text),
        Step::Int => number::int(text),
        Step::Decimal => number::decimal(text),
        Step::Date => date::apply(text),
        Step::Midnight => date::midnight(text),
        Step::Local => instant::local(text),
        Step::UkDay => instant::uk_day(text),
        Step::YesNo => flag::yes_no(text),
        Step::Not => flag::not(text),
        Step::Tri => flag::tri(text),
        Step::Html => markup::apply(text),
        Step::Check(kind) => check_digit::apply(*kind, text),
        _ => return None,
    })
}

/// The normal form of a value, up to which the step can be undone; none where the step leaves nothing of it, and for a
/// step that needs to know more than the value.
pub fn normalise(step: &Step, text: &str) -> Option<String> {
    let applied = match apply(step, text)? {
        Applied::Value { text, .. } => text,
        Applied::Empty { .. } | Applied::Refused(_) => return None,
    };
    Some(match step {
        Step::Suffix(_) | Step::Midnight => text.to_owned(),
        Step::Local => instant::wall_time(text)?,
        Step::YesNo | Step::Not | Step::Tri => text.trim().to_owned(),
        _ => applied.into_owned(),
    })
}

/// The normal form of the value that a step made this text of; none for a text that the step cannot have made, for a step
/// that loses it, and for a step that needs to know more than the value.
pub fn invert(step: &Step, text: &str) -> Option<String> {
    match step {
        Step::Suffix(suffix) => suffix::invert(text, suffix),
        Step::Midnight => date::invert_midnight(text),
        Step::Local => instant::invert_local(text),
        Step::YesNo => flag::invert_yes_no(text),
        Step::Not => flag::invert_not(text),
        Step::Tri => flag::invert_tri(text),
        Step::Guid
        | Step::Trim
        | Step::Text
        | Step::Digits
        | Step::Postcode
        | Step::Uprn
        | Step::Int
        | Step::Decimal
        | Step::Date
        | Step::Html
        | Step::Check(_) => Some(text.to_owned()),
        _ => None,
    }
}
