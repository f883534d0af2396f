//! Steps, as they are written: a bare word, or a table where a step needs to be told more.

use serde::Deserialize;

use super::Name;

/// A named step.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::map) enum RawStep {
    Guid,
    Suffix(Name),
    Trim,
    Text,
    Digits,
    Postcode,
    Uprn,
    Int,
    Decimal,
    Date,
    Midnight,
    Local,
    UkDay,
    YesNo,
    Not,
    Tri,
    Code(RawCode),
    Html,
    Fit(RawOverflow),
    Check(RawCheckDigit),
    Person,
    Step,
    Organisation,
    Worker,
    WorkerUserName,
    PersonReference,
    PersonReferenceList,
}

/// A code table and what it is keyed by.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawCode {
    pub(in crate::map) table: Name,
    pub(in crate::map) by: toml::Spanned<RawCodeBy>,
}

/// What of a coded value a code table is keyed by.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(in crate::map) enum RawCodeBy {
    #[serde(rename = "number")]
    Number,
    #[serde(rename = "name")]
    Name,
    GovCode,
    #[serde(rename = "code")]
    Code,
}

/// What happens to a text longer than its column.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::map) enum RawOverflow {
    Reject,
    Empty,
    Head,
}

/// Identifiers with a check digit.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::map) enum RawCheckDigit {
    Nhs,
    Upn,
    Uln,
}
