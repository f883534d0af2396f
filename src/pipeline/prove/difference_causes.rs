//! Differences by what they have in common, with the line of the mapping that wrote what differs.

use std::collections::BTreeMap;

use super::difference_roots::DifferenceRoots;
use super::folders::person_key;
use crate::map::plan::{Carrier, EntityPlan, Plan};
use crate::reconcile::check::DOMAIN_TOTAL;
use crate::reconcile::totals::Total;
use crate::reconcile::{Difference, DifferenceCause, DifferenceKind};
use crate::record::EntityId;
use crate::target::contract::{ColumnId, TableId};

/// What differences of one cause have in common.
type Shared<'d> = (&'static str, Option<EntityId>, &'d str, &'d str);

/// Groups differences by check, entity, table and column of what they follow from; the most frequent come first.
pub(super) fn of(plan: &Plan, totals: &[Total], differences: &[Difference]) -> Vec<DifferenceCause> {
    let roots = DifferenceRoots::of(plan, totals, differences);
    let mut groups: BTreeMap<Shared<'_>, (&Difference, u64)> = BTreeMap::new();
    for one in differences {
        let root = roots.root(one);
        let shared = (root.check, root.entity, root.table.as_str(), root.field.as_str());
        groups.entry(shared).or_insert((root, 0)).1 += 1;
    }
    let cause = |(first, count): (&Difference, u64)| DifferenceCause {
        first: first.clone(),
        kind: kind(plan, first),
        mapping: line_of_total(totals, first).or_else(|| mapping_line(plan, first)),
        count,
    };
    let mut causes: Vec<_> = groups.into_values().map(cause).collect();
    causes.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.first.cmp(&other.first)));
    causes
}

/// What kind of difference it is: a row whose cell names another person was moved to them.
fn kind(plan: &Plan, one: &Difference) -> DifferenceKind {
    let kind = DifferenceKind::of(one.check);
    let people = person_key(plan).map(|(table, _)| table);
    let names_a_person = || {
        let table = plan.contract().table(plan.contract().find(&one.table)?);
        let column = table.column(&one.field)?;
        let references = &table.columns[usize::from(column.0)].references;
        Some(references.iter().any(|reference| Some(reference.table) == people))
    };
    if kind == DifferenceKind::Changed && names_a_person() == Some(true) {
        DifferenceKind::Moved
    } else {
        kind
    }
}

/// The mapping file and line that wrote the column, else the row, that a difference is about.
fn mapping_line(plan: &Plan, one: &Difference) -> Option<(String, u32)> {
    let own = one.entity.and_then(|entity| plan.entity(entity));
    let entities = plan.entities().filter(|entity| own.is_none_or(|own| own.entity == entity.entity));
    let found = own.and_then(|own| Some((own, line_of_source(plan, own, &one.field)?)));
    let found = found.or_else(|| {
        entities
            .into_iter()
            .find_map(|entity| Some((entity, line_of_target(plan, entity, &one.table, &one.field)?)))
    });
    found.map(|(entity, line)| (entity.file.clone(), line))
}

/// The line of `totals.toml` that declares a total.
fn line_of_total(totals: &[Total], one: &Difference) -> Option<(String, u32)> {
    let mut totals = totals.iter().filter(|_| one.check == DOMAIN_TOTAL.id);
    let total = totals.find(|total| total.id == one.field)?;
    Some(("totals.toml".to_owned(), total.line))
}

/// The line of the cell, or of the line of a note, that carries a source column, or that says what tells it.
fn line_of_source(plan: &Plan, entity: &EntityPlan, field: &str) -> Option<u32> {
    let field = plan.dictionary().entity(entity.entity).column(field)?;
    let cell = |row: usize, column: ColumnId, branch: usize| {
        Some(entity.rows[row].cells[usize::from(column.0)].branches.get(branch)?.line)
    };
    let status = &entity.columns[usize::from(field.0)];
    match &status.carrier {
        Carrier::Cell { row, column, branch } => cell(*row, *column, *branch),
        Carrier::Cells(cells) => cells.first().and_then(|(row, column, branch)| cell(*row, *column, *branch)),
        Carrier::Joined { row, column } => cell(*row, *column, 0),
        Carrier::Line(line) => Some(entity.note.as_ref()?.lines.get(*line)?.line),
        Carrier::With(other) => {
            line_of_source(plan, entity, &plan.dictionary().entity(entity.entity).field(*other).name)
        }
        Carrier::Stamp(_) | Carrier::Head | Carrier::NotePerson => {
            entity.note.as_ref()?.lines.first().map(|line| line.line)
        }
        Carrier::Told(_) => Some(status.told_line).filter(|line| *line > 0),
        Carrier::Lossy | Carrier::NotCarried => None,
    }
}

/// The line that fills a column of a table, else that of the row.
fn line_of_target(plan: &Plan, entity: &EntityPlan, table: &str, field: &str) -> Option<u32> {
    let id = plan.contract().find(table)?;
    let column = plan.contract().table(id).column(field);
    let mut rows = entity.rows.iter().filter(|row| row.table == id);
    let Some(row) = rows.next() else { return line_of_note(plan, entity, id) };
    let of_cell = |column: ColumnId| {
        let cells =
            entity.rows.iter().filter(|row| row.table == id).map(|row| &row.cells[usize::from(column.0)]);
        cells.flat_map(|cell| &cell.branches).map(|branch| branch.line).next()
    };
    column.and_then(of_cell).or(Some(row.line))
}

/// The first line of the note that the entity's records leave, for a row of notes that no row of the mapping gives.
fn line_of_note(plan: &Plan, entity: &EntityPlan, table: TableId) -> Option<u32> {
    let note = entity.note.as_ref().filter(|_| plan.notes().table == table)?;
    note.lines.first().map(|line| line.line)
}
