//! `mappings/totals.toml` as it is written.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

pub(super) type Name = Spanned<String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTotals {
    #[serde(default)]
    pub(super) total: Vec<RawTotal>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTotal {
    pub(super) id: Name,
    pub(super) title: String,
    pub(super) people: Option<Name>,
    /// Whether pictures within notes count as well, which become documents where the policy says of what category.
    #[serde(default)]
    pub(super) inline_images: bool,
    pub(super) source: Option<RawSource>,
    #[serde(default)]
    pub(super) sources: Vec<RawSource>,
    pub(super) target: RawTarget,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSource {
    pub(super) entity: Name,
    #[serde(default)]
    pub(super) by: Vec<RawBy>,
    #[serde(default, rename = "where")]
    pub(super) conditions: BTreeMap<Name, Vec<String>>,
    #[serde(default)]
    pub(super) filled: Vec<Name>,
    #[serde(default)]
    pub(super) empty: Vec<Name>,
    pub(super) open: Option<RawOpen>,
    pub(super) sum: Option<Name>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTarget {
    pub(super) table: Name,
    #[serde(default)]
    pub(super) by: Vec<RawBy>,
    #[serde(default, rename = "where")]
    pub(super) conditions: BTreeMap<Name, Vec<String>>,
    #[serde(default)]
    pub(super) not: BTreeMap<Name, Vec<String>>,
    #[serde(default)]
    pub(super) empty: Vec<Name>,
    pub(super) open: Option<RawOpen>,
    pub(super) sum: Option<Name>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOpen {
    pub(super) start: Name,
    pub(super) end: Name,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBy {
    pub(super) age: Option<Vec<Name>>,
    #[serde(default)]
    pub(super) only: BTreeMap<Name, BTreeMap<Name, Vec<String>>>,
    pub(super) code: Option<RawCode>,
    pub(super) key: Option<Name>,
    pub(super) cell: Option<Name>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCode {
    pub(super) column: Name,
    pub(super) table: Name,
    pub(super) by: Name,
    pub(super) split: Option<String>,
    pub(super) otherwise: Option<Name>,
}
