//! How an audit parts case files, and in which order a sheet shows one (`mappings/audit.toml`).

mod load;
mod raw;
mod stratum;
mod word;

use std::collections::BTreeMap;

use crate::record::EntityId;
use crate::target::contract::{ColumnId, TableId};

/// The group of whoever fits nothing.
pub(super) const OTHERS: &str = "others";

/// How an audit parts case files, and in which order a sheet shows one.
#[derive(Clone, Debug, Default)]
pub(in crate::pipeline) struct AuditRules {
    /// The groups, in the order in which they are tried.
    pub(super) strata: Vec<Stratum>,
    /// The parts of a sheet.
    pub(super) sections: Vec<Section>,
    /// What screens of Mosaic call columns, where that is not made of their names.
    pub(super) words: BTreeMap<(TableId, ColumnId), String>,
}

/// A part of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) title: String,
    /// The tables of the export under it.
    pub(super) entities: Vec<EntityId>,
    /// The columns that name the day of a record, in the order in which they are tried; none where records are shown by table.
    pub(super) days: Vec<String>,
}

/// A group of case files.
#[derive(Clone, Debug)]
pub(super) struct Stratum {
    pub(super) name: String,
    pub(super) fits: Fits,
}

/// When a case file belongs to a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fits {
    /// It is in this state.
    State(String),
    /// It has at least so many records.
    Records(u64),
    /// A table has a row of the person in which a column is empty and, where codes are named, another has one of them.
    Open { table: TableId, person: ColumnId, open: ColumnId, coded: Option<(ColumnId, Vec<String>)> },
    /// The person is younger than so many years.
    Under { table: TableId, person: ColumnId, born: ColumnId, years: i16 },
}
