//! Reference data of the drop, held in memory while casework goes by.

use std::collections::BTreeMap;

use crate::map::plan::Plan;
use crate::pipeline::world::{OptionTexts, ReferenceTable};
use crate::record::{EntityId, Guid, SourceRecord};
use crate::source::{Dictionary, Role};

/// Reference data of the drop.
pub(in crate::pipeline) struct ReferenceRows {
    tables: Vec<ReferenceTable>,
    options: OptionTexts,
}

impl ReferenceRows {
    /// Takes the rows of each entity that holds no casework.
    pub(in crate::pipeline) fn new(plan: &Plan, mut rows: Vec<Vec<SourceRecord>>) -> Self {
        let options = options(plan, &rows);
        let keyed = plan.dictionary().ids().zip(&mut rows).map(|(entity, rows)| {
            let key = plan.key_of(entity);
            let mut rows = std::mem::take(rows);
            if let Some(key) = key {
                rows.retain(|row| row.guid(key).is_some());
                rows.sort_by_key(|row| row.guid(key));
            }
            ReferenceTable::new(rows, key)
        });
        Self { tables: keyed.collect(), options }
    }

    /// The label of an option set value.
    pub(in crate::pipeline) fn option_text(&self, list: &str, number: &str) -> Option<&str> {
        self.options.text(list, number)
    }

    /// The numbers and labels of an option set.
    pub(in crate::pipeline) fn option_values(&self, list: &str) -> Vec<(&str, &str)> {
        self.options.values(list)
    }

    /// The row of a table with that key.
    pub(in crate::pipeline) fn row(&self, table: EntityId, key: Guid) -> Option<&SourceRecord> {
        self.tables[usize::from(table.0)].row(key)
    }

    /// The rows of a table.
    pub(in crate::pipeline) fn rows(&self, table: EntityId) -> &[SourceRecord] {
        self.tables[usize::from(table.0)].rows()
    }
}

/// Whether the rows of an entity are held.
pub(in crate::pipeline) fn is_held(dictionary: &Dictionary, entity: EntityId) -> bool {
    dictionary.entity(entity).role != Role::Casework
}

fn options(plan: &Plan, rows: &[Vec<SourceRecord>]) -> OptionTexts {
    let columns = plan.model().options;
    let of = |entity: EntityId| &rows[usize::from(entity.0)];
    let key = plan.key_of(columns.set);
    let names: BTreeMap<Guid, &str> = of(columns.set)
        .iter()
        .filter_map(|row| Some((row.guid(key?)?, row.get(columns.set_name).filled()?)))
        .collect();
    let mut texts = OptionTexts::default();
    for row in of(columns.value) {
        let list = row.guid(columns.of_set).and_then(|set| names.get(&set));
        let (number, text) = (row.get(columns.number).filled(), row.get(columns.text).text());
        if let (Some(list), Some(number), Some(text)) = (list, number, text) {
            texts.add(list, number, text);
        }
    }
    texts
}
