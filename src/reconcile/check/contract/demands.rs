//! What the contract demands of rows besides the form of their cells.

use std::collections::BTreeMap;

use crate::reconcile::check::Check;
use crate::reconcile::check::validation::Found;
use crate::reconcile::demand;
use crate::reconcile::reader::ImportRow;
use crate::target::contract::{ColumnId, Contract, Demand, TableId};

/// Rows are as the contract demands.
pub const CONTRACT_DEMAND: Check = Check {
    id: "contract-demand",
    summary: "rows meet what the contract demands of several of their cells, and of rows beside each other",
};

/// Stands for no end; after every day.
const NEVER: &str = "9999-99-99";

/// Rows with one value of a column that may not outlast some of them.
#[derive(Clone, Debug, Default)]
struct Lasting {
    /// The last end of those that the others must not outlast; none where there is none of them.
    last: Option<String>,
    /// Every row with its end.
    all: Vec<(String, Found)>,
}

/// The demands of the contract on the rows of one batch.
#[derive(Clone, Debug, Default)]
pub(super) struct Demands {
    /// By table, place of the constraint, and value.
    lasting: BTreeMap<(TableId, usize, String), Lasting>,
}

impl Demands {
    /// Takes a row, and gives the column that the first demand is about which it does not meet by itself.
    pub(super) fn take(
        &mut self,
        contract: &Contract,
        table: TableId,
        row: &ImportRow,
    ) -> Option<(&'static Check, Option<ColumnId>)> {
        let mut broken = None;
        for (place, constraint) in contract.table(table).constraints.iter().enumerate() {
            if !demand::fulfils(&constraint.when, |column| row.get(column)) {
                continue;
            }
            if let Demand::NotOutlasting { per, end, of } = &constraint.demand {
                let Some(value) = row.get(*per) else { continue };
                let lasting = self.lasting.entry((table, place, value.to_owned())).or_default();
                let end = row.get(*end).unwrap_or(NEVER).to_owned();
                if demand::fulfils(of, |column| row.get(column)) {
                    lasting.last = lasting.last.take().max(Some(end.clone()));
                }
                lasting.all.push((end, Found::new(contract, table, row)));
            } else if broken.is_none() && !demand::meets(&constraint.demand, |column| row.get(column)) {
                broken = Some((&CONTRACT_DEMAND, demand::column_of(&constraint.demand)));
            }
        }
        broken
    }

    /// Rows that outlast what they must not, each with the column of its end.
    pub(super) fn finish(self, contract: &Contract) -> Vec<(&'static Check, Found, Option<ColumnId>)> {
        let mut outlasting = Vec::new();
        for ((table, place, _), lasting) in self.lasting {
            let column = demand::column_of(&contract.table(table).constraints[place].demand);
            let Some(last) = lasting.last else { continue };
            let rows = lasting.all.into_iter().filter(|(end, _)| *end > last);
            outlasting.extend(rows.map(|(_, found)| (&CONTRACT_DEMAND, found, column)));
        }
        outlasting
    }
}
