//! A small export made by hand, with the package's own mappings.

use std::collections::HashMap;
use std::path::Path;
use std::sync::OnceLock;

use care2mosaic::map::compile;
use care2mosaic::map::plan::Plan;
use care2mosaic::reconcile::{CaseFileState, Export, ExportDocument, ExportWork};
use care2mosaic::record::{EntityId, FileId, Guid, Origin, SourceRecord, SourceRecordBuilder, Value};

/// The compiled mappings of the package.
pub(crate) fn plan() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(|| compile(&Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings")).unwrap())
}

/// A GUID that ends in this number.
pub(crate) fn key(number: u32) -> String {
    format!("0a1b2c3d-0000-4000-8000-{number:012}")
}

/// The same as a key.
pub(crate) fn guid(number: u32) -> Guid {
    Guid::parse(&key(number)).unwrap()
}

/// A record of an entity with these columns; all others are null.
pub(crate) fn record(entity: &str, columns: &[(&str, &str)]) -> SourceRecord {
    let dictionary = plan().dictionary();
    let id = dictionary.find(entity).unwrap_or_else(|| panic!("no entity {entity}"));
    let described = dictionary.entity(id);
    for (name, _) in columns {
        assert!(described.column(name).is_some(), "{entity} has no column {name}");
    }
    let mut builder = SourceRecordBuilder::new();
    for column in &described.columns {
        let own = columns.iter().find(|(name, _)| name.eq_ignore_ascii_case(&column.name));
        builder.push(own.map_or(Value::Null, |(_, text)| Value::Text(text)));
    }
    builder.finish(id, Origin { file: FileId(0), line: 2 })
}

/// Rows of reference and shared tables, people, and their work.
#[derive(Default)]
pub(crate) struct HandExport {
    rows: HashMap<EntityId, Vec<SourceRecord>>,
    options: HashMap<(String, String), String>,
    people: HashMap<Guid, Guid>,
    works: HashMap<Guid, ExportWork>,
    unwritten: Vec<Guid>,
    surrogates: Vec<Guid>,
    documents: HashMap<Guid, ExportDocument>,
}

impl HandExport {
    /// Adds a row of a reference or shared table.
    pub(crate) fn row(mut self, entity: &str, columns: &[(&str, &str)]) -> Self {
        let row = record(entity, columns);
        self.rows.entry(row.entity()).or_default().push(row);
        self
    }

    /// Adds the label of an option.
    pub(crate) fn option(mut self, list: &str, number: &str, text: &str) -> Self {
        self.options.insert((list.to_owned(), number.to_owned()), text.to_owned());
        self
    }

    /// Adds a person who survives as another, or as themselves.
    pub(crate) fn person(mut self, number: u32, survivor: u32) -> Self {
        self.people.insert(guid(number), guid(survivor));
        self
    }

    /// Says that the case file of a person is not written.
    pub(crate) fn unwritten(mut self, number: u32) -> Self {
        self.unwritten.push(guid(number));
        self
    }

    /// Says that a record took the place of a destroyed one.
    pub(crate) fn surrogate(mut self, number: u32) -> Self {
        self.surrogates.push(guid(number));
        self
    }

    /// Adds a case, contact or form of a person.
    pub(crate) fn work(mut self, entity: &str, number: u32, survivor: u32, person: u32) -> Self {
        let entity = plan().dictionary().find(entity).unwrap();
        let work = ExportWork { entity, key: guid(survivor), person: guid(person) };
        self.works.insert(guid(number), work);
        self
    }

    /// Adds a file.
    pub(crate) fn document(mut self, number: u32, bytes: u64, sha256: &str) -> Self {
        self.documents
            .insert(guid(number), ExportDocument { bytes, sha256: sha256.to_owned(), damaged: false });
        self
    }
}

impl Export for HandExport {
    fn source_path(&self, _file: FileId) -> &'static str {
        "Table.csv"
    }

    fn row(&self, entity: EntityId, key: Guid) -> Option<&SourceRecord> {
        let column = plan().key_of(entity)?;
        self.rows(entity).iter().find(|row| row.guid(column) == Some(key))
    }

    fn rows(&self, entity: EntityId) -> &[SourceRecord] {
        self.rows.get(&entity).map(Vec::as_slice).unwrap_or_default()
    }

    fn shared_written(&self, _: EntityId, _: Guid) -> bool {
        true
    }

    fn option_text(&self, list: &str, number: &str) -> Option<&str> {
        self.options.get(&(list.to_owned(), number.to_owned())).map(String::as_str)
    }

    fn survivor(&self, person: Guid) -> Option<Guid> {
        self.people.get(&person).copied()
    }

    fn is_surrogate(&self, key: Guid) -> bool {
        self.surrogates.contains(&key)
    }

    fn person_number(&self, person: Guid) -> Option<u64> {
        self.people.contains_key(&person).then_some(500_001)
    }

    fn work(&self, key: Guid) -> Option<ExportWork> {
        self.works.get(&key).copied()
    }

    fn state(&self, person: Guid) -> Option<CaseFileState> {
        let held = self.unwritten.contains(&person);
        Some(if held { CaseFileState::Held } else { CaseFileState::Complete })
    }

    fn extract_time(&self) -> jiff::civil::DateTime {
        jiff::civil::date(2026, 11, 26).at(6, 0, 0, 0)
    }

    fn document(&self, file: Guid) -> Option<ExportDocument> {
        self.documents.get(&file).cloned()
    }
}
