//! What a single cell has to be.

use crate::reconcile::check::Check;
use crate::target::contract::{Column, ColumnKind, Contract};

/// Values have the form of their column.
pub const CELL_TYPE: Check =
    Check { id: "cell-type", summary: "dates, numbers and flags have the contract's form" };

/// Values fit their column.
pub const CELL_WIDTH: Check = Check { id: "cell-width", summary: "no value is longer than its column" };

/// Required columns are filled.
pub const CELL_REQUIRED: Check = Check { id: "cell-required", summary: "every required column is filled" };

/// Codes are of the column's list.
pub const CODE_IN_LIST: Check = Check { id: "code-in-list", summary: "every code is one that Mosaic knows" };

/// The check that a cell fails by; none where it is as the contract demands.
pub(super) fn broken(contract: &Contract, column: &Column, cell: Option<&str>) -> Option<&'static Check> {
    let Some(text) = cell else { return column.required.then_some(&CELL_REQUIRED) };
    if !has_form(column.kind, text) {
        return Some(&CELL_TYPE);
    }
    if column.width.is_some_and(|width| length(column.kind, text) > width as usize) {
        return Some(&CELL_WIDTH);
    }
    let listed = column.codes.as_deref().is_none_or(|list| contract.has_code(list, text));
    (!listed).then_some(&CODE_IN_LIST)
}

/// Characters; of a number, digits.
fn length(kind: ColumnKind, text: &str) -> usize {
    match kind {
        ColumnKind::Number { .. } => text.bytes().filter(u8::is_ascii_digit).count(),
        _ => text.chars().count(),
    }
}

fn has_form(kind: ColumnKind, text: &str) -> bool {
    match kind {
        ColumnKind::Text | ColumnKind::Code => !text.contains('\0'),
        ColumnKind::Number { scale } => is_number(text, scale),
        ColumnKind::Date => is_day(text),
        ColumnKind::DateTime => is_time(text),
        ColumnKind::DateOrDateTime => is_day(text) || is_time(text),
        ColumnKind::Flag => matches!(text, "Y" | "N"),
    }
}

fn is_number(text: &str, scale: u8) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    match unsigned.split_once('.') {
        Some((before, after)) => digits(before) && digits(after) && after.len() <= usize::from(scale),
        None => digits(unsigned),
    }
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

fn is_time(text: &str) -> bool {
    let whole = text.len() == 19 && text.as_bytes()[10] == b'T' && text.as_bytes()[13] == b':';
    whole && text.parse::<jiff::civil::DateTime>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_exact() {
        for (kind, text, good) in [
            (ColumnKind::Date, "2024-02-29", true),
            (ColumnKind::Date, "2024-02-30", false),
            (ColumnKind::Date, "2024-2-3", false),
            (ColumnKind::DateTime, "2024-02-29T23:59:59", true),
            (ColumnKind::DateTime, "2024-02-29 23:59:59", false),
            (ColumnKind::DateTime, "2024-02-29", false),
            (ColumnKind::DateOrDateTime, "2024-02-29", true),
            (ColumnKind::Number { scale: 2 }, "-12.50", true),
            (ColumnKind::Number { scale: 2 }, "12.505", false),
            (ColumnKind::Number { scale: 0 }, "12.5", false),
            (ColumnKind::Flag, "y", false),
        ] {
            assert_eq!(has_form(kind, text), good, "{text}");
        }
    }
}
