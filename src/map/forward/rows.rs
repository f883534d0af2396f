//! The rows that a record gives.

use super::cell::{CellValue, Evaluation, Raised};
use super::validate::judge;
use super::work::{MadeRow, Work};
use crate::map::plan::{EntityPlan, RowPlan, RowShape, Source};
use crate::record::{Action, FieldId, Guid};
use crate::target::contract::{ColumnId, TargetRow};

/// Maps every record that no rule has turned away.
pub(super) fn map_rows(work: &mut Work<'_>) {
    let entities: Vec<_> = work.case.entities().collect();
    for entity in entities.into_iter().filter_map(|id| work.plan.entity(id)) {
        for place in work.case.places(entity.entity) {
            if !work.verdicts[place].gives_rows() {
                continue;
            }
            super::unplaced::turn_away(work, place, entity);
            for (number, rule) in entity.rows.iter().enumerate() {
                if !matches!(rule.shape, RowShape::Run(_)) {
                    map_row(work, &Span::one(place), entity, number, rule);
                }
            }
        }
    }
    super::run::map_runs(work);
}

/// The records that a row stands for.
pub(super) struct Span {
    /// The place of the record, or of the first of its run.
    pub(super) first: usize,
    /// The place of the last.
    pub(super) last: usize,
    /// The column of the run's end, and the day on which it hands over to the next.
    pub(super) handed_over: Option<(FieldId, String)>,
}

impl Span {
    /// One record that is no run.
    fn one(place: usize) -> Self {
        Self { first: place, last: place, handed_over: None }
    }

    /// The record whose column it is that the row takes: of a run, what its end takes is the last one's.
    fn holder(&self, rule: &RowPlan, field: Option<FieldId>) -> usize {
        let Some(field) = field.filter(|_| self.first != self.last) else { return self.first };
        let sources = || rule.cells.iter().flat_map(|cell| &cell.branches).map(|branch| &branch.source);
        let of_last = sources().any(|source| matches!(source, Source::Last(own) if *own == field));
        let of_first = sources().any(|source| matches!(source, Source::Field(own) if *own == field));
        if of_last && !of_first { self.last } else { self.first }
    }
}

/// Maps one row of one record, or of a run.
pub(super) fn map_row<'a>(
    work: &mut Work<'a>,
    span: &Span,
    entity: &'a EntityPlan,
    number: usize,
    rule: &'a RowPlan,
) {
    let Some(evaluated) = evaluate(work, span, entity, rule) else { return };
    let place = span.first;
    for note in &evaluated.notes {
        work.raise(span.holder(rule, note.field), note.reason, note.field);
    }
    let Some(cells) = evaluated.cells else {
        for refused in evaluated.refused {
            unwanted(work, span.holder(rule, refused.field), refused, entity, rule);
        }
        return;
    };
    for row in target_rows(work, span, entity, rule, cells) {
        work.add_row(MadeRow { other: evaluated.other, ..MadeRow::own(place, Some(number), row) });
    }
}

/// The row that the cells make, or one row for each part where the rule splits a cell.
fn target_rows(
    work: &mut Work<'_>,
    span: &Span,
    entity: &EntityPlan,
    rule: &RowPlan,
    cells: Vec<CellValue>,
) -> Vec<TargetRow> {
    let mut rows = vec![TargetRow { table: rule.table, cells: Vec::with_capacity(cells.len()) }];
    let at = |column| (rule.table, column);
    for (column, cell) in (0_u16..).map(ColumnId).zip(cells) {
        let told = cell.refused.and_then(|refused| refused.field).or(cell.field);
        let place = span.holder(rule, told);
        match (&rule.shape, &cell.text, rows.as_mut_slice()) {
            (RowShape::Split { column: own, separator }, Some(text), _) if *own == column => {
                let part = |part: &str| CellValue { text: Some(part.to_owned()), ..cell.clone() };
                let parts =
                    text.split(*separator).map(|text| judge(work, place, entity, at(column), part(text)));
                append(&mut rows, parts.collect());
            }
            (_, _, [row]) => row.cells.push(judge(work, place, entity, at(column), cell)),
            _ => append(&mut rows, vec![judge(work, place, entity, at(column), cell)]),
        }
    }
    rows
}

/// What a row came to.
struct Evaluated {
    /// The cells; none where the row is not wanted.
    cells: Option<Vec<CellValue>>,
    /// Values that were turned away, where the row is not wanted.
    refused: Vec<Raised>,
    notes: Vec<Raised>,
    other: Option<Guid>,
}

/// Works out a row; none where it is not given at all.
fn evaluate<'a>(
    work: &Work<'a>,
    span: &Span,
    entity: &'a EntityPlan,
    rule: &'a RowPlan,
) -> Option<Evaluated> {
    let mut evaluation = Evaluation::new(work, entity, rule, span.first, span.last);
    evaluation.handed_over.clone_from(&span.handed_over);
    if !evaluation.holds(&rule.when) {
        return None;
    }
    // The cells that decide whether the row is wanted come first: most rows of a list are not.
    let mut early: Vec<(ColumnId, CellValue)> = Vec::new();
    let mut wanted = true;
    for column in &rule.only_with {
        let cell = evaluation.cell(*column);
        wanted = cell.text.is_some();
        if wanted || cell.refused.is_some() {
            early.push((*column, cell));
        }
        if !wanted {
            break;
        }
    }
    if wanted && !rule.only_with_any.is_empty() {
        wanted = false;
        for column in &rule.only_with_any {
            let cell = evaluation.cell(*column);
            wanted |= cell.text.is_some();
            early.push((*column, cell));
        }
    }
    if !wanted {
        let refused =
            early.into_iter().flat_map(|(_, cell)| cell.refused.into_iter().chain(cell.also)).collect();
        return Some(Evaluated { cells: None, refused, notes: evaluation.notes, other: None });
    }
    let mut cells = Vec::with_capacity(rule.cells.len());
    for column in (0_u16..).map(ColumnId).take(rule.cells.len()) {
        let known = early.iter_mut().find(|(own, _)| *own == column).map(|(_, cell)| std::mem::take(cell));
        cells.push(known.unwrap_or_else(|| evaluation.cell(column)));
    }
    Some(Evaluated {
        cells: Some(cells),
        refused: Vec::new(),
        notes: evaluation.notes,
        other: evaluation.other,
    })
}

/// A row that is not written still tells of values that were turned away. Where nothing else would hold the value, the
/// whole record is turned away.
fn unwanted(work: &mut Work<'_>, place: usize, refused: Raised, entity: &EntityPlan, rule: &RowPlan) {
    let action = match refused.reason.action() {
        Action::RejectValue if rule.main && entity.note.is_none() => Action::RejectRow,
        action => action,
    };
    work.raise_as(place, refused.reason, refused.field, action);
}

/// Appends a cell to every row; of several parts each makes a row of its own.
fn append(rows: &mut Vec<TargetRow>, mut parts: Vec<Option<String>>) {
    let last = parts.pop();
    let mut more = Vec::new();
    for part in parts {
        more.extend(rows.iter().cloned().map(|mut row| {
            row.cells.push(part.clone());
            row
        }));
    }
    for row in rows.iter_mut() {
        row.cells.push(last.clone().flatten());
    }
    rows.splice(0..0, more);
}
