//! What an identifier stands for, as people read it.

use std::collections::HashMap;

use crate::pipeline::prove::ProveInput;
use crate::pipeline::trace::{CaseFileTrace, TracedRecord};
use crate::record::{EntityId, FieldId, Guid, SourceRecord};

/// What identifiers stand for in one case file: its own records, workers, teams and reference rows by name, other people by
/// their number.
pub(super) struct Shown<'a> {
    input: &'a ProveInput<'a>,
    case_file: u64,
    /// The case file's own records.
    own: HashMap<Guid, String>,
    /// What its records call whom they name.
    called: HashMap<Guid, String>,
}

impl<'a> Shown<'a> {
    /// Takes the records of a case file.
    pub(super) fn new(input: &'a ProveInput<'a>, trace: &CaseFileTrace) -> Self {
        let own = trace.records.iter().filter_map(|record| {
            let key = Guid::parse(&record.source_id).ok()?;
            Some((key, displayed(input, record)?))
        });
        let own = own.collect();
        let mut called = HashMap::new();
        for (key, label) in trace.records.iter().flat_map(|record| labelled(input, record)) {
            called.entry(key).or_insert(label);
        }
        Self { input, case_file: trace.case_file, own, called }
    }

    /// What a row of one of these tables is shown as; none where nobody would know it by anything but its identifier.
    pub(super) fn of(&self, tables: &[EntityId], key: Guid) -> Option<String> {
        self.own
            .get(&key)
            .cloned()
            .or_else(|| self.row(tables.iter().copied(), key))
            .or_else(|| self.person(key))
    }

    /// Somebody else whom a row names, by name and number; none of anything else.
    pub(super) fn somebody_else(&self, key: Guid) -> Option<String> {
        self.person(key).filter(|_| !self.own.contains_key(&key) && !self.is_own(key))
    }

    /// Whether it is the person whose sheet it is.
    fn is_own(&self, key: Guid) -> bool {
        let people = self.input.people();
        people.find(key).is_some_and(|person| people.number(people.survivor(person)) == self.case_file)
    }

    /// The same of a person, worker or organisation that a row for Mosaic names; none of the person whose sheet it is.
    pub(super) fn referred(&self, key: Guid) -> Option<String> {
        let dictionary = self.input.plan.dictionary();
        if self.is_own(key) {
            return None;
        }
        self.own.get(&key).cloned().or_else(|| self.row(dictionary.ids(), key)).or_else(|| self.person(key))
    }

    fn row(&self, tables: impl Iterator<Item = EntityId>, key: Guid) -> Option<String> {
        let mut tables = tables;
        let row = tables.find_map(|table| self.input.staged.world.row(table, key))?;
        self.question(row).or_else(|| self.displayed_row(row))
    }

    /// A question as the catalogue words it, and its identifier.
    fn question(&self, row: &SourceRecord) -> Option<String> {
        let (world, model) = (&self.input.staged.world, self.input.plan.model());
        let forms = &model.forms;
        if row.entity() != forms.question {
            return None;
        }
        let place = world.row(forms.place, row.guid(forms.question_place)?)?;
        let words = self.row(self.input.plan.dictionary().ids(), place.guid(forms.place_catalogue)?)?;
        Some(format!("{words} [{}]", row.get(forms.identifier).filled()?))
    }

    fn displayed_row(&self, row: &SourceRecord) -> Option<String> {
        let entity = usize::from(row.entity().0);
        let model = self.input.plan.model();
        let shown = model.displays[entity].of(row);
        let name = || Some(row.get(model.reference.get(entity)?.name?).filled()?.to_owned());
        if shown.is_empty() { name() } else { Some(shown) }
    }

    /// Somebody else by name, where the case file's records tell it, and by number.
    fn person(&self, key: Guid) -> Option<String> {
        let person = self.input.people().find(key)?;
        let number = format!("person number {}", self.input.people().number(person));
        Some(self.called.get(&key).map_or_else(|| number.clone(), |name| format!("{name}, {number}")))
    }
}

/// Whom a record names, with what it calls them.
fn labelled(input: &ProveInput<'_>, record: &TracedRecord) -> Vec<(Guid, String)> {
    let Some(id) = input.plan.dictionary().find(&record.entity) else { return Vec::new() };
    let entity = input.plan.dictionary().entity(id);
    let value = |field: FieldId| {
        let name = &entity.field(field).name;
        record.values.iter().find(|cell| cell.column == *name && !cell.value.is_empty())
    };
    let label = |field: FieldId| {
        let label = value(input.plan.label_column(id, field)?)?;
        Some((Guid::parse(value(field)?.value.trim()).ok()?, label.value.clone()))
    };
    entity.fields().filter_map(label).collect()
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
