//! `mappings/codes/tables.toml` as it is written.

use serde::Deserialize;

use super::Name;

/// What a code table joins.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawCodeTable {
    /// The source's list; none where the codes are of a computation.
    pub(in crate::map) list: Option<Name>,
    /// The code list of the contract.
    pub(in crate::map) domain: Name,
}
