//! What one row has to fulfil by itself.

use super::rules::RowRule;
use crate::reconcile::check::{Check, identifier_passes};
use crate::reconcile::reader::ImportRow;
use crate::target::contract::ColumnId;

/// Days of a row stand in order.
pub const DAYS_IN_ORDER: Check =
    Check { id: "days-in-order", summary: "no period ends before it starts, nobody died before birth" };

/// Statuses and answer types agree with the cells beside them.
pub const CELLS_FIT_CODE: Check = Check {
    id: "cells-fit-code",
    summary: "the dates of a step fit its status, an answer stands in the column of its type",
};

/// Cells that must be filled are.
pub const ALWAYS_FILLED: Check =
    Check { id: "always-filled", summary: "every registration names its conference" };

/// Derived codes are never written.
pub const NEVER_WRITTEN: Check =
    Check { id: "never-written", summary: "codes that Mosaic derives are never written" };

/// Nothing is tied to itself.
pub const NOT_TO_ITSELF: Check =
    Check { id: "not-to-itself", summary: "no relationship or link ties somebody or something to itself" };

/// Check digits are right.
pub const CHECK_DIGIT: Check =
    Check { id: "check-digit", summary: "identifiers have the form and the check digit of their kind" };

/// Texts fit where a code narrows their column.
pub const TEXT_WIDTH: Check = Check { id: "text-width", summary: "short answers are short" };

/// The check and column that a row fails by; none where it holds.
pub(super) fn broken(rule: &RowRule, row: &ImportRow) -> Option<(&'static Check, ColumnId)> {
    match rule {
        RowRule::InOrder { first, second } => {
            let (first, second_text) = (row.get(*first)?, row.get(*second)?);
            (first > second_text).then_some((&DAYS_IN_ORDER, *second))
        }
        RowRule::ByCode { column, code, filled, empty } => {
            if row.get(*column) != Some(code.as_str()) {
                return None;
            }
            let unfilled = filled.iter().find(|column| row.get(**column).is_none());
            let wrong = unfilled.or_else(|| empty.iter().find(|column| row.get(**column).is_some()));
            wrong.map(|column| (&CELLS_FIT_CODE, *column))
        }
        RowRule::Filled(column) => row.get(*column).is_none().then_some((&ALWAYS_FILLED, *column)),
        RowRule::Never { column, codes } => {
            let code = row.get(*column)?;
            codes.iter().any(|never| never == code).then_some((&NEVER_WRITTEN, *column))
        }
        RowRule::Different { one, other } => {
            (row.get(*one)? == row.get(*other)?).then_some((&NOT_TO_ITSELF, *other))
        }
        RowRule::CheckDigit { column, kind, code, check } => {
            let judged = row.get(*kind) == Some(code.as_str());
            (judged && !identifier_passes(*check, row.get(*column)?)).then_some((&CHECK_DIGIT, *column))
        }
        RowRule::Width { column, conditions, most } => {
            let long = row.get(*column)?.chars().count() > *most as usize;
            (long && fulfils(row, conditions)).then_some((&TEXT_WIDTH, *column))
        }
    }
}

/// Whether cells have these texts; an empty text means an empty cell.
pub(super) fn fulfils(row: &ImportRow, conditions: &[(ColumnId, String)]) -> bool {
    conditions.iter().all(|(column, text)| row.get(*column).unwrap_or_default() == text)
}
