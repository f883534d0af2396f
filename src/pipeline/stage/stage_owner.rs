//! Whose case file a record belongs to, as staging sees it.

use crate::record::FieldId;

/// Whose case file a record belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageOwner {
    /// The record is a person: the root of a case file, with this person number.
    CaseFile(FieldId),
    /// The person that the column names.
    Person(FieldId),
    /// The owner of the record that the column names.
    Through(FieldId),
    /// Nobody: a shared record.
    Shared,
}

impl StageOwner {
    /// The column that leads to the owner.
    pub(crate) fn field(self) -> Option<FieldId> {
        match self {
            Self::CaseFile(field) | Self::Person(field) | Self::Through(field) => Some(field),
            Self::Shared => None,
        }
    }
}
