//! What is kept in memory while case files are mapped.

use std::sync::Arc;

use jiff::civil::{Date, DateTime};

use super::{OptionTexts, People, ReferenceTable, Siblings, Works};
use crate::record::{EntityId, Guid, SourceRecord};

/// What a world is made of.
#[derive(Debug)]
pub(crate) struct WorldParts {
    /// The tables held in memory, by [`EntityId`]; others are empty.
    pub(crate) tables: Vec<ReferenceTable>,
    /// The labels of option set values.
    pub(crate) options: OptionTexts,
    /// Everybody.
    pub(crate) people: Arc<People>,
    /// The keys of their work.
    pub(crate) works: Works,
    /// Work that was cloned for several people.
    pub(crate) siblings: Siblings,
    /// The extract time, as a clock in London showed it.
    pub(crate) taken_on: DateTime,
}

/// What is kept in memory while case files are mapped: reference, control and shared rows in full, people, and the
/// keys of cases, contacts and forms. It does not change after staging and may be read by several threads.
#[derive(Debug)]
pub struct World {
    parts: WorldParts,
}

impl World {
    pub(crate) fn new(parts: WorldParts) -> Self {
        Self { parts }
    }

    /// The row of a reference, control or shared table with this key.
    pub fn row(&self, entity: EntityId, key: Guid) -> Option<&SourceRecord> {
        self.parts.tables.get(usize::from(entity.0))?.row(key)
    }

    /// All rows of a reference, control or shared table in ascending key; empty for casework.
    pub fn rows(&self, entity: EntityId) -> &[SourceRecord] {
        self.parts.tables.get(usize::from(entity.0)).map_or(&[], ReferenceTable::rows)
    }

    /// The label of an option set value, by the name of the option set and the number as the drop writes it.
    pub fn option_text(&self, list: &str, number: &str) -> Option<&str> {
        self.parts.options.text(list, number)
    }

    /// Everybody in the extract.
    pub fn people(&self) -> &People {
        &self.parts.people
    }

    /// The keys of cases, contacts and forms.
    pub fn works(&self) -> &Works {
        &self.parts.works
    }

    /// Work that was cloned for several people; nothing unless the policy folds it.
    pub fn siblings(&self) -> &Siblings {
        &self.parts.siblings
    }

    /// The extract time as a clock in London showed it: the latest of the control totals, or the one the profile declares.
    pub fn taken_on(&self) -> DateTime {
        self.parts.taken_on
    }

    /// The day of the extract in the United Kingdom.
    pub fn extract_day(&self) -> Date {
        self.parts.taken_on.date()
    }
}
