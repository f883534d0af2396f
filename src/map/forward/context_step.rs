//! Steps that need to know more than the value: code tables, keys of other records, the column's kind.

use super::cell::{Evaluation, Passing, Raised};
use crate::map::plan::{CodeBy, CodeTableId, Overflow, Step};
use crate::map::step::{self, Applied};
use crate::record::{EntityId, FieldId, Guid, Reason, SourceRecord};
use crate::source::Kind;

/// What came out of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Passed {
    /// A value.
    Value(String),
    /// Nothing: the cell stays empty, or the next branch is tried.
    Empty,
}

impl Evaluation<'_, '_> {
    /// Applies one step to a value.
    pub(super) fn step(&mut self, step: &Step, passing: &Passing) -> Result<Passed, Raised> {
        match step {
            Step::Code { table, by } => self.code(*table, *by, passing),
            Step::Html => Ok(self.html(passing)),
            Step::Person => self.person(passing),
            Step::WorkflowStep => self.workflow_step(passing),
            Step::Organisation | Step::Worker => self.shared_key(passing),
            Step::WorkerUserName => self.user_name(passing),
            Step::PersonReference => self.person_reference(passing),
            Step::Fit(overflow) => Ok(self.fit(*overflow, passing)),
            _ => self.plain(step, passing),
        }
    }

    fn plain(&mut self, step: &Step, passing: &Passing) -> Result<Passed, Raised> {
        match step::apply(step, &passing.text) {
            Applied::Value { text, note } => {
                self.note(note, passing.field);
                Ok(Passed::Value(text))
            }
            Applied::Empty { note } => {
                self.note(note, passing.field);
                Ok(Passed::Empty)
            }
            Applied::Refused(reason) => Err(raised(reason, passing.field)),
        }
    }

    pub(super) fn note(&mut self, reason: Option<Reason>, field: FieldId) {
        self.notes.extend(reason.map(|reason| raised(reason, field)));
    }

    fn html(&mut self, passing: &Passing) -> Passed {
        let text = super::to_note_markup(&passing.text);
        if text.is_empty() { Passed::Empty } else { Passed::Value(text) }
    }

    fn fit(&self, overflow: Overflow, passing: &Passing) -> Passed {
        // The width is the contract's; the compiler has put the step only where the column has one.
        let fits = self.width_of(passing).is_none_or(|width| passing.text.chars().count() <= width);
        if fits || overflow == Overflow::Reject { Passed::Value(passing.text.clone()) } else { Passed::Empty }
    }

    fn code(&mut self, table: CodeTableId, by: CodeBy, passing: &Passing) -> Result<Passed, Raised> {
        let key = self.code_key(by, passing)?;
        let Some(entry) = self.work.plan.code_table(table).find(&key) else {
            return Err(raised(Reason::UnmappedCode, passing.field));
        };
        if entry.alias {
            self.note(Some(Reason::LabelVariant), passing.field);
        }
        match &entry.target {
            Some(target) => Ok(Passed::Value(target.clone())),
            None if self.required_here(passing) => Err(raised(Reason::UnmappedCode, passing.field)),
            None => Ok(Passed::Empty),
        }
    }

    /// What the code table is keyed by, for this value.
    fn code_key(&self, by: CodeBy, passing: &Passing) -> Result<String, Raised> {
        let column = &self.work.plan.dictionary().entity(passing.entity).columns[usize::from(passing.field.0)];
        match &column.kind {
            Kind::Option { list } => match self.work.around.option_text(list, passing.text.trim()) {
                Some(_) => Ok(passing.text.trim().to_owned()),
                None => Err(raised(Reason::OptionNoLabel, passing.field)),
            },
            Kind::Reference { table } | Kind::Lookup { table } => self.reference_key(*table, by, passing),
            _ => Ok(passing.text.clone()),
        }
    }

