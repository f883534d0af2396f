//! The columns of an entity, by what became of them.

use crate::report::model::{Field, FieldStatus};

/// The columns of an entity, counted by what became of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EntityFields<'a> {
    /// The entity.
    pub(super) entity: &'a str,
    /// Its columns, in their order.
    pub(super) fields: Vec<&'a Field>,
    /// Values that differ from the source.
    pub(super) differences: u64,
}

impl<'a> EntityFields<'a> {
    /// All entities, in the order of the report.
    pub(super) fn all(fields: &'a [Field]) -> Vec<Self> {
        fields.chunk_by(|one, next| one.entity == next.entity).map(Self::of).collect()
    }

    fn of(fields: &'a [Field]) -> Self {
        Self {
            entity: fields.first().map_or("", |field| &field.entity),
            fields: fields.iter().collect(),
            differences: fields.iter().map(|field| field.differences).sum(),
        }
    }

    fn with(&self, status: FieldStatus) -> u64 {
        self.fields.iter().filter(|field| field.status == status).count() as u64
    }

    /// Columns with a column of their own in the target.
    pub(super) fn carried(&self) -> u64 {
        self.with(FieldStatus::Carried)
    }

    /// Columns carried in a note.
    pub(super) fn remainder(&self) -> u64 {
        self.with(FieldStatus::Remainder)
    }

    /// Columns of which something is lost.
    pub(super) fn lossy(&self) -> u64 {
        self.with(FieldStatus::Lossy)
    }

    /// Columns left behind.
    pub(super) fn not_carried(&self) -> u64 {
        self.with(FieldStatus::NotCarried)
    }
}
