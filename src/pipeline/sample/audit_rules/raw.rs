//! `audit.toml` as it is written.

use serde::Deserialize;
use toml::Spanned;

pub(super) type Name = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAudit {
    /// The groups, in the order in which they are tried: a case file belongs to the first that fits. What fits none is in the
    /// group `others`.
    #[serde(default)]
    pub(super) stratum: Vec<RawStratum>,
    /// The parts of a sheet, in their order. Tables that none of them names come last.
    #[serde(default)]
    pub(super) section: Vec<RawSection>,
    /// What sheets call columns for Mosaic that a screen calls otherwise than the contract does.
    #[serde(default)]
    pub(super) word: Vec<RawWord>,
}

/// What sheets call a column for Mosaic.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWord {
    /// A table of the contract.
    pub(super) table: Name,
    /// Its column.
    pub(super) column: Name,
    /// What the screen calls it.
    pub(super) shown: String,
}

/// A group, by one condition: `state`, `records`, or `table` with `person` and either `open`, or `born` and `under`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStratum {
    /// What lists, sheets and the report call it.
    pub(super) name: Name,
    /// The case file is `complete` or `incomplete`.
    pub(super) state: Option<Name>,
    /// It has at least so many records.
    pub(super) records: Option<Spanned<u64>>,
    /// A table of the contract in which the person has a row that fits.
    pub(super) table: Option<Name>,
    /// Its column that names the person.
    pub(super) person: Option<Name>,
    /// Its column that is empty as long as what the row tells lasts.
    pub(super) open: Option<Name>,
    /// Its column that has one of the `codes`; with `open`.
    pub(super) column: Option<Name>,
    /// The codes; with `column`.
    pub(super) codes: Option<Vec<Name>>,
    /// Its column with the day of birth; with `under`.
    pub(super) born: Option<Name>,
    /// Younger than so many years, on the day of the extract.
    pub(super) under: Option<Spanned<u8>>,
}

/// A part of a sheet.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSection {
    /// Its title.
    pub(super) title: Name,
    /// The tables of the export that it shows.
    pub(super) entities: Vec<Name>,
    /// Columns that name the day of a record: it is shown in order of the first that it fills, across the tables. Without them it
    /// is shown table by table.
    #[serde(default)]
    pub(super) days: Vec<Name>,
}
