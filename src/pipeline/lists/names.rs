//! Names for numbers.

use crate::record::{EntityId, FieldId, FileId};
use crate::source::{Dictionary, DropFolder};

/// The names of entities, columns and files.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names<'a> {
    /// The data dictionary.
    pub(crate) dictionary: &'a Dictionary,
    /// The drop.
    pub(crate) drop: &'a DropFolder,
}

impl<'a> Names<'a> {
    /// The name of an entity.
    pub(crate) fn entity(self, entity: EntityId) -> &'a str {
        &self.dictionary.entity(entity).name
    }

    /// The name of a column, empty where there is none.
    pub(crate) fn field(self, entity: EntityId, field: Option<FieldId>) -> &'a str {
        field.map_or("", |field| &self.dictionary.entity(entity).field(field).name)
    }

    /// The path of a file within the drop.
    pub(crate) fn file(self, file: FileId) -> &'a str {
        &self.drop.file(file).path
    }
}
