//! Rows of one case file that have the same key: equal ones are one row, differing ones hold the case file.

use std::collections::HashMap;

use super::file_name::shortened;
use super::work::Work;
use crate::map::plan::{Compute, RowPlan, Source};
use crate::record::{Guid, Reason};
use crate::target::contract::{ColumnId, Table, TableId};

/// Makes file names unique, drops equal rows, and holds the case file for rows that differ under one key.
pub(super) fn collapse(work: &mut Work<'_>) {
    number_file_names(work);
    let mut seen: HashMap<(TableId, String), usize> = HashMap::new();
    for row in 0..work.rows.len() {
        let made = &work.rows[row];
        if !work.verdicts[made.record].open() {
            continue;
        }
        let key = (made.row.table, work.row_key(&made.row));
        match seen.get(&key) {
            None => {
                seen.insert(key, row);
            }
            Some(first) if work.rows[*first].row == made.row => {
                work.dropped.insert(row);
            }
            Some(_) => {
                let place = made.record;
                work.raise(place, Reason::ConflictingDuplicate, None);
            }
        }
    }
}

/// A name taken within its owner gets (2), (3) and so on, in the order of the records.
fn number_file_names(work: &mut Work<'_>) {
    let mut taken: HashMap<(Option<String>, String), u32> = HashMap::new();
    for row in 0..work.rows.len() {
        let Some((name, owner)) = file_columns(work, row) else { continue };
        let made = &work.rows[row];
        let place = made.record;
        let (Some(text), owner) = (made.row.cells[usize::from(name.0)].clone(), made.row.cells[usize::from(owner.0)].clone())
        else {
            continue;
        };
        if !work.verdicts[place].open() {
            continue;
        }
        let free = free_name(&mut taken, owner, &text);
        if free != text {
            work.raise(place, Reason::FileNameCollision, None);
            work.rows[row].row.cells[usize::from(name.0)] = Some(free);
        }
    }
}

fn free_name(taken: &mut HashMap<(Option<String>, String), u32>, owner: Option<String>, name: &str) -> String {
    let mut number = 1;
    loop {
        let candidate = if number == 1 { name.to_owned() } else { shortened(name, &format!(" ({number})")) };
        let key = (owner.clone(), candidate.to_lowercase());
        if taken.insert(key, number).is_none() {
            return candidate;
        }
        number += 1;
    }
}

/// The column with the file's name, and the column that names its owner.
fn file_columns(work: &Work<'_>, row: usize) -> Option<(ColumnId, ColumnId)> {
    let made = &work.rows[row];
    let rule = &work.entity_plan(made.record)?.rows[made.rule?];
    let name = column_of(rule, |compute| matches!(compute, Compute::FileName(_)))?;
    let columns = &work.plan.contract().table(rule.table).columns;
    let owner = (0_u16..).map(ColumnId).zip(columns).find(|(_, column)| !column.references.is_empty())?.0;
    Some((name, owner))
}

fn column_of(rule: &RowPlan, wanted: impl Fn(&Compute) -> bool) -> Option<ColumnId> {
    let computes = |cell: &crate::map::plan::Cell| {
        cell.branches.iter().any(|branch| matches!(&branch.source, Source::Compute(compute) if wanted(compute)))
    };
    (0_u16..).map(ColumnId).zip(&rule.cells).find(|(_, cell)| computes(cell)).map(|(column, _)| column)
}

/// Whether the rule gives the row whose key is shared by equal addresses.
pub(super) fn is_address_row(rule: &RowPlan, table: &Table) -> bool {
    column_of(rule, |compute| matches!(compute, Compute::AddressKey)).is_some_and(|column| table.key == [column])
}

impl Work<'_> {
    /// The files that a record puts into the batch.
    pub(super) fn files_of(&self, place: usize) -> Vec<super::mapped::DocumentCopy> {
        let Some(entity) = self.entity_plan(place) else { return Vec::new() };
        let mut files = Vec::new();
        for made in self.rows_of(place) {
            let Some(rule) = made.rule.map(|rule| &entity.rows[rule]) else { continue };
            files.extend(self.file_of(place, rule));
        }
        files
    }

    fn file_of(&self, place: usize, rule: &RowPlan) -> Option<super::mapped::DocumentCopy> {
        let file = rule.cells.iter().flat_map(|cell| &cell.branches).find_map(|branch| match &branch.source {
            Source::Compute(Compute::FileSha256(field)) => self.record(place).guid(*field),
            _ => None,
        })?;
        let sha256 = self.around.document(file)?.sha256;
        Some(super::mapped::DocumentCopy { file, sha256 })
    }

    /// The source column that a link row's far end comes from.
    pub(super) fn link_field(&self, row: usize) -> Option<crate::record::FieldId> {
        let made = &self.rows[row];
        let rule = &self.entity_plan(made.record)?.rows[made.rule?];
        rule.cells.iter().flat_map(|cell| &cell.branches).find_map(|branch| match branch.source {
            Source::Field(field) if branch.steps.contains(&crate::map::plan::Step::WorkflowStep) => Some(field),
            _ => None,
        })
    }

    /// The place of the record that a finding of another room is about.
    pub(super) fn place_of(&self, finding: &crate::record::Finding) -> Option<usize> {
        let by_key = Guid::parse(&finding.source_id).ok().and_then(|key| self.index.place(finding.entity, key));
        let same = |place: &usize| self.record(*place).origin() == finding.origin;
        self.index.range(finding.entity).find(same).or(by_key)
    }
}
