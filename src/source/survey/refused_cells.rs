//! Cells that refuse a file.

use std::collections::BTreeMap;

use crate::record::{FieldId, Reason, Stop};
use crate::source::Entity;

/// Cells that refuse a file unless acknowledged, by reason and column: the first line, and how many.
#[derive(Clone, Debug, Default)]
pub(super) struct RefusedCells {
    cells: BTreeMap<(Reason, FieldId), (u64, u64)>,
}

impl RefusedCells {
    /// Counts one cell of a row that starts on that line.
    pub(super) fn add(&mut self, reason: Reason, field: FieldId, line: u64) {
        self.cells.entry((reason, field)).or_insert((line, 0)).1 += 1;
    }

    /// One stop for each reason and column.
    pub(super) fn stops(&self, path: &str, entity: &Entity) -> Vec<Stop> {
        let stop = |(&(reason, field), &(line, cells)): (&(Reason, FieldId), &(u64, u64))| Stop {
            reason,
            file: path.to_owned(),
            line,
            field: entity.field(field).name.clone(),
            message: message(reason, cells),
        };
        self.cells.iter().map(stop).collect()
    }
}

fn message(reason: Reason, cells: u64) -> String {
    if reason == Reason::RestrictedPlaceholder {
        return format!(
            "{cells} cell(s) hold a placeholder for a restricted record: export with an account that may read all"
        );
    }
    format!("{cells} cell(s) as long as the exporting tool lets through: export by a way that does not cut")
}