    fn reference_key(&self, table: EntityId, by: CodeBy, passing: &Passing) -> Result<String, Raised> {
        let row = Guid::parse(passing.text.trim()).ok().and_then(|key| self.work.around.row(table, key));
        let row = row.ok_or(raised(Reason::DanglingLookup, passing.field))?;
        let columns = self.work.plan.model().reference[usize::from(table.0)];
        let (column, missing) = match by {
            CodeBy::GovCode => (columns.gov_code, Reason::MissingGovcode),
            CodeBy::Code | CodeBy::Number => (columns.code, Reason::UnmappedCode),
            CodeBy::Name => (columns.name, Reason::UnmappedCode),
        };
        let text = column.and_then(|column| row.get(column).filled());
        text.map(str::to_owned).ok_or(raised(missing, passing.field))
    }

    fn person(&mut self, passing: &Passing) -> Result<Passed, Raised> {
        let key = guid(passing)?;
        let survivor = self.work.around.survivor(key).ok_or(raised(Reason::DanglingLookup, passing.field))?;
        if survivor != self.work.person {
            self.other = Some(survivor);
        }
        Ok(Passed::Value(survivor.to_string()))
    }

    fn workflow_step(&mut self, passing: &Passing) -> Result<Passed, Raised> {
        let key = guid(passing)?;
        let found = self.tables_of(passing.field).into_iter().find_map(|table| self.work.around.work(table, key));
        let Some((survivor, person)) = found else { return Err(raised(Reason::DanglingLookup, passing.field)) };
        if person != self.work.person {
            self.other = Some(person);
        }
        Ok(Passed::Value(survivor.to_string()))
    }

    fn shared_key(&self, passing: &Passing) -> Result<Passed, Raised> {
        self.shared_row(passing)?;
        Ok(Passed::Value(guid(passing)?.to_string()))
    }

    fn shared_row(&self, passing: &Passing) -> Result<&SourceRecord, Raised> {
        let key = guid(passing)?;
        let found = self.tables_of(passing.field).into_iter().find_map(|table| self.work.around.row(table, key));
        found.ok_or(raised(Reason::DanglingLookup, passing.field))
    }

    fn user_name(&self, passing: &Passing) -> Result<Passed, Raised> {
        let unknown = raised(Reason::UnknownAuthor, passing.field);
        let people = &self.work.plan.model().people;
        let key = Guid::parse(passing.text.trim()).map_err(|_| unknown)?;
        let worker = self.work.around.row(people.worker, key).ok_or(unknown)?;
        let name = worker.get(people.user_name).filled().map(str::trim).ok_or(unknown)?;
        let longest = self.work.plan.notes().author_width();
        if longest.is_some_and(|width| name.chars().count() > width) { Err(unknown) } else { Ok(Passed::Value(name.to_owned())) }
    }

    fn person_reference(&mut self, passing: &Passing) -> Result<Passed, Raised> {
        let key = Guid::parse(passing.text.trim()).map_err(|_| raised(Reason::PersonRefUnresolved, passing.field))?;
        if let Some(survivor) = self.work.around.survivor(key) {
            return Ok(Passed::Value(survivor.to_string()));
        }
        let found = self.tables_of(passing.field).into_iter().find_map(|table| {
            self.work.around.row(table, key).map(|row| self.work.plan.model().displays[usize::from(table.0)].of(row))
        });
        match found {
            Some(display) => Ok(Passed::Value(super::line::shown(&display, key))),
            None => Err(raised(Reason::PersonRefUnresolved, passing.field)),
        }
    }

    /// The tables that a column of this record may point at.
    pub(super) fn tables_of(&self, field: FieldId) -> Vec<EntityId> {
        let column = &self.work.plan.dictionary().entity(self.record.entity()).columns[usize::from(field.0)];
        match &column.kind {
            Kind::Lookup { table } | Kind::Reference { table } | Kind::File { table } => vec![*table],
            Kind::Polymorphic { tables, .. } => tables.clone(),
            Kind::Key => vec![self.record.entity()],
            _ => Vec::new(),
        }
    }
}

/// A code raised for a column.
pub(super) fn raised(reason: Reason, field: FieldId) -> Raised {
    Raised { reason, field: Some(field) }
}

fn guid(passing: &Passing) -> Result<Guid, Raised> {
    Guid::parse(passing.text.trim()).map_err(|_| raised(Reason::BadKey, passing.field))
}
