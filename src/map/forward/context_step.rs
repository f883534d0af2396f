//! Steps that need to know more than the value: code tables, keys of other records, the column's kind.

use std::borrow::Cow;

use super::cell::{Evaluation, Passing, Raised, raised};
use super::settle::Fate;
use crate::map::plan::{CodeBy, CodeTable, CodeTableId, Overflow, Step};
use crate::map::step::{self, Applied};
use crate::map::value_list::{no_key, no_option};
use crate::record::{EntityId, FieldId, Guid, Reason, SourceRecord};
use crate::source::Kind;
use crate::target::contract::ColumnKind;

/// What came out of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Passed<'a> {
    /// A value.
    Value(Cow<'a, str>),
    /// Nothing: the cell stays empty, or the next branch is tried.
    Empty,
}

impl Passed<'_> {
    fn key(key: Guid) -> Self {
        Self::Value(Cow::Owned(key.text()))
    }
}

type Result<'a> = std::result::Result<Passed<'a>, Raised>;

impl<'a> Evaluation<'_, 'a> {
    /// Applies one step to a value.
    pub(super) fn step(&mut self, step: &Step, passing: &Passing<'a>) -> Result<'a> {
        match step {
            Step::Code { table, by } => self.code(*table, *by, passing),
            Step::Person => self.person(passing),
            Step::WorkflowStep => self.workflow_step(passing),
            Step::Organisation | Step::Worker => self.shared_key(passing),
            Step::WorkerUserName => self.worker_user_name(passing),
            Step::PersonReference => self.person_reference(passing),
            Step::PersonReferenceList => self.person_reference_list(passing),
            Step::Fit(overflow) => Ok(self.fit(*overflow, passing)),
            _ => self.plain(step, passing),
        }
    }

    fn plain(&mut self, step: &Step, passing: &Passing<'a>) -> Result<'a> {
        let applied = match &passing.text {
            Cow::Borrowed(text) => step::apply(step, text),
            Cow::Owned(text) => step::apply(step, text).map(owned),
        };
        match applied {
            Some(Applied::Value { text, note }) => {
                self.note(note, passing.field);
                Ok(Passed::Value(text))
            }
            Some(Applied::Empty { note }) => {
                self.note(note, passing.field);
                Ok(Passed::Empty)
            }
            Some(Applied::Refused(reason)) => Err(raised(self.told_by_kind(reason, passing), passing.field)),
            None => Ok(Passed::Value(passing.text.clone())),
        }
    }

    /// A number that is none is a bad key where the column identifies the row.
    fn told_by_kind(&self, reason: Reason, passing: &Passing<'_>) -> Reason {
        match self.kind_of(passing) {
            Kind::Key | Kind::Identifier if reason == Reason::AnswerTypeMismatch => Reason::BadKey,
            _ => reason,
        }
    }

    pub(super) fn note(&mut self, reason: Option<Reason>, field: FieldId) {
        self.notes.extend(reason.map(|reason| raised(reason, field)));
    }

    fn fit(&self, overflow: Overflow, passing: &Passing<'a>) -> Passed<'a> {
        let width = self.target().and_then(|column| column.width);
        let fits = width.is_none_or(|width| fits(&passing.text, width));
        if fits || overflow == Overflow::Reject { Passed::Value(passing.text.clone()) } else { Passed::Empty }
    }

    fn code(&mut self, table: CodeTableId, by: CodeBy, passing: &Passing<'a>) -> Result<'a> {
        let table = self.work.plan.code_table(table);
        let key = self.code_key(by, passing)?;
        let Some(entry) = table.find(&key) else {
            return Err(raised(self.unknown_code(table, &key), passing.field));
        };
        if entry.alias {
            self.note(Some(Reason::LabelVariant), passing.field);
        }
        if let Some(target) = &entry.target {
            return Ok(Passed::Value(Cow::Borrowed(target)));
        }
        self.untargeted = Some(passing.field);
        Ok(Passed::Empty)
    }

    /// Where a text itself is written, one that differs only in case, dashes or spaces is told apart: returns drop it.
    fn unknown_code(&self, table: &CodeTable, key: &str) -> Reason {
        let written_as_text = self.target().is_some_and(|column| column.kind == ColumnKind::Text);
        let near = || table.entries().any(|(known, _)| loosely(known).eq(loosely(key)));
        if written_as_text && near() { Reason::LookupTextMismatch } else { Reason::UnmappedCode }
    }

    fn kind_of(&self, passing: &Passing<'_>) -> &'a Kind {
        &self.work.plan.dictionary().entity(passing.entity).columns[usize::from(passing.field.0)].kind
    }

    /// What the code table is keyed by, for this value.
    fn code_key(&self, by: CodeBy, passing: &Passing<'a>) -> std::result::Result<Cow<'a, str>, Raised> {
        match self.kind_of(passing) {
            Kind::Option { list } => {
                let number = passing.text.trim();
                match self.work.around.option_text(list, number) {
                    Some(_) => Ok(Cow::Owned(number.to_owned())),
                    None => Err(raised(no_option(number), passing.field)),
                }
            }
            Kind::Reference { table } | Kind::Lookup { table } => self.reference_key(*table, by, passing),
            _ => Ok(passing.text.clone()),
        }
    }

    fn reference_key(
        &self,
        table: EntityId,
        by: CodeBy,
        passing: &Passing<'a>,
    ) -> std::result::Result<Cow<'a, str>, Raised> {
        let key =
            Guid::parse(passing.text.trim()).map_err(|_| raised(no_key(&passing.text), passing.field))?;
        let row = self.work.around.row(table, key).ok_or(raised(Reason::DanglingLookup, passing.field))?;
        let columns = self.work.plan.model().reference[usize::from(table.0)];
        let (column, missing) = match by {
            CodeBy::GovCode => (columns.gov_code, Reason::MissingGovcode),
            CodeBy::Code | CodeBy::Number => (columns.code, Reason::UnmappedCode),
            CodeBy::Name => (columns.name, Reason::UnmappedCode),
        };
        let text = column.and_then(|column| row.get(column).filled());
        text.map(Cow::Borrowed).ok_or(raised(missing, passing.field))
    }

    fn person(&mut self, passing: &Passing<'a>) -> Result<'a> {
        let key = guid(passing)?;
        let survivor = self.work.around.survivor(key).ok_or(raised(Reason::DanglingLookup, passing.field))?;
        if survivor != self.work.person {
            self.other = Some(survivor);
        }
        Ok(Passed::key(survivor))
    }

    fn workflow_step(&mut self, passing: &Passing<'a>) -> Result<'a> {
        let key = guid(passing)?;
        let tables = self.work.tables_of(passing.entity, passing.field);
        let found = tables.iter().find_map(|table| self.work.around.work(*table, key));
        let Some((survivor, person)) = found else {
            return Err(raised(Reason::DanglingLookup, passing.field));
        };
        if person != self.work.person {
            self.other = Some(person);
        }
        Ok(Passed::key(survivor))
    }

    fn shared_key(&self, passing: &Passing<'a>) -> Result<'a> {
        let key = guid(passing)?;
        let tables = self.work.tables_of(passing.entity, passing.field);
        let around = self.work.around;
        let written = |table: &&EntityId| {
            around.row(**table, key).is_some() && around.shared_fate(**table, key) == Fate::Written
        };
        match tables.iter().find(written) {
            Some(_) => Ok(Passed::key(key)),
            None => Err(raised(Reason::DanglingLookup, passing.field)),
        }
    }

    fn worker_user_name(&self, passing: &Passing<'a>) -> Result<'a> {
        let name = Guid::parse(passing.text.trim()).ok().and_then(|worker| self.work.user_name(worker));
        match name.or_else(|| self.work.plan.policy().substitute_author()) {
            Some(name) => Ok(Passed::Value(Cow::Owned(name.to_owned()))),
            None => Err(raised(Reason::UnknownAuthor, passing.field)),
        }
    }

    fn person_reference(&mut self, passing: &Passing<'a>) -> Result<'a> {
        let unresolved = raised(Reason::PersonRefUnresolved, passing.field);
        let key = Guid::parse(passing.text.trim()).map_err(|_| unresolved)?;
        if let Some(survivor) = self.work.around.survivor(key) {
            // Whoever is not written is nobody to refer to.
            return if self.work.may_name(survivor) { Ok(Passed::key(survivor)) } else { Err(unresolved) };
        }
        let tables = self.work.tables_of(self.record.entity(), passing.field);
        let row: Option<&SourceRecord> = tables.iter().find_map(|table| self.work.around.row(*table, key));
        let row = row.ok_or(unresolved)?;
        let display = self.work.plan.model().displays[usize::from(row.entity().0)].of(row);
        Ok(Passed::Value(Cow::Owned(super::line::shown(&display, key))))
    }

    /// A list is written whole or not at all: one that lacks somebody would say that they were not there.
    fn person_reference_list(&self, passing: &Passing<'a>) -> Result<'a> {
        let unresolved = raised(Reason::PersonRefUnresolved, passing.field);
        let mut people: Vec<Guid> = Vec::new();
        for key in step::people_in(&passing.text).ok_or(unresolved)? {
            let survivor = self.work.around.survivor(key).filter(|one| self.work.may_name(*one));
            let survivor = survivor.ok_or(unresolved)?;
            if !people.contains(&survivor) {
                people.push(survivor);
            }
        }
        let keys: Vec<String> = people.into_iter().map(Guid::text).collect();
        Ok(Passed::Value(Cow::Owned(keys.join(";"))))
    }
}

fn owned<'a>(applied: Applied<'_>) -> Applied<'a> {
    match applied {
        Applied::Value { text, note } => Applied::Value { text: Cow::Owned(text.into_owned()), note },
        Applied::Empty { note } => Applied::Empty { note },
        Applied::Refused(reason) => Applied::Refused(reason),
    }
}

/// Whether a text has no more characters than that; bytes are never fewer, so most texts need not be counted.
pub(super) fn fits(text: &str, width: u32) -> bool {
    let width = width as usize;
    text.len() <= width || text.chars().count() <= width
}

/// The letters and digits of a text in lower case: what is left when case, dashes and spaces do not count.
fn loosely(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase)
}

fn guid(passing: &Passing<'_>) -> std::result::Result<Guid, Raised> {
    Guid::parse(passing.text.trim()).map_err(|_| raised(Reason::BadKey, passing.field))
}
