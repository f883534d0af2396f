//! Examples, as they are written: a source row in, target rows out.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::Name;

/// A source row and the cells that it must give.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawExample {
    pub(in crate::map) name: Name,
    pub(in crate::map) given: BTreeMap<Name, Name>,
    #[serde(default)]
    pub(in crate::map) gives: Vec<RawGives>,
}

/// A row of a table that has these cells; an empty text is an empty cell.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawGives {
    pub(in crate::map) table: Name,
    pub(in crate::map) row: Spanned<BTreeMap<Name, Name>>,
}
