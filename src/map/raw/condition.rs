//! Conditions, as they are written.

use serde::Deserialize;
use toml::Spanned;

use super::Name;

/// When a row, a cell or a rule applies.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub(in crate::map) enum RawCondition {
    Filled(Name),
    Empty(Name),
    Equals(RawEquals),
    Attribute(RawAttribute),
    Written(RawEquals),
    Answered(Name),
    NoAnswers(bool),
    SamePerson(Name),
    Alone(bool),
    Named(bool),
    NoRow(Spanned<bool>),
    All(Spanned<Vec<RawCondition>>),
    Any(Spanned<Vec<RawCondition>>),
    Not(Box<RawCondition>),
}

/// A column that has one of several texts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawEquals {
    pub(in crate::map) column: Name,
    pub(in crate::map) is: Spanned<Vec<Name>>,
}

/// A column of the row pointed at that has one of several texts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawAttribute {
    pub(in crate::map) column: Name,
    pub(in crate::map) of: Name,
    pub(in crate::map) is: Spanned<Vec<Name>>,
}
