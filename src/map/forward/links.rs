//! Rows that point at other rows: whether the row pointed at is written, and whether links lead round in a circle.

use std::collections::{BTreeMap, BTreeSet};

use super::collapse::{RowKeys, stand_in};
use super::work::Work;
use crate::map::plan::{Cell, Source};
use crate::record::{Action, FieldId, Reason};
use crate::target::contract::{Column, ColumnId, Table};

/// Turns away what points at rows of this case file that are not written, until nothing changes.
pub(super) fn check_references(work: &mut Work<'_>, keys: &mut RowKeys) {
    stand_in(work, keys);
    while check_once(work, keys) {
        super::lookups::inherit(work);
        stand_in(work, keys);
    }
}

/// Whether a record was turned away, so that what points at its rows must be looked at again.
fn check_once(work: &mut Work<'_>, keys: &RowKeys) -> bool {
    let plan = work.plan;
    let mut turned_away = false;
    for row in 0..work.rows.len() {
        if !work.is_written(row) || work.rows[row].rule.is_none() {
            continue;
        }
        let table = plan.contract().table(work.rows[row].row.table);
        for (column, contract) in (0_u16..).map(ColumnId).zip(&table.columns) {
            if is_dangling(work, keys, row, column, contract) {
                turned_away |= turn_away(work, row, column, table);
                break;
            }
        }
    }
    turned_away
}

fn is_dangling(work: &Work<'_>, keys: &RowKeys, row: usize, column: ColumnId, contract: &Column) -> bool {
    let made = &work.rows[row];
    let Some(text) = &made.row.cells[usize::from(column.0)] else { return false };
    // Shared rows are judged by the steps; rows of other people when it is known who is written.
    let tables = work.plan.contract().tables();
    let shared = |reference: &&_| -> bool {
        let reference: &crate::target::contract::Reference = reference;
        tables[usize::from(reference.table.0)].shared
    };
    let elsewhere = made.other.is_some() || contract.references.iter().any(|reference| shared(&reference));
    if contract.references.is_empty() || (elsewhere && work.case.number.is_some()) {
        return false;
    }
    let written = |place: usize| work.is_written(place);
    !contract.references.iter().any(|reference| keys.find(work, reference.table, text).is_some_and(written))
}

/// Turns away a row that points at nothing; whether its whole record is.
fn turn_away(work: &mut Work<'_>, row: usize, column: ColumnId, table: &Table) -> bool {
    let place = work.rows[row].record;
    let field = field_of(work, row, column);
    if is_link(table) && !table.shared {
        work.rows[row].dropped = true;
        work.raise_as(place, Reason::LinkEndpointMissing, field, Action::RejectValue);
        return false;
    }
    let contract = &table.columns[usize::from(column.0)];
    if contract.required && !is_extra(work, row, column) {
        work.raise(place, Reason::ParentRejected, field);
        return true;
    }
    if contract.required {
        work.rows[row].dropped = true;
    } else {
        work.rows[row].row.cells[usize::from(column.0)] = None;
        if field.is_none() {
            // Worked out, not taken from a column: no value is lost, and what it would have named is listed itself.
            return false;
        }
    }
    work.raise_as(place, Reason::DanglingLookup, field, Action::RejectValue);
    false
}

/// Whether the row is only written where this column has a value, so that the record does without it.
fn is_extra(work: &Work<'_>, row: usize, column: ColumnId) -> bool {
    work.rule_of(&work.rows[row]).is_some_and(|(_, rule)| rule.only_with.contains(&column))
}

/// Whether rows of a table join two rows of another: both columns are part of the key.
fn is_link(table: &Table) -> bool {
    ends(table).is_some()
}

/// The two columns of a link.
fn ends(table: &Table) -> Option<(ColumnId, ColumnId)> {
    let column = |id: &ColumnId| &table.columns[usize::from(id.0)];
    let mut pairs = table
        .key
        .iter()
        .enumerate()
        .flat_map(|(at, one)| table.key[at + 1..].iter().map(move |two| (one, two)));
    let found = pairs.find(|(one, two)| {
        !column(one).references.is_empty() && column(one).references == column(two).references
    });
    found.map(|(one, two)| (*one, *two))
}

/// The source column that a cell of a row comes from.
pub(super) fn field_of(work: &Work<'_>, row: usize, column: ColumnId) -> Option<FieldId> {
    let (_, rule) = work.rule_of(&work.rows[row])?;
    field_in(&rule.cells[usize::from(column.0)])
}

