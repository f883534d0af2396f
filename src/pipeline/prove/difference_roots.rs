//! Which difference others follow from: a row that is missing or changed takes values, digests, counts and totals with it.

use std::collections::HashMap;

use crate::map::plan::{Carrier, EntityPlan, Plan};
use crate::reconcile::Difference;
use crate::reconcile::check::{
    CELL, COUNT_MISMATCH, CROSS_REFERENCE, DIGESTS_AGREE, DOMAIN_TOTAL, MISSING_ROW, NOT_ACCOUNTED_FOR,
    RECORD_SWAPPED, VALUE_MISMATCH, contract::REFERENCE,
};
use crate::reconcile::totals::Total;
use crate::record::EntityId;

/// A case file and an entity's table in it.
type Place<'d> = (Option<u64>, Option<EntityId>, &'d str);

/// The differences that others may follow from, by what they are about.
pub(super) struct DifferenceRoots<'d> {
    plan: &'d Plan,
    totals: &'d [Total],
    /// Rows that are missing, by the record that ought to give them.
    rows: HashMap<(Place<'d>, &'d str), &'d Difference>,
    /// The same whatever the table, and by table alone: rows that point at it.
    by_record: HashMap<(Option<EntityId>, &'d str), &'d Difference>,
    lost: HashMap<&'d str, &'d Difference>,
    /// The first of them in a place: records may share a row.
    shared: HashMap<Place<'d>, &'d Difference>,
    /// Cells that differ, by record and column.
    cells: HashMap<(Place<'d>, &'d str, &'d str), &'d Difference>,
    /// The first difference that is no sum of others, by case file, entity, and table.
    by_case_file: HashMap<u64, &'d Difference>,
    by_entity: HashMap<EntityId, &'d Difference>,
    by_table: HashMap<&'d str, &'d Difference>,
}

impl<'d> DifferenceRoots<'d> {
    /// Looks through all differences.
    pub(super) fn of(plan: &'d Plan, totals: &'d [Total], differences: &'d [Difference]) -> Self {
        let mut roots = Self {
            plan,
            totals,
            rows: HashMap::new(),
            by_record: HashMap::new(),
            lost: HashMap::new(),
            shared: HashMap::new(),
            cells: HashMap::new(),
            by_case_file: HashMap::new(),
            by_entity: HashMap::new(),
            by_table: HashMap::new(),
        };
        differences.iter().filter(|one| !adds_up(one)).for_each(|one| roots.add(one));
        roots
    }

    fn add(&mut self, one: &'d Difference) {
        let place = (one.case_file, one.entity, one.table.as_str());
        if one.check == MISSING_ROW.id {
            self.rows.entry((place, &one.source_id)).or_insert(one);
            self.shared.entry(place).or_insert(one);
            self.by_record.entry((one.entity, &one.source_id)).or_insert(one);
            self.lost.entry(&one.table).or_insert(one);
        } else if one.check == CELL.id || self.is_swapped_cell(one) {
            self.cells.entry((place, &one.source_id, &one.field)).or_insert(one);
        }
        if let Some(number) = one.case_file {
            self.by_case_file.entry(number).or_insert(one);
        }
        if let Some(entity) = one.entity {
            self.by_entity.entry(entity).or_insert(one);
        }
        self.by_table.entry(&one.table).or_insert(one);
    }

    /// Whether values of a target column changed places, not those of a source column.
    fn is_swapped_cell(&self, one: &Difference) -> bool {
        let table = self.plan.contract().find(&one.table);
        let column = table.and_then(|table| self.plan.contract().table(table).column(&one.field));
        one.check == RECORD_SWAPPED.id && column.is_some()
    }

    /// What a difference follows from; itself, where it follows from no other.
    pub(super) fn root(&self, one: &'d Difference) -> &'d Difference {
        let root = match one.check {
            check if check == DIGESTS_AGREE.id => {
                one.case_file.and_then(|number| self.by_case_file.get(&number))
            }
            check if check == COUNT_MISMATCH.id => self.counted(one),
            check if check == NOT_ACCOUNTED_FOR.id || check == CROSS_REFERENCE.id => {
                self.by_record.get(&(one.entity, one.source_id.as_str()))
            }
            check if check == REFERENCE.id => self.pointed_at(one),
            check if check == DOMAIN_TOTAL.id => self.added_up(one),
            check if check == VALUE_MISMATCH.id || check == RECORD_SWAPPED.id => {
                return self.carrier_of(one).unwrap_or(one);
            }
            _ => return one,
        };
        root.map_or(one, |root| self.root(root))
    }

    /// A missing row of the table that a column points at.
    fn pointed_at(&self, one: &Difference) -> Option<&&'d Difference> {
        let contract = self.plan.contract();
        let table = contract.table(contract.find(&one.table)?);
        let column = table.column(&one.field)?;
        let mut tables = table.columns[usize::from(column.0)].references.iter();
        tables.find_map(|reference| self.lost.get(contract.table(reference.table).name.as_str()))
    }

    fn counted(&self, one: &Difference) -> Option<&&'d Difference> {
        let of_case_file = one.case_file.and_then(|number| self.by_case_file.get(&number));
        of_case_file.or_else(|| one.entity.and_then(|entity| self.by_entity.get(&entity)))
    }

    fn added_up(&self, one: &Difference) -> Option<&&'d Difference> {
        let total = self.totals.iter().find(|total| total.id == one.field)?;
        let table = &self.plan.contract().table(total.target.table).name;
        let of_entities = || total.sources.iter().find_map(|rows| self.by_entity.get(&rows.entity));
        self.by_table.get(table.as_str()).or_else(of_entities)
    }

    /// The missing row, or the cell that differs, of which a value of a record would be rebuilt.
    fn carrier_of(&self, one: &'d Difference) -> Option<&'d Difference> {
        let entity = self.plan.entity(one.entity?)?;
        let field = self.plan.dictionary().entity(entity.entity).column(&one.field)?;
        let places = places(self.plan, entity, &entity.columns[usize::from(field.0)].carrier);
        places.into_iter().find_map(|(table, column)| {
            let place = (one.case_file, one.entity, table);
            let cell = self.cells.get(&(place, &one.source_id, column));
            let row = self.rows.get(&(place, &one.source_id)).or_else(|| self.shared.get(&place));
            cell.or(row).copied()
        })
    }
}

/// Whether a difference only sums others up.
fn adds_up(one: &Difference) -> bool {
    [DIGESTS_AGREE.id, COUNT_MISMATCH.id, DOMAIN_TOTAL.id].contains(&one.check)
}

/// The tables and columns that a source column is rebuilt of.
fn places<'p>(plan: &'p Plan, entity: &EntityPlan, carrier: &Carrier) -> Vec<(&'p str, &'p str)> {
    let contract = plan.contract();
    let cell = |row: usize, column: crate::target::contract::ColumnId| {
        let table = contract.table(entity.rows[row].table);
        (table.name.as_str(), table.columns[usize::from(column.0)].name.as_str())
    };
    match carrier {
        Carrier::Cell { row, column, .. } | Carrier::Joined { row, column } => vec![cell(*row, *column)],
        Carrier::Cells(cells) => cells.iter().map(|(row, column, _)| cell(*row, *column)).collect(),
        Carrier::Lossy | Carrier::NotCarried => Vec::new(),
        // What a note tells stands in its text; the rows of a tail are its entity's own.
        _ => {
            let notes = plan.notes();
            let table = contract.table(notes.table);
            vec![(table.name.as_str(), table.columns[usize::from(notes.note.0)].name.as_str())]
        }
    }
}
