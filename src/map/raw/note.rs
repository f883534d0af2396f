//! Notes for what has no column of its own, as they are written.

use serde::Deserialize;
use toml::Spanned;

use super::{Name, RawCompute, RawCondition};

/// Lines in a note of their own, or in a plain-text column of the record's row.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawRemainder {
    pub(in crate::map) per: Option<Spanned<RawPer>>,
    pub(in crate::map) into: Option<Name>,
    /// What stands behind the person's key in the key of a shared note; the entity's name, where it is left out.
    pub(in crate::map) suffix: Option<Name>,
    pub(in crate::map) note_type: Option<Name>,
    pub(in crate::map) title: Option<Name>,
    pub(in crate::map) created_by: Option<Name>,
    pub(in crate::map) created_on: Option<Name>,
    pub(in crate::map) updated_by: Option<Name>,
    pub(in crate::map) lines: Spanned<Vec<Spanned<RawLine>>>,
}

/// How many notes there are.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(in crate::map) enum RawPer {
    Record,
    Person,
}

/// Lines at the foot of the record's own note.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawTail {
    pub(in crate::map) subject: Option<Name>,
    pub(in crate::map) lines: Spanned<Vec<Spanned<RawLine>>>,
}

/// One line at the foot of another record's note: `Label: display [guid] text`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawParentTail {
    pub(in crate::map) label: Name,
    pub(in crate::map) record: Name,
    pub(in crate::map) text: Option<Name>,
}

/// One line, `Label: value`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawLine {
    pub(in crate::map) from: Option<Name>,
    pub(in crate::map) compute: Option<Spanned<RawCompute>>,
    pub(in crate::map) label: Name,
    pub(in crate::map) unless: Option<Name>,
    /// A value of the policy: the line is written only where the policy gives it.
    pub(in crate::map) with_policy: Option<Name>,
    pub(in crate::map) when: Option<RawCondition>,
}
