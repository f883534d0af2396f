//! Contract files as they are written.

use std::collections::BTreeMap;

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
    #[serde(default)]
    pub(super) constraint: Vec<RawConstraint>,
}

/// One of the demands is given.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawConstraint {
    pub(super) code: Spanned<String>,
    #[serde(default)]
    pub(super) when: BTreeMap<Spanned<String>, Vec<String>>,
    pub(super) filled: Option<Vec<Spanned<String>>>,
    pub(super) empty: Option<Vec<Spanned<String>>>,
    pub(super) in_order: Option<Vec<Spanned<String>>>,
    pub(super) one_of: Option<Vec<Spanned<String>>>,
    pub(super) at_most: Option<RawAtMost>,
    pub(super) one_open: Option<RawOneOpen>,
    pub(super) one_unended: Option<RawOneOpen>,
    pub(super) listed: Option<RawListed>,
    pub(super) different: Option<Vec<Spanned<String>>>,
    pub(super) at_least: Option<RawAtLeast>,
    pub(super) hexadecimal: Option<RawHexadecimal>,
    pub(super) check_digit: Option<RawCheckDigit>,
    pub(super) not_ending: Option<RawNotEnding>,
    pub(super) together_at_most: Option<RawTogether>,
    pub(super) not_outlasting: Option<RawOutlasting>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAtLeast {
    pub(super) column: Spanned<String>,
    pub(super) number: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawHexadecimal {
    pub(super) column: Spanned<String>,
    pub(super) digits: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCheckDigit {
    pub(super) column: Spanned<String>,
    pub(super) of: RawChecked,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawChecked {
    Nhs,
    Upn,
    Uln,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawNotEnding {
    pub(super) column: Spanned<String>,
    pub(super) texts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTogether {
    pub(super) columns: Vec<Spanned<String>>,
    pub(super) characters: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOutlasting {
    pub(super) per: Spanned<String>,
    pub(super) end: Spanned<String>,
    pub(super) of: BTreeMap<Spanned<String>, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAtMost {
    pub(super) column: Spanned<String>,
    pub(super) characters: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOneOpen {
    pub(super) per: Spanned<String>,
    pub(super) end: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawListed {
    pub(super) column: Spanned<String>,
    pub(super) table: Spanned<String>,
    pub(super) by: Spanned<String>,
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
