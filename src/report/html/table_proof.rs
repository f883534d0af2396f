//! A written table, and how its columns are shown to be right.

use crate::report::model::{ColumnProof, Report, TargetColumn, TargetTable};

/// A written table, and how its columns are shown to be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TableProof<'a> {
    /// The table.
    pub(super) table: &'a TargetTable,
    /// Its columns; none before they are compared.
    pub(super) columns: Vec<&'a TargetColumn>,
    /// Values that are wrong.
    pub(super) differences: u64,
}

impl<'a> TableProof<'a> {
    /// All written tables, in the order of the report.
    pub(super) fn all(report: &'a Report) -> Vec<Self> {
        report.targets.iter().map(|table| Self::of(table, &report.target_columns)).collect()
    }

    fn of(table: &'a TargetTable, columns: &'a [TargetColumn]) -> Self {
        let columns: Vec<_> = columns.iter().filter(|column| column.table == table.table).collect();
        Self { table, differences: columns.iter().map(|column| column.differences).sum(), columns }
    }

    fn by(&self, proof: ColumnProof) -> u64 {
        self.columns.iter().filter(|column| column.proof == proof).count() as u64
    }

    /// Columns from which a source value is rebuilt.
    pub(super) fn inverted(&self) -> u64 {
        self.by(ColumnProof::Inverted)
    }

    /// Columns that the reconciler works out by itself.
    pub(super) fn recomputed(&self) -> u64 {
        self.by(ColumnProof::Recomputed)
    }

    /// Columns that always have one declared value.
    pub(super) fn constant(&self) -> u64 {
        self.by(ColumnProof::Constant)
    }
}
