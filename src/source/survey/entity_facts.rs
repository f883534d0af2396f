//! What the values of an entity look like.

use super::ColumnFacts;
use crate::record::SourceRecord;
use crate::source::{Entity, Format};

/// Counts over the values of all columns of an entity, for a first look at a drop.
#[derive(Clone, Debug)]
pub struct EntityFacts<'a> {
    entity: &'a Entity,
    format: &'a Format,
    sentinel: fn(&str) -> bool,
    /// The columns, in the dictionary's order.
    pub columns: Vec<ColumnFacts>,
}

impl<'a> EntityFacts<'a> {
    /// No records yet; `sentinel` says whether a day, `YYYY-MM-DD`, stands for no date.
    pub fn new(entity: &'a Entity, format: &'a Format, sentinel: fn(&str) -> bool) -> Self {
        Self { entity, format, sentinel, columns: entity.columns.iter().map(ColumnFacts::new).collect() }
    }

    /// Counts the values of one record.
    pub fn see(&mut self, record: &SourceRecord) {
        let columns = self.entity.columns.iter().zip(&mut self.columns);
        for ((column, facts), value) in columns.zip(record.values()) {
            facts.see((value, record.origin()), column, self.format, self.sentinel);
        }
    }
}
