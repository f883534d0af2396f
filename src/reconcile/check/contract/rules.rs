//! What is worked out once of contract and validations.

use crate::reconcile::check::validation::Validations;
use crate::reconcile::totals::Total;
use crate::target::contract::{Column, ColumnId, Contract, TableId};

/// The columns that one may refer to.
type Targets = Vec<(TableId, ColumnId)>;

/// What is worked out once of contract and validations.
#[derive(Debug)]
pub struct ContractRules<'c> {
    pub(super) contract: &'c Contract,
    pub(super) validations: &'c Validations,
    /// The totals to count, and the day of the extract.
    pub(super) totals: &'c [Total],
    pub(super) day: String,
    /// Whether files of documents stand in the batches.
    pub(super) stores_documents: bool,
    /// The unique and referenced columns, by table.
    pub(super) provided: Vec<Vec<ColumnId>>,
    /// The columns that refer to others, by table.
    pub(super) wanted: Vec<Vec<(ColumnId, Targets)>>,
}

impl<'c> ContractRules<'c> {
    /// Works them out; `stores_documents` says whether documents were copied or linked into the batches, `day` is the day
    /// of the extract.
    pub fn new(
        contract: &'c Contract,
        validations: &'c Validations,
        (totals, day): (&'c [Total], String),
        stores_documents: bool,
    ) -> Self {
        let wanted: Vec<_> = tables(contract).map(|table| wanted(contract, table)).collect();
        let referenced: Targets = wanted.iter().flatten().flat_map(|(_, targets)| targets.clone()).collect();
        let of_table = |table: TableId| {
            let columns = (0_u16..).map(ColumnId).zip(&contract.table(table).columns);
            let provided = columns
                .filter(|(column, described)| described.unique || referenced.contains(&(table, *column)));
            provided.map(|(column, _)| column).collect()
        };
        let provided = tables(contract).map(of_table).collect();
        Self { contract, validations, totals, day, stores_documents, provided, wanted }
    }
}

fn tables(contract: &Contract) -> impl Iterator<Item = TableId> {
    (0_u16..).map(TableId).take(contract.tables().len())
}

fn wanted(contract: &Contract, table: TableId) -> Vec<(ColumnId, Targets)> {
    let columns = (0_u16..).map(ColumnId).zip(&contract.table(table).columns);
    let referring = columns.filter(|(_, column)| !column.references.is_empty());
    let targets = |(column, described): (ColumnId, &Column)| {
        let targets = described.references.iter().map(|reference| (reference.table, reference.column));
        (column, targets.collect())
    };
    referring.map(targets).collect()
}

/// The path of a table's import file in a batch, relative to the output folder.
pub(super) fn import_path(contract: &Contract, batch: u32, table: TableId) -> String {
    format!("data/batches/{batch:04}/{}", contract.table(table).file_name())
}
