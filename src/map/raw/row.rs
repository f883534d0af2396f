//! Target rows, as they are written.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{Name, RawCell, RawCondition, RawStep};

/// A row that a record gives.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawRow {
    pub(in crate::map) table: Name,
    #[serde(default)]
    pub(in crate::map) main: bool,
    #[serde(default)]
    pub(in crate::map) place: RawPlace,
    pub(in crate::map) when: Option<RawCondition>,
    #[serde(default)]
    pub(in crate::map) only_with: Vec<Name>,
    #[serde(default)]
    pub(in crate::map) only_with_any: Vec<Name>,
    pub(in crate::map) run: Option<Spanned<RawRun>>,
    pub(in crate::map) split: Option<Spanned<RawSplit>>,
    pub(in crate::map) columns: BTreeMap<Name, Spanned<RawCell>>,
}

/// Which batch a row stands in.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::map) enum RawPlace {
    #[default]
    Own,
    Address,
    Joining,
}

/// Consecutive records that give one row.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawRun {
    pub(in crate::map) within: Name,
    pub(in crate::map) start: Name,
    pub(in crate::map) end: Name,
    pub(in crate::map) equal: Vec<Name>,
    pub(in crate::map) continues: Option<RawCondition>,
    #[serde(default)]
    pub(in crate::map) hand_over: bool,
}

/// One row for each part of a cell.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawSplit {
    pub(in crate::map) column: Name,
    pub(in crate::map) separator: Spanned<char>,
}

/// One row for each filled item.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawList {
    pub(in crate::map) table: Name,
    /// The column that holds an item's value.
    pub(in crate::map) value: Name,
    /// The column that says which item it is.
    #[serde(rename = "type")]
    pub(in crate::map) kind: Name,
    pub(in crate::map) items: Vec<Spanned<RawItem>>,
    pub(in crate::map) columns: BTreeMap<Name, Spanned<RawCell>>,
}

/// An item of a list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawItem {
    #[serde(rename = "type")]
    pub(in crate::map) kind: Name,
    pub(in crate::map) from: Name,
    #[serde(default)]
    pub(in crate::map) steps: Vec<Spanned<RawStep>>,
    pub(in crate::map) when: Option<RawCondition>,
}
