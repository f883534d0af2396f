//! `extract.toml` as it is written.

use serde::Deserialize;
use toml::Spanned;

pub(super) type Name = Spanned<String>;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawExtract {
    pub(super) unexpected: Option<RawUnexpected>,
    #[serde(default)]
    pub(super) form: RawForm,
    #[serde(default)]
    pub(super) added: Vec<RawAdded>,
    #[serde(default)]
    pub(super) lacks: Vec<RawLacks>,
    #[serde(default)]
    pub(super) day_before: Vec<RawDayBefore>,
    #[serde(default)]
    pub(super) mirrored: Vec<RawMirrored>,
    #[serde(default)]
    pub(super) ignore: Vec<RawIgnore>,
}

/// Whether rows that nobody wrote are listed alone, or refuse the proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawUnexpected {
    /// Listed and counted.
    Warn,
    /// A difference like every other.
    Stop,
}

/// How the files are written; what is not said is as the contract has it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawForm {
    pub(super) encoding: Option<Name>,
    pub(super) delimiter: Option<Name>,
    #[serde(default)]
    pub(super) null_words: Vec<String>,
    #[serde(default)]
    pub(super) dates: Vec<Name>,
    #[serde(default)]
    pub(super) datetimes: Vec<Name>,
}

/// Columns that the target adds: of one table, or of any.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAdded {
    pub(super) table: Option<Name>,
    pub(super) columns: Vec<String>,
    pub(super) reason: Name,
}

/// What the target does not give back: some columns of a table, or all of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLacks {
    pub(super) table: Name,
    #[serde(default)]
    pub(super) columns: Vec<Name>,
    pub(super) reason: Name,
}

/// End dates that the target gives back one day earlier.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDayBefore {
    pub(super) table: Name,
    pub(super) columns: Vec<Name>,
}

/// Rows that the target adds for the other side of a pair: with both ends changed round, and the rest the `same`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMirrored {
    pub(super) table: Name,
    pub(super) ends: Spanned<Vec<Name>>,
    #[serde(default)]
    pub(super) same: Vec<Name>,
}

/// A file or folder of the extract that is not compared.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawIgnore {
    pub(super) file: Name,
    pub(super) reason: Name,
}
