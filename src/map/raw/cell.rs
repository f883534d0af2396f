//! What fills a column, as it is written.

use serde::Deserialize;
use toml::Spanned;

use super::{Name, RawAttribute, RawCompute, RawCondition, RawStep};

/// What fills a column: exactly one source, the steps it goes through, and what to do otherwise.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawCell {
    pub(in crate::map) from: Option<Name>,
    pub(in crate::map) last: Option<Name>,
    pub(in crate::map) constant: Option<Name>,
    /// Why nothing fills the column.
    pub(in crate::map) empty: Option<Name>,
    pub(in crate::map) join: Option<RawJoin>,
    pub(in crate::map) via: Option<RawVia>,
    pub(in crate::map) beside: Option<RawBeside>,
    pub(in crate::map) answer: Option<Name>,
    pub(in crate::map) earliest: Option<Spanned<Vec<Name>>>,
    pub(in crate::map) policy: Option<Name>,
    pub(in crate::map) compute: Option<Spanned<RawCompute>>,
    #[serde(default)]
    pub(in crate::map) steps: Vec<Spanned<RawStep>>,
    pub(in crate::map) when: Option<RawCondition>,
    pub(in crate::map) otherwise: Option<Box<Spanned<RawCell>>>,
}

/// The filled ones of several columns, with a separator between.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawJoin {
    pub(in crate::map) columns: Spanned<Vec<Name>>,
    pub(in crate::map) separator: Name,
}

/// A column of the record that a lookup points at.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawVia {
    pub(in crate::map) lookup: Name,
    pub(in crate::map) entity: Name,
    pub(in crate::map) column: Name,
}

/// A column of another record of the same case file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawBeside {
    pub(in crate::map) entity: Name,
    pub(in crate::map) column: Name,
    /// A column of the reference row that a column of the other record points at.
    #[serde(rename = "where")]
    pub(in crate::map) with: Option<RawAttribute>,
    pub(in crate::map) start: Name,
    pub(in crate::map) end: Name,
    /// A date of this record: only what was open on that day counts, and only where it is one record.
    pub(in crate::map) open_on: Option<Name>,
    /// A column of the shared record that the column points at, in place of its key.
    pub(in crate::map) of: Option<Name>,
}
