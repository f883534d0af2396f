//! How many rows name each row of another table.

use std::collections::HashMap;

use super::found::Found;
use super::row_rule::fulfils;
use super::rules::Number;
use crate::reconcile::check::Check;
use crate::reconcile::partition::hash_of;
use crate::reconcile::reader::ImportRow;
use crate::target::contract::TableId;

/// Rows are named by as many others as they must be.
pub const NUMBER_OF_ROWS: Check = Check {
    id: "number-of-rows",
    summary: "one current display name and one active primary group a person; subjects for every step, categories for every registration",
};

/// The rows of one batch by what they are called, while those that name them are counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Counted {
    named: Vec<([u8; 16], Found)>,
    counts: HashMap<[u8; 16], u32>,
}

impl Counted {
    /// Takes a row of either table.
    pub(super) fn take(&mut self, rule: &Number, table: TableId, row: &ImportRow, found: impl Fn() -> Found) {
        if table == rule.table
            && let Some(text) = row.get(rule.column)
        {
            self.named.push((hash_of(text), found()));
        }
        if table == rule.rows.table
            && let Some(text) = row.get(rule.rows.column)
            && fulfils(row, &rule.rows.conditions)
        {
            *self.counts.entry(hash_of(text)).or_default() += 1;
        }
    }

    /// The rows that too few or too many others name.
    pub(super) fn wrong(&self, rule: &Number) -> Vec<&Found> {
        let wrong = self.named.iter().filter(|(name, _)| {
            let count = self.counts.get(name).copied().unwrap_or_default();
            count < rule.least || rule.most.is_some_and(|most| count > most)
        });
        wrong.map(|(_, found)| found).collect()
    }
}
