//! Answers against the template of their form.

use std::collections::HashMap;

use crate::reconcile::check::Check;
use crate::reconcile::reader::ImportRow;
use crate::target::contract::{ColumnId, Contract, Demand, TableId};

/// Questions are those of the form's template, and their answers what it takes.
pub const QUESTION_IN_TEMPLATE: Check = Check {
    id: "question-in-template",
    summary: "every answer is one that the council's template of its form takes: question, type and text",
};

/// The forms of one batch, each with its template; forms stand before their answers.
#[derive(Clone, Debug, Default)]
pub(super) struct Questions {
    templates: HashMap<(TableId, String), String>,
}

impl Questions {
    /// Takes a row, and gives the column whose text the template of its form does not take.
    pub(super) fn take(
        &mut self,
        contract: &Contract,
        table: TableId,
        row: &ImportRow,
    ) -> Option<(&'static Check, ColumnId)> {
        let mut broken = None;
        for (own, described) in (0_u16..).map(TableId).zip(contract.tables()) {
            for constraint in &described.constraints {
                let Demand::AmongOf(among) = &constraint.demand else { continue };
                let named = among.named;
                if named.table == table
                    && let (Some(key), Some(text)) = (row.get(named.key), row.get(named.column))
                {
                    self.templates.insert((table, key.to_owned()), text.to_owned());
                }
                let form = row.get(among.of).filter(|_| own == table);
                let template = form.and_then(|form| self.templates.get(&(named.table, form.to_owned())));
                let allowed = template.and_then(|template| among.allowed(template, |column| row.get(column)));
                let known = |text: &str| allowed.is_none_or(|all| all.iter().any(|one| one == text));
                if own == table && broken.is_none() && !row.get(among.column).is_none_or(known) {
                    broken = Some((&QUESTION_IN_TEMPLATE, among.column));
                }
            }
        }
        broken
    }
}
