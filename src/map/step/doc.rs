//! What each step is called and what it does, in one list.

use super::{check_digit, context, date, flag, guid, instant, markup, number, postcode, suffix, text};
use crate::map::plan::Step;

/// What a step is called, what it does, and what it loses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepDoc {
    /// Its name in a mapping.
    pub name: &'static str,
    /// What it does, in one line.
    pub summary: &'static str,
    /// What it does in full, with the codes it raises.
    pub detail: &'static str,
    /// A value before and after.
    pub example: (&'static str, &'static str),
    /// What cannot be rebuilt from what it makes; none where the value can, up to its normal form.
    pub loses: Option<&'static str>,
    /// Whether it needs to know more than the value.
    pub in_context: bool,
}

/// Every step, in the order of the mappings' manual.
pub fn docs() -> &'static [StepDoc] {
    DOCS
}

/// What is documented of a step.
pub fn doc_of(step: &Step) -> &'static StepDoc {
    match step {
        Step::Guid => &guid::GUID,
        Step::Suffix(_) => &suffix::SUFFIX,
        Step::Trim => &text::TRIM,
        Step::Text => &text::TEXT,
        Step::Digits => &text::DIGITS,
        Step::Postcode => &postcode::POSTCODE,
        Step::Uprn => &number::UPRN,
        Step::Int => &number::INT,
        Step::Decimal => &number::DECIMAL,
        Step::Date => &date::DATE,
        Step::Midnight => &date::MIDNIGHT,
        Step::Local => &instant::LOCAL,
        Step::UkDay => &instant::UK_DAY,
        Step::YesNo => &flag::YES_NO,
        Step::Not => &flag::NOT,
        Step::Tri => &flag::TRI,
        Step::Code { .. } => &context::CODE,
        Step::Html => &markup::HTML,
        Step::Fit(_) => &context::FIT,
        Step::Check(_) => &check_digit::CHECK,
        Step::Person => &context::PERSON,
        Step::WorkflowStep => &context::STEP,
        Step::Organisation => &context::ORGANISATION,
        Step::Worker => &context::WORKER,
        Step::WorkerUserName => &context::WORKER_USER_NAME,
        Step::PersonReference => &context::PERSON_REFERENCE,
        Step::PersonReferenceList => &context::PERSON_REFERENCE_LIST,
    }
}

static DOCS: &[StepDoc] = &[
    guid::GUID,
    suffix::SUFFIX,
    text::TRIM,
    text::TEXT,
    text::DIGITS,
    postcode::POSTCODE,
    number::UPRN,
    number::INT,
    number::DECIMAL,
    date::DATE,
    date::MIDNIGHT,
    instant::LOCAL,
    instant::UK_DAY,
    flag::YES_NO,
    flag::NOT,
    flag::TRI,
    context::CODE,
    markup::HTML,
    context::FIT,
    check_digit::CHECK,
    context::PERSON,
    context::STEP,
    context::ORGANISATION,
    context::WORKER,
    context::WORKER_USER_NAME,
    context::PERSON_REFERENCE,
    context::PERSON_REFERENCE_LIST,
];
