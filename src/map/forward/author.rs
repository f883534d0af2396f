//! Who wrote a note, by user name.

use super::settle::Fate;
use super::work::Work;
use crate::record::{FieldId, Guid, SourceRecord};

impl Work<'_> {
    /// The user name of a worker who may sign notes; none for one that is unknown, not written, or has a name too long.
    pub(super) fn user_name(&self, worker: Guid) -> Option<&str> {
        let people = &self.plan.model().people;
        let row = self.around.row(people.worker, worker)?;
        let name = row.get(people.user_name).filled()?.trim();
        let longest = self.plan.notes().author_width;
        let fits = longest.is_none_or(|longest| name.len() <= longest || name.chars().count() <= longest);
        let written = self.around.shared_fate(people.worker, worker) == Fate::Written;
        (!name.is_empty() && fits && written).then_some(name)
    }

    /// Whether the worker in a column of a record is withheld until somebody decides.
    pub(super) fn author_is_held(&self, record: &SourceRecord, field: FieldId) -> bool {
        let worker = self.plan.model().people.worker;
        record.guid(field).is_some_and(|key| self.around.shared_fate(worker, key) == Fate::Held)
    }

    /// The user name of the worker in a column of a record.
    pub(super) fn author_name(&self, record: &SourceRecord, field: FieldId) -> Option<&str> {
        self.user_name(record.guid(field)?)
    }

    /// The same, or whoever stands in by policy.
    pub(super) fn author_or_substitute(&self, record: &SourceRecord, field: FieldId) -> Option<&str> {
        self.author_name(record, field).or_else(|| self.plan.policy().substitute_author())
    }

    /// Who signs the notes that several records share: by policy, else the worker who recorded the person.
    pub(super) fn shared_author(&self) -> Option<&str> {
        if let Some(worker) = self.plan.policy().migration_worker() {
            return Some(worker);
        }
        let person = self.record(self.root()?);
        self.author_or_substitute(person, self.plan.model().people.created_by)
    }
}
