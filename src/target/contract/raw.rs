//! Contract files as they are written.

use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawContract {
    pub(super) schema_version: String,
    pub(super) output: RawOutput,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOutput {
    pub(super) encoding: Spanned<String>,
    pub(super) byte_order_mark: Spanned<bool>,
    pub(super) delimiter: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTable {
    pub(super) table: String,
    pub(super) file: String,
    pub(super) order: u32,
    #[serde(default)]
    pub(super) shared: bool,
    pub(super) key: Vec<Spanned<String>>,
    pub(super) columns: Vec<RawColumn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawColumn {
    pub(super) name: Spanned<String>,
    #[serde(rename = "type")]
    pub(super) kind: RawKind,
    pub(super) width: Option<u32>,
    pub(super) scale: Option<u8>,
    #[serde(default)]
    pub(super) required: bool,
    #[serde(default)]
    pub(super) unique: bool,
    #[serde(default)]
    pub(super) critical: bool,
    pub(super) codes: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) references: Vec<RawReference>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawKind {
    Text,
    Code,
    Number,
    Date,
    Datetime,
    DateOrDatetime,
    Flag,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawReference {
    pub(super) table: Spanned<String>,
    pub(super) column: Option<Spanned<String>>,
}
