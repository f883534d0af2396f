//! The named steps that need no more than the value.

mod check_digits;
mod days;
mod markup;
mod texts;

pub(in crate::reconcile) use check_digits::passes as identifier_passes;
pub(super) use days::{Day, day, day_after, is_sentinel, is_shown_twice, line_time, uk_day};
pub(super) use markup::{paragraph, put_paragraph};
pub(super) use texts::{is_postcode, with_line_feeds};

use crate::map::plan::{CheckDigit, Step};
use crate::reconcile::note::visible_markup;

/// What a step made of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// A value.
    Value(String),
    /// The value as it was.
    Same,
    /// Nothing.
    Empty,
    /// The value cannot be written.
    Refused,
    /// Nothing: a code that is known and stands for nothing, in a column that must be filled.
    Untargeted,
}

/// Applies a step that needs no more than the value; none for a step that looks elsewhere.
pub(super) fn apply(step: &Step, text: &str) -> Option<Outcome> {
    let outcome = match step {
        Step::Suffix(suffix) => Outcome::Value(format!("{text}:{suffix}")),
        Step::Guid => guid(text),
        Step::Trim => filled(texts::trimmed(text)),
        Step::Text => filled(texts::with_line_feeds(text)),
        Step::Digits => filled(texts::without_spaces(text)),
        Step::Postcode => filled(texts::postcode(text)),
        Step::Uprn | Step::Int | Step::Decimal if text.trim().is_empty() => Outcome::Empty,
        Step::Uprn => texts::uprn(text).map_or(Outcome::Refused, filled),
        Step::Int => texts::whole(text).map_or(Outcome::Refused, filled),
        Step::Decimal => texts::two_places(text).map_or(Outcome::Refused, filled),
        Step::Date => of_day(days::day(text)),
        Step::Local => of_day(days::wall_time(text)),
        Step::UkDay => of_day(days::uk_day(text)),
        Step::Midnight => Outcome::Value(format!("{text}T00:00:00")),
        Step::YesNo => texts::yes_no(text).map_or(Outcome::Refused, |flag| filled(flag.to_owned())),
        Step::Not => texts::opposite(text).map_or(Outcome::Refused, |flag| filled(flag.to_owned())),
        Step::Tri => tri(text),
        Step::Html => filled(visible_markup(text)),
        Step::Check(check) => checked(*check, text),
        Step::Code { .. }
        | Step::Fit(_)
        | Step::Person
        | Step::WorkflowStep
        | Step::Organisation
        | Step::Worker
        | Step::WorkerUserName
        | Step::PersonReference
        | Step::PersonReferenceList => return None,
    };
    Some(outcome)
}

fn filled(text: String) -> Outcome {
    if text.is_empty() { Outcome::Empty } else { Outcome::Value(text) }
}

/// An identifier with its check digit; a word that says why there is none stands in no column.
fn checked(check: CheckDigit, text: &str) -> Outcome {
    let text = if check == CheckDigit::Upn { text.to_ascii_uppercase() } else { text.to_owned() };
    let why_none = matches!(text.as_bytes(), [b'U', b'N', b'1'..=b'9']) && check == CheckDigit::Upn;
    if why_none {
        Outcome::Empty
    } else if check_digits::passes(check, &text) {
        Outcome::Value(text)
    } else {
        Outcome::Refused
    }
}

fn of_day(day: Day) -> Outcome {
    match day {
        Day::Text(text) => Outcome::Value(text),
        Day::Sentinel => Outcome::Empty,
        Day::Bad => Outcome::Refused,
    }
}

fn guid(text: &str) -> Outcome {
    crate::record::Guid::parse(text.trim()).map_or(Outcome::Refused, |guid| Outcome::Value(guid.text()))
}

/// `1`, `2` and `3` as `Y`, `N` and nothing.
fn tri(text: &str) -> Outcome {
    match text.trim() {
        "1" => Outcome::Value("Y".to_owned()),
        "2" => Outcome::Value("N".to_owned()),
        "3" => Outcome::Empty,
        _ => Outcome::Refused,
    }
}
