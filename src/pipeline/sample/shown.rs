//! What an identifier stands for, as people read it.

use std::collections::HashMap;

use crate::pipeline::prove::ProveInput;
use crate::pipeline::trace::{CaseFileTrace, TracedRecord};
use crate::record::{EntityId, FieldId, Guid};

/// What identifiers stand for in one case file: its own records, workers, teams and reference rows by name, other people by
/// their number.
pub(super) struct Shown<'a> {
    input: &'a ProveInput<'a>,
    case_file: u64,
    /// The case file's own records.
    own: HashMap<Guid, String>,
}

impl<'a> Shown<'a> {
    /// Takes the records of a case file.
    pub(super) fn new(input: &'a ProveInput<'a>, trace: &CaseFileTrace) -> Self {
        let own = trace.records.iter().filter_map(|record| {
            let key = Guid::parse(&record.source_id).ok()?;
            Some((key, displayed(input, record)?))
        });
        Self { input, case_file: trace.case_file, own: own.collect() }
    }

    /// What a row of one of these tables is shown as; none where nobody would know it by anything but its identifier.
    pub(super) fn of(&self, tables: &[EntityId], key: Guid) -> Option<String> {
        self.own
            .get(&key)
            .cloned()
            .or_else(|| self.row(tables.iter().copied(), key))
            .or_else(|| self.person(key))
    }

    /// The same of a person, worker or organisation that a row for Mosaic names; none of the person whose sheet it is.
    pub(super) fn referred(&self, key: Guid) -> Option<String> {
        let dictionary = self.input.plan.dictionary();
        let is_own = self.input.people().find(key).is_some_and(|person| {
            self.input.people().number(self.input.people().survivor(person)) == self.case_file
        });
        if is_own {
            return None;
        }
        self.own.get(&key).cloned().or_else(|| self.row(dictionary.ids(), key)).or_else(|| self.person(key))
    }

    fn row(&self, tables: impl Iterator<Item = EntityId>, key: Guid) -> Option<String> {
        let mut tables = tables;
        let row = tables.find_map(|table| self.input.staged.world.row(table, key))?;
        let entity = usize::from(row.entity().0);
        let model = self.input.plan.model();
        let shown = model.displays[entity].of(row);
        let name = || Some(row.get(model.reference.get(entity)?.name?).filled()?.to_owned());
        if shown.is_empty() { name() } else { Some(shown) }
    }

    fn person(&self, key: Guid) -> Option<String> {
        let person = self.input.people().find(key)?;
        Some(format!("person number {}", self.input.people().number(person)))
    }
}

/// What a record of the case file is shown as, by the columns that the mappings name for its table.
fn displayed(input: &ProveInput<'_>, record: &TracedRecord) -> Option<String> {
    let dictionary = input.plan.dictionary();
    let id = dictionary.find(&record.entity)?;
    let entity = dictionary.entity(id);
    let columns: &[FieldId] = &input.plan.model().displays[usize::from(id.0)].columns;
    let part = |field: &FieldId| {
        let name = &entity.field(*field).name;
        let cell = record.values.iter().find(|cell| cell.column == *name)?;
        Some(cell.value.as_str()).filter(|value| !value.is_empty())
    };
    let parts: Vec<&str> = columns.iter().filter_map(part).collect();
    if parts.is_empty() { None } else { Some(parts.join(", ")) }
}
