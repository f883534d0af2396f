//! Columns of cases, contacts and forms that records of other case files read.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::record::{EntityId, FieldId, SourceRecord};

/// The columns of each entity that are kept.
pub type ColumnsRead = BTreeMap<EntityId, BTreeSet<FieldId>>;

/// Values of some columns of cases, contacts and forms by the place of the record; each different text is kept once,
/// for most are keys of reference rows.
#[derive(Debug, Default)]
pub(crate) struct WorkValues {
    columns: BTreeMap<(EntityId, FieldId), Vec<u32>>,
    numbers: FxHashMap<String, u32>,
    texts: Vec<String>,
}

impl WorkValues {
    /// Keeps these columns.
    pub(crate) fn new(columns: &ColumnsRead) -> Self {
        let columns =
            columns.iter().flat_map(|(entity, fields)| fields.iter().map(|field| (*entity, *field)));
        Self { columns: columns.map(|column| (column, Vec::new())).collect(), ..Self::default() }
    }

    /// Keeps the columns of a record.
    pub(crate) fn add(&mut self, place: usize, record: &SourceRecord) {
        let own = (record.entity(), FieldId(0))..=(record.entity(), FieldId(u16::MAX));
        for ((_, field), values) in self.columns.range_mut(own) {
            let Some(text) = record.get(*field).filled() else { continue };
            let number = if let Some(number) = self.numbers.get(text) {
                *number
            } else {
                self.texts.push(text.to_owned());
                let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
                self.numbers.insert(text.to_owned(), number);
                number
            };
            values.resize(values.len().max(place + 1), 0);
            values[place] = number;
        }
    }

    /// A column of the record at a place; none where it is not filled.
    pub(crate) fn get(&self, place: usize, entity: EntityId, field: FieldId) -> Option<&str> {
        let number = *self.columns.get(&(entity, field))?.get(place)?;
        self.texts.get(usize::try_from(number).ok()?.checked_sub(1)?).map(String::as_str)
    }
}
