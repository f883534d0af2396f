//! Cases, as other rows point at them.

use jiff::civil::Date;

use super::clock::YESTERDAY;
use super::member::Member;
use crate::record::Guid;

/// A case with what its forms, notes and statuses need to know of it.
#[derive(Clone, Debug)]
pub(super) struct Work {
    /// The case's identifier.
    pub(super) case: Guid,
    /// The case's title, by which others show it.
    pub(super) title: String,
    /// The child.
    pub(super) person: Guid,
    /// The child's full name.
    pub(super) name: String,
    /// What the child is called.
    pub(super) called: String,
    /// The first day.
    pub(super) start: Date,
    /// The last day of a closed case.
    pub(super) end: Option<Date>,
    /// The place of the team that does the work.
    pub(super) team: usize,
}

impl Work {
    /// The last day on which something can be recorded.
    pub(super) fn last(&self) -> Date {
        self.end.unwrap_or(YESTERDAY).max(self.start)
    }

    /// Whether the case is open.
    pub(super) fn open(&self) -> bool {
        self.end.is_none()
    }
}

/// What a child is called in notes.
pub(super) fn called(member: &Member) -> String {
    member.first.clone().filter(|first| !first.is_empty()).unwrap_or_else(|| "the baby".to_owned())
}
