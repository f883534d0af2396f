//! The order of rows within a file.

use crate::reconcile::check::Check;
use crate::reconcile::reader::ImportRow;
use crate::target::contract::Table;

/// Rows stand in the order of their keys.
pub const ROW_ORDER: Check =
    Check { id: "row-order", summary: "the rows of a file stand in the order of their keys" };

/// No key stands twice.
pub const ROW_KEY: Check = Check { id: "row-key", summary: "no two rows of a table have the same key" };

/// Keys of rows, one after another.
#[derive(Clone, Debug, Default)]
pub(super) struct RowOrder {
    before: Option<Vec<Option<String>>>,
}

impl RowOrder {
    /// The check that a row fails by, next to the row before it.
    pub(super) fn next(&mut self, table: &Table, row: &ImportRow) -> Option<&'static Check> {
        let key: Vec<_> = table.key.iter().map(|column| row.get(*column).map(str::to_owned)).collect();
        let broken = match self.before.as_ref().map(|before| before.cmp(&key)) {
            Some(std::cmp::Ordering::Greater) => Some(&ROW_ORDER),
            Some(std::cmp::Ordering::Equal) => Some(&ROW_KEY),
            Some(std::cmp::Ordering::Less) | None => None,
        };
        self.before = Some(key);
        broken
    }
}
