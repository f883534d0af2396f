//! The contract's constraints, held before anything is written.

use super::cell::{CellValue, Raised};
use super::work::Work;
use crate::map::plan::EntityPlan;
use crate::record::{Action, FieldId, Reason};
use crate::target::contract::Column;

/// Raises what is wrong with one cell of a row of a record.
pub(super) fn judge(work: &mut Work<'_>, place: usize, entity: &EntityPlan, column: &Column, cell: &CellValue) {
    let field = cell.field.or(Some(entity.key));
    let must = column.required || column.critical;
    if let Some(raised) = cell.refused {
        refuse(work, place, raised, must);
        return;
    }
    match &cell.text {
        None if column.required => work.raise(place, Reason::MissingMandatory, field),
        Some(text) => judge_text(work, place, column, text, field),
        None => {}
    }
}

fn refuse(work: &mut Work<'_>, place: usize, raised: Raised, must: bool) {
    let action = match raised.reason.action() {
        Action::RejectValue if must => Action::RejectRow,
        action => action,
    };
    work.raise_as(place, raised.reason, raised.field, action);
}

fn judge_text(work: &mut Work<'_>, place: usize, column: &Column, text: &str, field: Option<FieldId>) {
    // Bytes are never fewer than characters, so most texts need not be counted.
    let too_long = column.width.is_some_and(|width| {
        let width = width as usize;
        text.len() > width && text.chars().count() > width
    });
    if too_long {
        work.raise(place, Reason::OverLength, field);
    }
    let unknown = column.codes.as_ref().is_some_and(|list| !work.plan.contract().has_code(list, text));
    if unknown {
        let must = column.required || column.critical;
        let action = if must { Action::RejectRow } else { Action::RejectValue };
        work.raise_as(place, Reason::CodeNotInTarget, field, action);
    }
}
