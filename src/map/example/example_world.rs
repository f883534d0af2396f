//! What an example may know of the rest of a drop: whatever it names is there.

use std::collections::BTreeMap;

use jiff::civil::{DateTime, datetime};

use crate::map::forward::{DocumentContent, DocumentFacts, Fate, Surroundings};
use crate::map::plan::{CodeBy, Plan};
use crate::record::{EntityId, FieldId, FileId, Guid, Origin, SourceRecord, SourceRecordBuilder, Value};
use crate::source::{Column, Kind};

/// The day on which every example's extract was taken.
const TAKEN_ON: DateTime = datetime(2026, 11, 1, 0, 0, 0, 0);

/// What an example may know of the rest of a drop.
pub(super) struct ExampleWorld {
    rows: Vec<Vec<SourceRecord>>,
    keys: Vec<Option<FieldId>>,
    widths: Vec<usize>,
    names: Vec<[Option<FieldId>; 3]>,
    options: BTreeMap<(String, String), String>,
    made: u32,
}

impl ExampleWorld {
    /// A world that knows the labels of the code tables and nothing else.
    pub(super) fn new(plan: &Plan) -> Self {
        let entities = plan.dictionary().entities();
        let names =
            |columns: &crate::map::plan::ReferenceColumns| [columns.name, columns.code, columns.gov_code];
        let mut options = BTreeMap::new();
        for table in plan.code_tables().iter().filter(|table| table.by() == CodeBy::Number) {
            for (number, entry) in table.entries() {
                options.insert((table.list().to_owned(), number.to_owned()), entry.label.clone());
            }
        }
        Self {
            rows: vec![Vec::new(); entities.len()],
            keys: plan.dictionary().ids().map(|id| plan.key_of(id)).collect(),
            widths: entities.iter().map(|entity| entity.columns.len()).collect(),
            names: plan.model().reference.iter().map(names).collect(),
            options,
            made: 0,
        }
    }

    /// The text that a column of the example's record holds; what it points at is made.
    pub(super) fn hold(&mut self, column: &Column, text: &str) -> String {
        let tables = match &column.kind {
            Kind::Reference { table } | Kind::Lookup { table } => vec![*table],
            Kind::Polymorphic { tables, .. } => tables.clone(),
            _ => return text.to_owned(),
        };
        let (key, name) = match Guid::parse(text.trim()) {
            Ok(key) => (key, None),
            Err(_) => (self.next_key(), Some(text)),
        };
        for table in tables {
            self.make(table, key, name);
        }
        if name.is_some() { key.to_string() } else { text.to_owned() }
    }

    fn next_key(&mut self) -> Guid {
        self.made += 1;
        Guid::parse(&format!("00000000-0000-4000-8000-{:012x}", self.made))
            .expect("the form is that of a GUID")
    }

    /// A row with that key; its name and its codes are the name, where there is one.
    fn make(&mut self, table: EntityId, key: Guid, name: Option<&str>) {
        let place = usize::from(table.0);
        let key_text = key.to_string();
        let mut builder = SourceRecordBuilder::new();
        for field in (0_u16..).map(FieldId).take(self.widths[place]) {
            let is_name = self.names[place].contains(&Some(field));
            match name.filter(|_| is_name) {
                _ if self.keys[place] == Some(field) => builder.push(Value::Text(&key_text)),
                Some(name) => builder.push(Value::Text(name)),
                None => builder.push(Value::Null),
            }
        }
        self.rows[place].push(builder.finish(table, Origin { file: FileId(0), line: 1 }));
    }

    /// Puts the rows in order of key.
    pub(super) fn finish(&mut self) {
        for (rows, key) in self.rows.iter_mut().zip(&self.keys) {
            rows.sort_by_key(|row| key.and_then(|key| row.guid(key)));
        }
    }

    /// The rows of a table.
    pub(super) fn of(&self, entity: EntityId) -> &[SourceRecord] {
        &self.rows[usize::from(entity.0)]
    }
}

impl Surroundings for ExampleWorld {
    fn row(&self, entity: EntityId, key: Guid) -> Option<&SourceRecord> {
        let field = self.keys[usize::from(entity.0)]?;
        self.of(entity).iter().find(|row| row.guid(field) == Some(key))
    }

    fn rows(&self, entity: EntityId) -> &[SourceRecord] {
        self.of(entity)
    }

    fn shared_fate(&self, _: EntityId, _: Guid) -> Fate {
        Fate::Written
    }

    fn option_text(&self, list: &str, number: &str) -> Option<&str> {
        let label = self.options.get(&(list.to_owned(), number.to_owned()));
        // A list that no code table knows has whatever number the example gives.
        let known = self.options.keys().any(|(other, _)| other == list);
        label.map(String::as_str).or((!known).then_some("option"))
    }

    fn survivor(&self, person: Guid) -> Option<Guid> {
        Some(person)
    }

    fn work(&self, _: EntityId, key: Guid) -> Option<(Guid, Guid)> {
        Some((key, Guid::default()))
    }

    fn work_value(&self, _: EntityId, _: Guid, _: FieldId) -> Option<String> {
        None
    }

    fn named(&self, _: Guid) -> bool {
        false
    }

    fn taken_on(&self) -> DateTime {
        TAKEN_ON
    }

    fn document(&self, _: Guid) -> Option<DocumentFacts> {
        let sha256 = "0".repeat(64);
        Some(DocumentFacts { bytes: 1, sha256, content: DocumentContent::default(), damaged: false })
    }
}
