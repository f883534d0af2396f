//! Names of attached files within one owner.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::file_name::shortened;
use super::inline_images;
use super::mapped::{DocumentBytes, DocumentCopy};
use super::work::Work;
use crate::map::plan::{Compute, RowPlan, Source};
use crate::record::{FieldId, Reason};
use crate::target::contract::ColumnId;

/// The names that are taken, by owner and name in lower case.
type Taken = HashMap<(Option<String>, String), Holder>;

/// Who has a name.
struct Holder {
    /// The number of the last suffix that the name was given.
    suffix: u32,
    place: usize,
    field: FieldId,
}

/// Makes names unique: one taken within its owner gets (2), (3) and so on, in the order of the records.
pub(super) fn number_file_names(work: &mut Work<'_>) {
    let mut taken = Taken::new();
    for row in 0..work.rows.len() {
        if !work.is_written(row) {
            continue;
        }
        let Some((name, owner, field)) = file_columns(work, row) else { continue };
        let cells = &work.rows[row].row.cells;
        let Some(text) = cells[usize::from(name.0)].clone() else { continue };
        let owner = cells[usize::from(owner.0)].clone();
        let place = work.rows[row].record;
        let first = taken.get(&(owner.clone(), text.to_lowercase())).map(|first| (first.place, first.field));
        let Some(first) = first else {
            taken.insert((owner, text.to_lowercase()), Holder { suffix: 1, place, field });
            continue;
        };
        // Of the two that had one name both are counted.
        for (place, field) in [first, (place, field)] {
            work.raise(place, Reason::FileNameCollision, Some(field));
        }
        let free = free_name(&mut taken, owner, &text, (place, field));
        work.rows[row].row.cells[usize::from(name.0)] = Some(free);
    }
}

/// The name with the next number that is free, which is taken from now on.
fn free_name(
    taken: &mut Taken,
    owner: Option<String>,
    name: &str,
    (place, field): (usize, FieldId),
) -> String {
    let base = (owner, name.to_lowercase());
    let mut suffix = taken.get(&base).map_or(1, |holder| holder.suffix);
    let free = loop {
        suffix += 1;
        let candidate = shortened(name, &format!(" ({suffix})"));
        if let Entry::Vacant(free) = taken.entry((base.0.clone(), candidate.to_lowercase())) {
            free.insert(Holder { suffix: 1, place, field });
            break candidate;
        }
    };
    if let Some(holder) = taken.get_mut(&base) {
        holder.suffix = suffix;
    }
    free
}

/// The column with the file's name, the column that names its owner, and the source column of the file.
fn file_columns(work: &Work<'_>, row: usize) -> Option<(ColumnId, ColumnId, FieldId)> {
    let made = &work.rows[row];
    let Some((_, rule)) = work.rule_of(made) else { return inline_images::file_columns(work, made) };
    let (name, field) = name_column(rule)?;
    let columns = &work.plan.contract().table(rule.table).columns;
    let owner = (0_u16..).map(ColumnId).zip(columns).find(|(_, column)| !column.references.is_empty())?.0;
    Some((name, owner, field))
}

fn name_column(rule: &RowPlan) -> Option<(ColumnId, FieldId)> {
    (0_u16..).map(ColumnId).zip(&rule.cells).find_map(|(column, cell)| {
        cell.branches.iter().find_map(|branch| match branch.source {
            Source::Compute(Compute::FileName(field)) => Some((column, field)),
            _ => None,
        })
    })
}

/// The files that a case file puts into its batch, each once.
pub(super) fn documents(work: &Work<'_>) -> Vec<DocumentCopy> {
    let written = (0..work.rows.len()).filter(|row| work.is_written(*row));
    let mut documents: Vec<_> = written.filter_map(|row| document(work, row)).collect();
    documents.sort();
    documents.dedup_by(|a, b| a.sha256 == b.sha256);
    documents
}

fn document(work: &Work<'_>, row: usize) -> Option<DocumentCopy> {
    let made = &work.rows[row];
    let Some((_, rule)) = work.rule_of(made) else { return inline_images::document(work, made) };
    let (_, field) = name_column(rule)?;
    let file = work.record(made.record).guid(field)?;
    let sha256 = work.around.document(file)?.sha256;
    Some(DocumentCopy { sha256, bytes: DocumentBytes::File(file) })
}
