//! The rows that a record gives.

use super::cell::{CellValue, Evaluation, Raised};
use super::context_step::Passed;
use super::work::{MadeRow, Work};
use crate::map::plan::{Condition, EntityPlan, RowPlan, RowShape, Source, Step};
use crate::record::{Action, FieldId, Guid, Reason, SourceRecord};
use crate::target::contract::{ColumnId, TargetRow};

/// Maps every record that no rule has turned away.
pub(super) fn map_rows(work: &mut Work<'_>) {
    for place in 0..work.index.records().len() {
        let verdict = &work.verdicts[place];
        if !verdict.open() || verdict.merged {
            continue;
        }
        let Some(entity) = work.entity_plan(place) else { continue };
        for (number, rule) in entity.rows.iter().enumerate() {
            if !matches!(rule.shape, RowShape::Run(_)) {
                map_row(work, place, place, entity, number, rule);
            }
        }
    }
    super::run::map_runs(work);
}

/// Maps one row of one record; `last` is the record that ends its run.
pub(super) fn map_row(
    work: &mut Work<'_>,
    place: usize,
    last: usize,
    entity: &EntityPlan,
    number: usize,
    rule: &RowPlan,
) {
    let Some((cells, notes, other)) = evaluate(work, place, last, entity, rule) else { return };
    for note in notes {
        work.raise(place, note.reason, note.field);
    }
    let table = work.plan.contract().table(rule.table);
    let mut row = TargetRow { table: rule.table, cells: Vec::with_capacity(cells.len()) };
    for (index, cell) in cells.into_iter().enumerate() {
        super::validate::judge(work, place, entity, &table.columns[index], &cell);
        row.cells.push(cell.text);
    }
    for row in split(rule, row) {
        work.add_row(MadeRow { record: place, rule: Some(number), row, other });
    }
}

type Evaluated = (Vec<CellValue>, Vec<Raised>, Option<Guid>);

fn evaluate(
    work: &Work<'_>,
    place: usize,
    last: usize,
    entity: &EntityPlan,
    rule: &RowPlan,
) -> Option<Evaluated> {
    let mut evaluation = Evaluation::new(work, entity, rule, work.record(place), work.record(last));
    if !evaluation.holds(&rule.when) {
        return None;
    }
    let columns = 0..u16::try_from(rule.cells.len()).expect("a table has fewer columns than u16 counts");
    let cells: Vec<_> = columns.map(|column| evaluation.cell(ColumnId(column))).collect();
    let filled = |column: &ColumnId| cells[usize::from(column.0)].text.is_some();
    let wanted = rule.only_with.iter().all(filled)
        && (rule.only_with_any.is_empty() || rule.only_with_any.iter().any(filled));
    let (notes, other) = (evaluation.notes, evaluation.other);
    if wanted {
        return Some((cells, notes, other));
    }
    // The row is not wanted, but a value that was turned away must still be told.
    let refused = cells.into_iter().filter_map(|cell| cell.refused);
    let raised: Vec<_> = refused.chain(notes).collect();
    unwanted(raised)
}

/// A row that is not written still tells of values that were turned away.
fn unwanted(raised: Vec<Raised>) -> Option<Evaluated> {
    (!raised.is_empty()).then_some((Vec::new(), raised, None))
}

/// One row for each part, where the rule splits a cell.
fn split(rule: &RowPlan, row: TargetRow) -> Vec<TargetRow> {
    if row.cells.is_empty() {
        return Vec::new();
    }
    let RowShape::Split { column, separator } = rule.shape else { return vec![row] };
    let index = usize::from(column.0);
    let Some(text) = row.cells[index].clone() else { return vec![row] };
    let part = |part: &str| {
        let mut row = row.clone();
        row.cells[index] = Some(part.to_owned());
        row
    };
    text.split(separator).map(part).collect()
}

/// Whether a condition of a note line holds for a record.
pub(super) fn holds(work: &Work<'_>, place: usize, entity: &EntityPlan, condition: &Condition) -> bool {
    if *condition == Condition::Always {
        return true;
    }
    let record = work.record(place);
    let Some(rule) = entity.rows.first() else { return bare_holds(work, entity, record, condition) };
    Evaluation::new(work, entity, rule, record, record).holds(condition)
}

fn bare_holds(work: &Work<'_>, entity: &EntityPlan, record: &SourceRecord, condition: &Condition) -> bool {
    let rule = work.plan.empty_row();
    Evaluation::new(work, entity, rule, record, record).holds(condition)
}

/// A computation that stands in a note line.
pub(super) fn computed(work: &Work<'_>, place: usize, entity: &EntityPlan, source: &Source) -> Option<String> {
    let record = work.record(place);
    let rule = entity.rows.first().unwrap_or(work.plan.empty_row());
    let mut evaluation = Evaluation::new(work, entity, rule, record, record);
    evaluation.source(source).ok().flatten().map(|passing| passing.text)
}

/// Who wrote a note and when.
#[derive(Default)]
pub(super) struct Stamp {
    pub(super) created_by: Option<String>,
    pub(super) created_on: Option<String>,
    pub(super) updated_by: Option<String>,
}

/// The stamp of a record's own note; an author who is no worker rejects the row.
pub(super) fn stamp(
    work: &mut Work<'_>,
    place: usize,
    created_by: FieldId,
    created_on: FieldId,
    updated_by: Option<FieldId>,
) -> Stamp {
    let created_by = passed(work, place, created_by, &Step::WorkerUserName);
    let created_on = passed(work, place, created_on, &Step::Local);
    let updated_by = updated_by.and_then(|field| passed(work, place, field, &Step::WorkerUserName));
    Stamp { created_by, created_on, updated_by }
}

fn passed(work: &mut Work<'_>, place: usize, field: FieldId, step: &Step) -> Option<String> {
    match through(work, place, field, step)? {
        Ok(Passed::Value(text)) => Some(text),
        Ok(Passed::Empty) => {
            work.raise(place, Reason::MissingMandatory, Some(field));
            None
        }
        Err(raised) => {
            work.raise_as(place, raised.reason, Some(field), Action::RejectRow);
            None
        }
    }
}

fn through(work: &Work<'_>, place: usize, field: FieldId, step: &Step) -> Option<Result<Passed, Raised>> {
    let entity = work.entity_plan(place)?;
    let record = work.record(place);
    let rule = entity.rows.first().unwrap_or(work.plan.empty_row());
    let mut evaluation = Evaluation::new(work, entity, rule, record, record);
    let passing = evaluation.source(&Source::Field(field)).ok().flatten()?;
    Some(evaluation.step(step, &passing))
}
