//! Rules of the domain and rules of scope, as they are written.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Name, RawCondition};

/// A rule of the domain and what it looks at.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawRule {
    pub(in crate::map) check: Name,
    #[serde(default)]
    pub(in crate::map) columns: BTreeMap<Name, Name>,
    #[serde(default)]
    pub(in crate::map) values: BTreeMap<Name, Name>,
    #[serde(default)]
    pub(in crate::map) entities: BTreeMap<Name, Name>,
}

/// A named rule that leaves records out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawScope {
    pub(in crate::map) id: Name,
    pub(in crate::map) code: Name,
    pub(in crate::map) when: RawCondition,
}