fn field_in(cell: &Cell) -> Option<FieldId> {
    cell.branches.iter().find_map(|branch| match branch.source {
        Source::Field(field) | Source::Last(field) => Some(field),
        _ => None,
    })
}

/// The source column that names the far end of a row: the one that leads to the other person, else the first that is not the
/// record's own key.
pub(super) fn far_field(work: &Work<'_>, row: usize) -> Option<FieldId> {
    let (entity, rule) = work.rule_of(&work.rows[row])?;
    let table = work.plan.contract().table(rule.table);
    let pointing = rule.cells.iter().zip(&table.columns).filter(|(_, column)| !column.references.is_empty());
    let fields =
        || pointing.clone().filter_map(|(cell, _)| field_in(cell)).filter(|field| *field != entity.key);
    fields().find(|field| names_other(work, row, *field)).or_else(|| fields().next())
}

/// Whether a column names the other person of a row, or their work.
fn names_other(work: &Work<'_>, row: usize, field: FieldId) -> bool {
    let record = work.record(work.rows[row].record);
    let (Some(other), Some(key)) = (work.rows[row].other, record.guid(field)) else { return false };
    let tables = work.tables_of(record.entity(), field);
    let person = work.plan.model().people.person;
    (tables.contains(&person) && work.around.survivor(key) == Some(other))
        || tables.iter().any(|table| work.around.work(*table, key).is_some_and(|(_, of)| of == other))
}

/// Turns away links that lead round in a circle: of each circle the one that closes it, in the order of the records.
pub(super) fn check_circles(work: &mut Work<'_>) {
    let links = links(work);
    if links.is_empty() || !has_circle(&links) {
        return;
    }
    let mut taken: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (row, source, target) in links {
        if leads_to(&taken, &target, &source) {
            let (place, field) = (work.rows[row].record, far_field(work, row));
            work.rows[row].dropped = true;
            work.raise_as(place, Reason::LinkCycle, field, Action::RejectValue);
        } else {
            taken.entry(source).or_default().push(target);
        }
    }
}

/// The links that are written: row, source and target.
fn links(work: &Work<'_>) -> Vec<(usize, String, String)> {
    let mut links = Vec::new();
    for row in (0..work.rows.len()).filter(|row| work.is_written(*row)) {
        let made = &work.rows[row];
        let table = work.plan.contract().table(made.row.table);
        if table.shared {
            continue;
        }
        let Some((source, target)) = ends(table) else { continue };
        let cell = |column: ColumnId| made.row.cells[usize::from(column.0)].clone();
        if let (Some(source), Some(target)) = (cell(source), cell(target)) {
            links.push((row, source, target));
        }
    }
    links
}

/// Whether some link leads, through others, back to where it started: what is left when ends are taken off.
fn has_circle(links: &[(usize, String, String)]) -> bool {
    let mut incoming: BTreeMap<&str, usize> = BTreeMap::new();
    let mut outgoing: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (_, source, target) in links {
        incoming.entry(source).or_default();
        *incoming.entry(target).or_default() += 1;
        outgoing.entry(source).or_default().push(target);
    }
    let mut free: Vec<&str> =
        incoming.iter().filter(|(_, count)| **count == 0).map(|(step, _)| *step).collect();
    let mut left = incoming.len();
    while let Some(step) = free.pop() {
        left -= 1;
        for target in outgoing.get(step).into_iter().flatten() {
            if let Some(count) = incoming.get_mut(target) {
                *count -= 1;
                if *count == 0 {
                    free.push(target);
                }
            }
        }
    }
    left > 0
}

fn leads_to(links: &BTreeMap<String, Vec<String>>, from: &str, to: &str) -> bool {
    let mut open = vec![from];
    let mut seen = BTreeSet::new();
    while let Some(step) = open.pop() {
        if step == to {
            return true;
        }
        if seen.insert(step) {
            open.extend(links.get(step).into_iter().flatten().map(String::as_str));
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(source: &str, target: &str) -> (usize, String, String) {
        (0, source.to_owned(), target.to_owned())
    }

    #[test]
    fn circles_are_told_from_stars_and_diamonds() {
        assert!(!has_circle(&[link("a", "b"), link("a", "c"), link("b", "d"), link("c", "d")]));
        assert!(has_circle(&[link("a", "b"), link("b", "c"), link("c", "a"), link("a", "d")]));
        assert!(has_circle(&[link("a", "a")]));
    }
}
