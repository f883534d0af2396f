//! `mappings/policy.toml` as it is written.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::Name;

/// What the council decides.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawPolicy {
    pub(in crate::map) on_reject: Name,
    pub(in crate::map) documents: Name,
    pub(in crate::map) rejected_values: Name,
    pub(in crate::map) migration_worker: Name,
    pub(in crate::map) substitute_author: Name,
    #[serde(default)]
    pub(in crate::map) values: BTreeMap<Name, Name>,
    pub(in crate::map) people: RawPeople,
    pub(in crate::map) restriction: RawRestriction,
    pub(in crate::map) adoption: RawAdoption,
    pub(in crate::map) over_length: RawOverLength,
    #[serde(default)]
    pub(in crate::map) retention: RawRetention,
    pub(in crate::map) siblings: RawSiblings,
    pub(in crate::map) looked_after: RawLookedAfter,
    pub(in crate::map) thresholds: RawThresholds,
    pub(in crate::map) files: RawFiles,
    #[serde(default)]
    pub(in crate::map) exclude: Vec<RawExclusion>,
    #[serde(default)]
    pub(in crate::map) acknowledge: Vec<RawAcknowledgement>,
}

/// People whose birth date is not known.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawPeople {
    pub(in crate::map) age_only: Name,
    pub(in crate::map) no_birth: Name,
}

/// Restrictions of who may see a record.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawRestriction {
    pub(in crate::map) records: Name,
    pub(in crate::map) notes: Name,
    pub(in crate::map) ended: Name,
    pub(in crate::map) allow_list: Name,
    pub(in crate::map) deny_list: Name,
}

/// Adopted children.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawAdoption {
    pub(in crate::map) linked: Name,
    pub(in crate::map) ties: Name,
    pub(in crate::map) signals: Name,
}

/// Texts longer than their columns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawOverLength {
    pub(in crate::map) names: Name,
    pub(in crate::map) text: Name,
}

/// Records whose retention date has passed.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawRetention {
    pub(in crate::map) rules: Vec<RawRetentionRule>,
}

/// A dated rule of retention.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawRetentionRule {
    pub(in crate::map) id: Name,
    pub(in crate::map) entity: Name,
    pub(in crate::map) column: Name,
    pub(in crate::map) before: Spanned<Datetime>,
    #[serde(default)]
    pub(in crate::map) keep: Vec<Name>,
}

/// Copies of one piece of work for several children.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawSiblings {
    pub(in crate::map) forms: Name,
}

/// Legal statuses and placements.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawLookedAfter {
    pub(in crate::map) day_gap: Name,
}

/// The largest files, in bytes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawThresholds {
    pub(in crate::map) photo_bytes: Spanned<u64>,
    pub(in crate::map) document_bytes: Spanned<u64>,
}

/// The kinds of file that the target takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawFiles {
    pub(in crate::map) allowed: Vec<Name>,
    /// The category of document that a picture within a note becomes.
    #[serde(default)]
    pub(in crate::map) inline_images: Option<Name>,
}

/// Records left out by id.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawExclusion {
    pub(in crate::map) id: Name,
    pub(in crate::map) code: Name,
    pub(in crate::map) entity: Name,
    pub(in crate::map) ids: Spanned<Vec<Name>>,
}

/// A stop that is let pass.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawAcknowledgement {
    pub(in crate::map) code: Name,
    pub(in crate::map) file: Name,
    pub(in crate::map) reason: Name,
    pub(in crate::map) decided_by: Name,
    pub(in crate::map) on: Spanned<Datetime>,
}
