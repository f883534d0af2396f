//! The mapping of one entity, as it is written.

use serde::Deserialize;
use toml::Spanned;

use super::{Name, RawExample, RawList, RawParentTail, RawRemainder, RawRow, RawRule, RawScope, RawTail};

/// The mapping of one entity: `mappings/<entity>.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawEntity {
    pub(in crate::map) entity: Name,
    pub(in crate::map) key: Name,
    pub(in crate::map) owner: RawOwner,
    #[serde(default)]
    pub(in crate::map) indexed: bool,
    pub(in crate::map) cross_reference: Option<Vec<Name>>,
    pub(in crate::map) joins: Option<Name>,
    pub(in crate::map) merge: Option<RawMerge>,
    pub(in crate::map) merged_into: Option<Name>,
    pub(in crate::map) siblings: Option<RawEntitySiblings>,
    pub(in crate::map) without_row: Option<RawWithoutRow>,
    #[serde(default)]
    pub(in crate::map) not_carried: Vec<RawReason>,
    #[serde(default)]
    pub(in crate::map) lossy: Vec<RawReason>,
    #[serde(default)]
    pub(in crate::map) told_by: Vec<RawTold>,
    #[serde(default)]
    pub(in crate::map) rule: Vec<RawRule>,
    #[serde(default)]
    pub(in crate::map) scope: Vec<RawScope>,
    #[serde(default)]
    pub(in crate::map) row: Vec<RawRow>,
    #[serde(default)]
    pub(in crate::map) list: Vec<RawList>,
    pub(in crate::map) remainder: Option<RawRemainder>,
    pub(in crate::map) tail: Option<RawTail>,
    pub(in crate::map) parent_tail: Option<RawParentTail>,
    #[serde(default)]
    pub(in crate::map) example: Vec<RawExample>,
}

/// Whose case file a record belongs to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub(in crate::map) enum RawOwner {
    CaseFile(Name),
    Person(Name),
    Through(Name),
    Shared,
}

/// How records are folded into a survivor.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawMerge {
    pub(in crate::map) master: Name,
    pub(in crate::map) note: Name,
}

/// Records that are cloned for several people, as forms are for brothers and sisters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawEntitySiblings {
    pub(in crate::map) cloned_from: Name,
    #[serde(default)]
    pub(in crate::map) may_differ: Vec<Name>,
}

/// What a written record without a row counts as.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::map) enum RawWithoutRow {
    Merged,
    Migrated,
}

/// A column that is not carried, or loses something, and why.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawReason {
    pub(in crate::map) column: Name,
    pub(in crate::map) reason: Spanned<String>,
}

/// A column that something else tells.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawTold {
    pub(in crate::map) column: Name,
    pub(in crate::map) by: RawToldBy,
}

/// What tells a column that no cell and no line holds.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::map) enum RawToldBy {
    GridRow,
    ParentDisplay,
    ParentCell,
    Answer,
    Row,
    PrimaryJob,
    ParentNote,
}
