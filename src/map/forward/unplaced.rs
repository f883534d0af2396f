//! Records that none of their mapping's rows is for.

use super::cell::Evaluation;
use super::work::Work;
use crate::map::plan::EntityPlan;
use crate::record::{Action, FieldId, Reason};
use crate::source::Kind;

/// Turns away a record whose main rows are all for records of another kind, where neither its note nor another record stands
/// for it: told at the column that decides.
pub(super) fn turn_away(work: &mut Work<'_>, place: usize, entity: &EntityPlan) {
    if !entity.needs_its_row() || is_placed(work, place, entity.entity) {
        return;
    }
    let main = entity.rows.iter().filter(|row| row.main);
    if let Some(field) = main.into_iter().find_map(|row| row.when.asks_for()) {
        let reason = reason(work, place, field);
        work.raise_as(place, reason, Some(field), Action::RejectRow);
    }
}

/// Whether a main row is for the record, or there is none at all.
fn is_placed(work: &Work<'_>, place: usize, entity: crate::record::EntityId) -> bool {
    let Some(entity) = work.plan.entity(entity) else { return true };
    let mut main = entity.rows.iter().filter(|row| row.main).peekable();
    main.peek().is_none() || main.any(|row| Evaluation::new(work, entity, row, place, place).holds(&row.when))
}

/// What is wrong with the value of the column.
fn reason(work: &Work<'_>, place: usize, field: FieldId) -> Reason {
    let record = work.record(place);
    let Some(text) = record.get(field).filled().map(str::trim).filter(|text| !text.is_empty()) else {
        return Reason::MissingMandatory;
    };
    match &work.plan.dictionary().entity(record.entity()).field(field).kind {
        Kind::Option { list } if work.around.option_text(list, text).is_none() => Reason::OptionNoLabel,
        _ => Reason::UnmappedCode,
    }
}
