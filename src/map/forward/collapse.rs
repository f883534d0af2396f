//! Rows of one case file that have the same key: equal ones are one row, differing ones hold the case file.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use super::work::Work;
use crate::map::plan::Plan;
use crate::record::Reason;
use crate::target::contract::{TableId, TargetRow};

/// The rows of a case file by their keys.
#[derive(Debug, Default)]
pub(super) struct RowKeys {
    /// Places of rows by hash; of two keys with one hash the later has the next number.
    places: FxHashMap<u64, usize>,
    /// The rows that were dropped because they equal the first with their key, by that first one.
    equal: BTreeMap<usize, Vec<usize>>,
}

impl RowKeys {
    /// Takes a row; gives the row that has its key already, where there is one.
    fn insert(&mut self, plan: &Plan, work: &Work<'_>, row: usize) -> Option<usize> {
        let own = &work.rows[row].row;
        let mut hash = hash_of(own.table, key_cells(plan, own));
        while let Some(other) = self.places.get(&hash) {
            let held = &work.rows[*other].row;
            if held.table == own.table && key_cells(plan, held).eq(key_cells(plan, own)) {
                return Some(*other);
            }
            hash = hash.wrapping_add(1);
        }
        self.places.insert(hash, row);
        None
    }

    /// Puts a row into the place of another with the same key.
    fn replace(&mut self, work: &Work<'_>, old: usize, new: usize) {
        let own = &work.rows[old].row;
        let mut hash = hash_of(own.table, key_cells(work.plan, own));
        while let Some(place) = self.places.get_mut(&hash) {
            if *place == old {
                *place = new;
                return;
            }
            hash = hash.wrapping_add(1);
        }
    }

    /// The row of a table whose key is this one text.
    pub(super) fn find(&self, work: &Work<'_>, table: TableId, key: &str) -> Option<usize> {
        let mut hash = hash_of(table, [Some(key)].into_iter());
        while let Some(place) = self.places.get(&hash) {
            let row = &work.rows[*place].row;
            if row.table == table && key_cells(work.plan, row).eq([Some(key)]) {
                return Some(*place);
            }
            hash = hash.wrapping_add(1);
        }
        None
    }
}

fn key_cells<'r>(plan: &'r Plan, row: &'r TargetRow) -> impl Iterator<Item = Option<&'r str>> {
    plan.contract().table(row.table).key.iter().map(|column| row.cells[usize::from(column.0)].as_deref())
}

fn hash_of<'r>(table: TableId, cells: impl Iterator<Item = Option<&'r str>>) -> u64 {
    let mut hasher = FxHasher::default();
    table.hash(&mut hasher);
    cells.for_each(|cell| cell.hash(&mut hasher));
    hasher.finish()
}

/// Drops equal rows and holds the case file for rows that differ under one key; `from` is the first row to look at.
pub(super) fn collapse(work: &mut Work<'_>, keys: &mut RowKeys, from: usize) {
    for row in from..work.rows.len() {
        if !work.is_written(row) {
            continue;
        }
        let Some(first) = keys.insert(work.plan, work, row) else { continue };
        if work.rows[first].row == work.rows[row].row {
            work.rows[row].dropped = true;
            keys.equal.entry(first).or_default().push(row);
        } else {
            contradict(work, first, row);
        }
    }
}

/// Where the record of a row was turned away after all, an equal one of another record is written in its stead.
pub(super) fn stand_in(work: &mut Work<'_>, keys: &mut RowKeys) {
    let is_lost = |first: &usize| !work.is_let_through(work.rows[*first].record);
    let lost: Vec<usize> = keys.equal.keys().copied().filter(is_lost).collect();
    for first in lost {
        let mut left = keys.equal.remove(&first).unwrap_or_default();
        left.retain(|row| work.is_let_through(work.rows[*row].record));
        if left.is_empty() {
            continue;
        }
        let next = left.remove(0);
        work.rows[next].dropped = false;
        keys.replace(work, first, next);
        keys.equal.insert(next, left);
    }
}

/// Two rows that differ under one key hold the case file. Of shared records, which are held by themselves, neither is
/// chosen.
fn contradict(work: &mut Work<'_>, first: usize, row: usize) {
    let place = work.rows[row].record;
    work.raise(place, Reason::ConflictingDuplicate, None);
    let other = work.rows[first].record;
    if work.case.number.is_none() && work.verdicts[other].held.is_none() {
        work.raise(other, Reason::ConflictingDuplicate, None);
    }
}
