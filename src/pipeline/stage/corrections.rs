//! Which records corrected rows change, and whether the export has these.

use std::collections::HashMap;

use crate::record::{EntityId, Guid, Origin, SourceRecord};
use crate::source::{Dictionary, DropFolder};

/// What corrected rows say of records, as long as the rows of the export are read.
#[derive(Debug, Default)]
pub(super) struct Corrections {
    /// The last layer of corrected rows that has a record.
    last: HashMap<(EntityId, Guid), u32>,
    /// Where rows stand that change no record which the export is known to have; those without a key change none.
    strangers: HashMap<(EntityId, Option<Guid>), Vec<Origin>>,
}

impl Corrections {
    /// Takes a corrected row of a layer, counted from 1. Those of an entity come before its rows in the export.
    pub(super) fn take(&mut self, layer: u32, record: &SourceRecord, dictionary: &Dictionary) {
        let (entity, key) = (record.entity(), key(record, dictionary));
        self.strangers.entry((entity, key)).or_default().push(record.origin());
        if let Some(key) = key {
            let last = self.last.entry((entity, key)).or_insert(layer);
            *last = layer.max(*last);
        }
    }

    /// Sees a row of the export, and says whether a corrected one stands in its place.
    pub(super) fn replaces(&mut self, record: &SourceRecord, dictionary: &Dictionary) -> bool {
        let replaced = self.is_superseded(0, record, dictionary);
        if replaced {
            self.strangers.remove(&(record.entity(), key(record, dictionary)));
        }
        replaced
    }

    /// Whether a corrected row of a later layer stands in place of a row.
    pub(super) fn is_superseded(&self, layer: u32, record: &SourceRecord, dictionary: &Dictionary) -> bool {
        if self.last.is_empty() {
            return false;
        }
        let key = key(record, dictionary);
        key.and_then(|key| self.last.get(&(record.entity(), key))).is_some_and(|last| *last > layer)
    }

    /// Corrected rows that change no record of the export, once that was read: file and line, table and key.
    pub(super) fn strangers(&self, drop: &DropFolder, dictionary: &Dictionary) -> Vec<String> {
        let rows = self.strangers.iter().flat_map(|(of, rows)| rows.iter().map(move |row| (*row, *of)));
        let mut rows: Vec<_> = rows.collect();
        rows.sort();
        let told = |(row, (entity, key)): &(Origin, (EntityId, Option<Guid>))| {
            let file = drop.full_path(drop.file(row.file));
            let key = key.map_or_else(|| "without a key".to_owned(), |key| key.to_string());
            format!("{} line {}: {} {key}", file.display(), row.line, dictionary.entity(*entity).name)
        };
        rows.iter().map(told).collect()
    }

    /// The last layer of corrected rows that has a record.
    pub(super) fn into_last(self) -> HashMap<(EntityId, Guid), u32> {
        self.last
    }
}

fn key(record: &SourceRecord, dictionary: &Dictionary) -> Option<Guid> {
    dictionary.entity(record.entity()).key.and_then(|key| record.guid(key))
}
