//! Whose a target row is, by what it names.

use std::collections::BTreeSet;

use super::ProveInput;
use super::folders::person_key;
use crate::map::plan::{Plan, Source, Step};
use crate::reconcile::reader::ImportRow;
use crate::record::Guid;
use crate::target::contract::{ColumnId, Table, TableId};

/// Finds the batch of the export that a target row belongs to.
pub(super) struct RowOwner {
    /// For each table, the columns that say beside what a person is put, then those that name a person, then those that hold a record's own key, then other keys.
    columns: Vec<Vec<ColumnId>>,
    /// Tables that other tables' rows point at.
    pub(super) pointed_at: BTreeSet<TableId>,
}

impl RowOwner {
    /// Looks through the plan and its contract.
    pub(super) fn new(plan: &Plan) -> Self {
        let contract = plan.contract();
        let person = person_key(plan).map(|(table, _)| table);
        let tables = || (0_u16..).map(TableId).zip(contract.tables());
        let pointed_at = tables().flat_map(|(_, table)| &table.columns).flat_map(|column| &column.references);
        let columns = tables().map(|(id, table)| {
            let mut columns: Vec<ColumnId> = Vec::new();
            let mut add = |column| {
                if !columns.contains(&column) {
                    columns.push(column);
                }
            };
            if Some(id) == person {
                table.key.iter().copied().for_each(&mut add);
            }
            subject_of(table, person).into_iter().for_each(&mut add);
            let names_person = |column: &crate::target::contract::Column| {
                column.references.iter().any(|reference| Some(reference.table) == person)
            };
            let numbered = || (0_u16..).map(ColumnId).zip(&table.columns);
            numbered().filter(|(_, column)| names_person(column)).for_each(|(column, _)| add(column));
            own_keys(plan, id).into_iter().for_each(&mut add);
            numbered()
                .filter(|(_, column)| !column.references.is_empty())
                .for_each(|(column, _)| add(column));
            table.key.iter().copied().for_each(&mut add);
            columns
        });
        Self { columns: columns.collect(), pointed_at: pointed_at.map(|reference| reference.table).collect() }
    }

    /// The batch of the export whose people a row belongs to; none where the row alone does not tell.
    pub(super) fn batch(&self, input: &ProveInput<'_>, table: TableId, row: &ImportRow) -> Option<u32> {
        let cells = self.columns[usize::from(table.0)].iter().filter_map(|column| row.get(*column));
        cells.filter_map(|cell| Guid::parse(cell.get(..36)?).ok()).find_map(|key| batch_of_key(input, key))
    }

    /// The columns by which a row points at rows of other tables.
    pub(super) fn references(plan: &Plan, table: TableId) -> impl Iterator<Item = (ColumnId, TableId)> {
        let columns = (0_u16..).map(ColumnId).zip(&plan.contract().table(table).columns);
        columns
            .flat_map(|(column, own)| own.references.iter().map(move |reference| (column, reference.table)))
    }
}

/// Of a table whose rows put people beside something, the columns that say beside what: the row is that thing's, whoever the
/// person is.
fn subject_of(table: &Table, person: Option<TableId>) -> Vec<ColumnId> {
    let names = |column: &ColumnId, wanted: &dyn Fn(TableId) -> bool| {
        table.columns[usize::from(column.0)].references.iter().any(|reference| wanted(reference.table))
    };
    if !table.key.iter().any(|column| names(column, &|table| Some(table) == person)) {
        return Vec::new();
    }
    table.key.iter().copied().filter(|column| names(column, &|table| Some(table) != person)).collect()
}

/// The batch of a person or of somebody's work.
pub(super) fn batch_of_key(input: &ProveInput<'_>, key: Guid) -> Option<u32> {
    let works = input.staged.world.works();
    let person = input.survivor(key).or_else(|| works.find(works.survivor(key)).map(|work| work.person))?;
    Some(input.part_of(person))
}

/// The columns of a table that hold the own key of the record that gives the row.
fn own_keys(plan: &Plan, table: TableId) -> Vec<ColumnId> {
    let mut columns = Vec::new();
    for entity in plan.entities() {
        for rule in entity.rows.iter().filter(|rule| rule.table == table) {
            for (column, cell) in (0_u16..).map(ColumnId).zip(&rule.cells) {
                let own = cell.branches.iter().any(|branch| {
                    branch.source == Source::Field(entity.key) && branch.steps.first() == Some(&Step::Guid)
                });
                if own && !columns.contains(&column) {
                    columns.push(column);
                }
            }
        }
    }
    columns
}
