//! The contract's constraints on one cell, held before anything is written.

use super::cell::{CellValue, Raised};
use super::context_step::fits;
use super::work::Work;
use crate::map::plan::EntityPlan;
use crate::record::{Action, FieldId, Reason};
use crate::target::contract::{Column, ColumnId, ColumnKind, TableId};

/// Raises what is wrong with one cell of a row of a record, and gives what is written.
pub(super) fn judge(
    work: &mut Work<'_>,
    place: usize,
    entity: &EntityPlan,
    (table, column): (TableId, ColumnId),
    cell: CellValue,
) -> Option<String> {
    let contract = &work.plan.contract().table(table).columns[usize::from(column.0)];
    let field = cell.field.or(Some(entity.key));
    for also in cell.also {
        refuse(work, place, contract, also);
    }
    if let Some(raised) = cell.refused {
        refuse(work, place, contract, raised);
        return None;
    }
    let Some(text) = cell.text else {
        if contract.required && !work.is_told(place, field) {
            work.raise(place, Reason::MissingMandatory, field);
        }
        return None;
    };
    if contract.width.is_some_and(|width| !fits(&text, width)) {
        work.raise(place, Reason::OverLength, field);
    }
    if work.plan.contract().form().encoding.lacks(&text) {
        work.raise(place, Reason::UnencodableCharacter, field);
    }
    Some(text)
}

/// Turns a value away; in a column that must be filled, or is critical, the row with it.
fn refuse(work: &mut Work<'_>, place: usize, column: &Column, raised: Raised) {
    let action = match raised.reason.action() {
        Action::RejectValue if column.required || column.critical => Action::RejectRow,
        action => action,
    };
    work.raise_as(place, raised.reason, raised.field, action);
}

/// Why a column takes no such text, whatever the row.
pub(super) fn fault(work: &Work<'_>, (table, column): (TableId, ColumnId), text: &str) -> Option<Reason> {
    let number = usize::from(column.0);
    if has_control_character(text) {
        return Some(Reason::ControlCharacter);
    }
    if !is_of_kind(work.plan.contract().table(table).columns[number].kind, text) {
        return Some(Reason::AnswerTypeMismatch);
    }
    let codes = work.prepared.codes(table, number);
    codes.is_some_and(|codes| !codes.has(text)).then_some(Reason::CodeNotInTarget)
}

/// Whether a text has a control character other than a tab or a line end.
pub(super) fn has_control_character(text: &str) -> bool {
    let plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r');
    // Looked at to the end, many bytes at a time.
    if text.as_bytes().iter().fold(true, |ascii, byte| ascii & plain(byte)) {
        return false;
    }
    text.chars().any(|character| character.is_control() && !matches!(character, '\t' | '\n' | '\r'))
}

fn is_of_kind(kind: ColumnKind, text: &str) -> bool {
    match kind {
        ColumnKind::Text | ColumnKind::Code => true,
        ColumnKind::Flag => matches!(text, "Y" | "N"),
        ColumnKind::Date => is_date(text),
        ColumnKind::DateTime => is_date_time(text),
        ColumnKind::DateOrDateTime => is_date(text) || is_date_time(text),
        ColumnKind::Number { scale } => is_number(text, scale),
    }
}

fn is_date(text: &str) -> bool {
    has_shape(text, "0000-00-00")
}

fn is_date_time(text: &str) -> bool {
    has_shape(text, "0000-00-00T00:00:00")
}

/// Whether a text has digits where the shape has noughts, and else the same characters.
fn has_shape(text: &str, shape: &str) -> bool {
    let fits = |(byte, shape): (u8, u8)| if shape == b'0' { byte.is_ascii_digit() } else { byte == shape };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

fn is_number(text: &str, scale: u8) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    match unsigned.split_once('.') {
        Some((whole, places)) => digits(whole) && digits(places) && places.len() <= usize::from(scale),
        None => digits(unsigned),
    }
}

/// The action of a code for a column that stands in no row of its own, such as the author of a note.
pub(super) fn in_required_column(reason: Reason) -> Action {
    if reason.action() == Action::RejectValue { Action::RejectRow } else { reason.action() }
}

/// A value that must be there and is not.
pub(super) fn missing(work: &mut Work<'_>, place: usize, field: FieldId) {
    work.raise(place, Reason::MissingMandatory, Some(field));
}
