//! Steps that look elsewhere: code tables, keys of other records, the column's width.

use super::derivation::{Derivation, Flow};
use super::stand_in;
use super::step::Outcome;
use crate::map::plan::{CodeBy, CodeTableId, Overflow, Step};
use crate::reconcile::inverse::{list_of, listed_keys};
use crate::record::{EntityId, Guid, SourceRecord};
use crate::source::Kind;
use crate::target::contract::{Column, ColumnId};

impl<'a> Derivation<'_, 'a> {
    /// Applies a step that needs to know more than the value.
    pub(super) fn look_up(&self, step: &Step, flow: &Flow<'_>, column: Option<ColumnId>) -> Outcome {
        // A row that is written only with a cell is not missed for want of it.
        let needed = column.filter(|column| {
            !self.row.only_with.contains(column) && !self.row.only_with_any.contains(column)
        });
        let needed = needed.map(|column| self.contract_column(column));
        let column = column.map(|column| self.contract_column(column));
        match step {
            Step::Code { table, by } => self.code(*table, *by, flow, needed),
            Step::Fit(overflow) => fit(*overflow, flow, column),
            Step::Person => self.person(flow),
            Step::WorkflowStep => self.workflow_step(flow),
            Step::Organisation | Step::Worker => match (key_of(flow), self.shared_row(flow)) {
                (Some(key), Some(_)) => Outcome::Value(key.to_string()),
                _ => Outcome::Refused,
            },
            Step::WorkerUserName => self.user_name(flow),
            Step::PersonReference => self.person_reference(flow),
            Step::PersonReferenceList => self.people(flow),
            _ => Outcome::Refused,
        }
    }

    fn contract_column(&self, column: ColumnId) -> &'a Column {
        &self.scene.plan.contract().table(self.row.table).columns[usize::from(column.0)]
    }

    fn code(&self, table: CodeTableId, by: CodeBy, flow: &Flow<'_>, column: Option<&Column>) -> Outcome {
        let table = self.scene.plan.code_table(table);
        let Some(entry) = self.code_key(by, flow).and_then(|key| table.find(&key)) else {
            return Outcome::Refused;
        };
        match &entry.target {
            Some(target) => Outcome::Value(target.clone()),
            None if column.is_some_and(|column| column.required || column.critical) => Outcome::Untargeted,
            None => Outcome::Empty,
        }
    }

    /// What code tables are keyed by: the number of an option, or a column of the row pointed at.
    fn code_key(&self, by: CodeBy, flow: &Flow<'_>) -> Option<String> {
        match &self.scene.plan.dictionary().entity(flow.entity).field(flow.field).kind {
            Kind::Option { list } => {
                let number = flow.text.trim();
                self.scene.rest.option_text(list, number).map(|_| number.to_owned())
            }
            Kind::Reference { table } | Kind::Lookup { table } => {
                let row = self.scene.rest.row(*table, key_of(flow)?)?;
                let columns = self.scene.plan.model().reference[usize::from(table.0)];
                let column = match by {
                    CodeBy::Name => columns.name,
                    CodeBy::GovCode => columns.gov_code,
                    CodeBy::Code | CodeBy::Number => columns.code,
                };
                row.get(column?).filled().map(str::to_owned)
            }
            _ => Some(flow.text.to_string()),
        }
    }

    fn person(&self, flow: &Flow<'_>) -> Outcome {
        let Some(survivor) = key_of(flow).and_then(|key| self.scene.rest.survivor(key)) else {
            return Outcome::Refused;
        };
        if survivor != self.scene.case.person {
            self.other.set(Some(survivor));
        }
        Outcome::Value(survivor.to_string())
    }

    fn workflow_step(&self, flow: &Flow<'_>) -> Outcome {
        let tables = self.scene.tables_of(flow.entity, flow.field);
        let Some((survivor, person)) = key_of(flow).and_then(|key| self.scene.surviving_work(&tables, key))
        else {
            return Outcome::Refused;
        };
        if person != self.scene.case.person {
            self.other.set(Some(person));
        }
        Outcome::Value(survivor.to_string())
    }

    fn shared_row(&self, flow: &Flow<'_>) -> Option<&'a SourceRecord> {
        let key = key_of(flow)?;
        self.tables(flow).iter().copied().find_map(|table| self.scene.rest.standing_row(table, key))
    }

    fn tables(&self, flow: &Flow<'_>) -> std::borrow::Cow<'a, [EntityId]> {
        self.scene.tables_of(flow.entity, flow.field)
    }

    /// The user name of a worker, else the policy's substitute.
    fn user_name(&self, flow: &Flow<'_>) -> Outcome {
        let name = self.author(flow).or_else(|| self.scene.plan.policy().substitute_author());
        name.map_or(Outcome::Refused, |name| Outcome::Value(name.to_owned()))
    }

    /// The user name of a worker, where the column of authors takes it.
    pub(super) fn author(&self, flow: &Flow<'_>) -> Option<&'a str> {
        stand_in::user_name(self.scene.plan, self.scene.rest, &flow.text)
    }

    /// The keys of several people, where all of them are written.
    fn people(&self, flow: &Flow<'_>) -> Outcome {
        let Some(keys) = listed_keys(&flow.text) else { return Outcome::Refused };
        let written = |key: Guid| self.scene.rest.survivor(key).filter(|one| self.scene.may_name(*one));
        let Some(people) = keys.into_iter().map(written).collect::<Option<Vec<Guid>>>() else {
            return Outcome::Refused;
        };
        Outcome::Value(list_of(&people))
    }

    /// A person's key, where they are written; any other record as it is shown, with its key.
    fn person_reference(&self, flow: &Flow<'_>) -> Outcome {
        let Some(key) = key_of(flow) else { return Outcome::Refused };
        if let Some(survivor) = self.scene.rest.survivor(key) {
            let named = self.scene.may_name(survivor);
            return if named { Outcome::Value(survivor.to_string()) } else { Outcome::Refused };
        }
        let row = self
            .tables(flow)
            .iter()
            .copied()
            .find_map(|table| Some((table, self.scene.rest.row(table, key)?)));
        let Some((table, row)) = row else { return Outcome::Refused };
        let shown = self.scene.plan.model().displays[usize::from(table.0)].of(row);
        Outcome::Value(super::line::with_key(&shown, key))
    }
}

fn fit(overflow: Overflow, flow: &Flow<'_>, column: Option<&Column>) -> Outcome {
    let width = column.and_then(|column| column.width).unwrap_or(u32::MAX);
    let fits = flow.text.chars().count() <= width as usize;
    if fits || overflow == Overflow::Reject { Outcome::Same } else { Outcome::Empty }
}

/// The key that a value is.
fn key_of(flow: &Flow<'_>) -> Option<Guid> {
    Guid::parse(flow.text.trim()).ok()
}
