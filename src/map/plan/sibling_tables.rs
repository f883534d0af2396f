//! Where the rows of records stand that are cloned for several people.

use std::collections::BTreeSet;

use super::{PlanParts, Source, Step};
use crate::target::contract::{ColumnId, Table, TableId};

/// Where the rows of records stand that are cloned for several people: which tables tell the work itself, whoever it is
/// about, and which columns name it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiblingTables {
    /// By table, the columns that may hold the key of such work.
    columns: Vec<Vec<ColumnId>>,
    /// The tables whose rows tell the work itself.
    work: BTreeSet<TableId>,
    /// Columns of them in which copies may differ.
    may_differ: BTreeSet<(TableId, ColumnId)>,
}

impl SiblingTables {
    /// Looks through mappings and contract. The work itself stands in the tables that have its key for their own and name
    /// no person, and in those whose rows hang on these alone.
    pub(super) fn new(parts: &PlanParts) -> Self {
        let person = main_table_of_people(parts);
        let mut work = own_tables(parts);
        work.retain(|table| !names(parts.contract.table(*table), |of| Some(of) == person));
        loop {
            let tables = (0_u16..).map(TableId).zip(parts.contract.tables());
            let more: Vec<TableId> = tables
                .filter(|(id, table)| !work.contains(id) && hangs_on(parts, table, &work))
                .map(|(id, _)| id)
                .collect();
            if more.is_empty() {
                break;
            }
            work.extend(more);
        }
        let tables = (0_u16..).map(TableId).zip(parts.contract.tables());
        let columns = tables.map(|(id, table)| naming_columns(id, table, &work)).collect();
        let siblings = parts.entities.iter().filter_map(|entity| entity.siblings.as_ref());
        let may_differ = siblings.flat_map(|siblings| siblings.may_differ.iter().copied()).collect();
        Self { columns, work, may_differ }
    }

    /// Whether the rows of a table tell the work itself: of copies they are the same.
    pub fn tells_the_work(&self, table: TableId) -> bool {
        self.work.contains(&table)
    }

    /// The columns of a table that may hold the key of such work, alone or before a colon.
    pub fn columns(&self, table: TableId) -> &[ColumnId] {
        self.columns.get(usize::from(table.0)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether copies may differ in a column.
    pub fn may_differ(&self, table: TableId, column: ColumnId) -> bool {
        self.may_differ.contains(&(table, column))
    }
}

fn main_table_of_people(parts: &PlanParts) -> Option<TableId> {
    let person = parts.entities.iter().find(|plan| plan.entity == parts.model.people.person)?;
    person.rows.iter().find(|row| row.main).map(|row| row.table)
}

/// The tables in which a cloned record gives a row under its own key.
fn own_tables(parts: &PlanParts) -> BTreeSet<TableId> {
    let mut tables = BTreeSet::new();
    for entity in parts.entities.iter().filter(|entity| entity.siblings.is_some()) {
        for row in &entity.rows {
            let [key] = parts.contract.table(row.table).key[..] else { continue };
            let mut branches = row.cells.get(usize::from(key.0)).into_iter().flat_map(|cell| &cell.branches);
            if branches
                .any(|branch| branch.source == Source::Field(entity.key) && branch.steps == [Step::Guid])
            {
                tables.insert(row.table);
            }
        }
    }
    tables
}

fn references(table: &Table) -> impl Iterator<Item = TableId> + '_ {
    table.columns.iter().flat_map(|column| &column.references).map(|reference| reference.table)
}

fn names(table: &Table, wanted: impl Fn(TableId) -> bool) -> bool {
    references(table).any(wanted)
}

/// Whether the rows of a table belong to one piece of work each: they name it, once, and nothing else but shared records.
fn hangs_on(parts: &PlanParts, table: &Table, work: &BTreeSet<TableId>) -> bool {
    let named: Vec<TableId> = references(table).filter(|of| work.contains(of)).collect();
    let once: BTreeSet<TableId> = named.iter().copied().collect();
    let others = |of: TableId| !work.contains(&of) && !parts.contract.table(of).shared;
    !named.is_empty() && named.len() == once.len() && !names(table, others)
}

fn naming_columns(id: TableId, table: &Table, work: &BTreeSet<TableId>) -> Vec<ColumnId> {
    let own = |column: &ColumnId| work.contains(&id) && table.key.contains(column);
    let named = |column: &ColumnId| {
        table.columns[usize::from(column.0)]
            .references
            .iter()
            .any(|reference| work.contains(&reference.table))
    };
    let count = u16::try_from(table.columns.len()).unwrap_or(u16::MAX);
    (0..count).map(ColumnId).filter(|column| own(column) || named(column)).collect()
}
