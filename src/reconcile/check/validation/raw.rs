//! `mappings/validations.toml` as it is written.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

pub(super) type Name = Spanned<String>;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawValidations {
    pub(super) in_order: Vec<RawInOrder>,
    pub(super) apart: Vec<RawPeriods>,
    pub(super) within: Vec<RawWithin>,
    pub(super) number: Vec<RawNumber>,
    pub(super) by_code: Vec<RawByCode>,
    pub(super) filled: Vec<RawColumn>,
    pub(super) never: Vec<RawNever>,
    pub(super) different: Vec<RawDifferent>,
    pub(super) pair_once: Vec<RawPair>,
    pub(super) acyclic: Vec<RawAcyclic>,
    pub(super) check_digit: Vec<RawCheckDigit>,
    pub(super) width: Vec<RawWidth>,
    pub(super) stored: Vec<RawStored>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawInOrder {
    pub(super) table: Name,
    pub(super) first: Name,
    pub(super) second: Name,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPeriods {
    pub(super) table: Name,
    pub(super) of: Name,
    pub(super) start: Name,
    pub(super) end: Name,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWithin {
    pub(super) table: Name,
    pub(super) of: Name,
    pub(super) start: Name,
    pub(super) end: Name,
    pub(super) outer: RawPeriods,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawColumn {
    pub(super) table: Name,
    pub(super) column: Name,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRows {
    pub(super) table: Name,
    pub(super) column: Name,
    #[serde(default, rename = "where")]
    pub(super) conditions: BTreeMap<Name, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawNumber {
    pub(super) of: RawColumn,
    pub(super) rows: RawRows,
    pub(super) least: u32,
    pub(super) most: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawByCode {
    pub(super) table: Name,
    pub(super) column: Name,
    pub(super) codes: Vec<RawCode>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCode {
    pub(super) code: String,
    #[serde(default)]
    pub(super) filled: Vec<Name>,
    #[serde(default)]
    pub(super) empty: Vec<Name>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawNever {
    pub(super) table: Name,
    pub(super) column: Name,
    pub(super) codes: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDifferent {
    pub(super) table: Name,
    pub(super) one: Name,
    pub(super) other: Name,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPair {
    pub(super) table: Name,
    pub(super) one: Name,
    pub(super) other: Name,
    pub(super) start: Name,
    pub(super) end: Name,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAcyclic {
    pub(super) table: Name,
    pub(super) from: Name,
    pub(super) to: Name,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCheckDigit {
    pub(super) table: Name,
    pub(super) column: Name,
    pub(super) kind: Name,
    pub(super) checks: BTreeMap<String, Name>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWidth {
    pub(super) table: Name,
    pub(super) column: Name,
    #[serde(default, rename = "where")]
    pub(super) conditions: BTreeMap<Name, String>,
    pub(super) most: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStored {
    pub(super) table: Name,
    pub(super) sha256: Name,
    pub(super) bytes: Name,
}
