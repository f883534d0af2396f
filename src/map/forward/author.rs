//! Who wrote a note, by user name.

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
        (!name.is_empty() && fits && self.around.shared_written(people.worker, worker)).then_some(name)
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
