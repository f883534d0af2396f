//! A small drop in memory, its columns filled as the data dictionary demands, mapped by the package's own mappings.

use std::collections::{BTreeMap, HashMap, HashSet};

use care2mosaic::map::forward::{
    CaseFileRecords, DocumentContent, DocumentFacts, Fate, Prepared, Surroundings, map_case_file, map_shared,
};
use care2mosaic::map::plan::{CodeBy, Plan};
use care2mosaic::record::{
    EntityId, FieldId, FileId, Finding, Guid, Origin, Reason, SourceRecord, SourceRecordBuilder, Value,
};
use care2mosaic::source::{Column, DataType, Entity, Kind, Role};
use jiff::civil::{DateTime, date};

pub(crate) use super::mapped::Mapped;
pub(crate) use super::plans::{package_plan, plan_with, plan_with_policy};

/// A column and its text.
pub(crate) type Cells<'c> = &'c [(&'c str, &'c str)];

/// A small drop: the case file of one child, and what surrounds it.
pub(crate) struct World {
    pub(crate) plan: Plan,
    tables: BTreeMap<EntityId, Vec<SourceRecord>>,
    case: Vec<SourceRecord>,
    joining: Vec<SourceRecord>,
    findings: Vec<Finding>,
    survivors: HashMap<Guid, Guid>,
    works: HashMap<(EntityId, Guid), (Guid, Guid)>,
    work_values: HashMap<(EntityId, Guid, FieldId), String>,
    documents: HashMap<Guid, DocumentFacts>,
    unwritten: HashSet<Guid>,
    named: bool,
    next: u32,
    pub(crate) person: Guid,
    pub(crate) team: Guid,
    pub(crate) worker: Guid,
    unit: Guid,
}

impl World {
    /// A child with nothing but their own row, a team, and a worker.
    pub(crate) fn new() -> Self {
        Self::with_person(&[])
    }

    /// The same, with columns of the child's row.
    pub(crate) fn with_person(cells: Cells<'_>) -> Self {
        Self::with_plan(package_plan().clone(), cells)
    }

    /// The same, by other mappings.
    pub(crate) fn with_plan(plan: Plan, cells: Cells<'_>) -> Self {
        let mut world = Self {
            plan,
            tables: BTreeMap::new(),
            case: Vec::new(),
            joining: Vec::new(),
            findings: Vec::new(),
            survivors: HashMap::new(),
            works: HashMap::new(),
            work_values: HashMap::new(),
            documents: HashMap::new(),
            unwritten: HashSet::new(),
            named: false,
            next: 0,
            person: guid(900_000),
            team: guid(900_001),
            worker: guid(900_002),
            unit: guid(900_003),
        };
        let (person, team, worker, unit) = (
            world.person.to_string(),
            world.team.to_string(),
            world.worker.to_string(),
            world.unit.to_string(),
        );
        world.survivors.insert(world.person, world.person);
        world.add("BusinessUnit", &[("BusinessUnitId", &unit), ("Name", "Children")]);
        world.add("Team", &[("TeamId", &team), ("Name", "Duty team")]);
        let worker_cells = [
            ("SystemUserId", worker.as_str()),
            ("UserName", "j.worker"),
            ("FullName", "Jo Worker"),
            ("LastName", "Worker"),
        ];
        world.add("SystemUser", &worker_cells);
        let mut own = vec![("PersonId", person.as_str()), ("PersonNumber", "500123")];
        let defaults = [
            ("FirstName", "Amina"),
            ("LastName", "Example"),
            ("FullName", "Amina Example"),
            ("DateOfBirth", "2012-03-04"),
            ("GenderId", "1"),
            ("DOBAndAgeTypeId", "5"),
        ];
        own.extend(defaults.into_iter().filter(|(name, _)| !cells.iter().any(|(given, _)| given == name)));
        own.extend_from_slice(cells);
        world.add("Person", &own);
        world
    }

    /// Adds a row; the columns that the dictionary says are filled are filled. Gives its key.
    pub(crate) fn add(&mut self, table: &str, cells: Cells<'_>) -> Guid {
        let (id, record, key) = self.make(table, cells);
        match self.plan.dictionary().entity(id).role {
            Role::Casework => {
                if self.plan.entity(id).is_some_and(|entity| entity.indexed) {
                    self.works.entry((id, key)).or_insert((key, self.person));
                }
                self.case.push(record);
            }
            _ => self.tables.entry(id).or_default().push(record),
        }
        key
    }

    /// Adds a joining row of another case file that names this child.
    pub(crate) fn add_joining(&mut self, table: &str, cells: Cells<'_>) -> Guid {
        let (_, record, key) = self.make(table, cells);
        self.joining.push(record);
        key
    }

    /// Another person of the drop.
    pub(crate) fn other_person(&mut self) -> Guid {
        let key = self.new_key();
        self.survivors.insert(key, key);
        key
    }

    /// Says that a person was merged into another.
    pub(crate) fn merge_person(&mut self, loser: Guid, survivor: Guid) {
        self.survivors.insert(loser, survivor);
    }

    /// Says whose a case, contact or form is, and what survives it.
    pub(crate) fn work_of(&mut self, table: &str, key: Guid, survivor: Guid, person: Guid) {
        self.works.insert((self.entity(table), key), (survivor, person));
    }

    /// A column of another case file's work.
    pub(crate) fn work_value_of(&mut self, table: &str, key: Guid, column: &str, text: &str) {
        let (id, field) = (self.entity(table), self.field(table, column));
        self.work_values.insert((id, key, field), text.to_owned());
    }

    /// Says that a shared record is not written.
    pub(crate) fn unwrite(&mut self, key: Guid) {
        self.unwritten.insert(key);
    }

    /// Says that somebody else's record names the child.
    pub(crate) fn name(&mut self) {
        self.named = true;
    }

    /// A file of the documents folder.
    pub(crate) fn document(&mut self, file: Guid, bytes: u64, content: DocumentContent) {
        let facts = DocumentFacts {
            bytes,
            sha256: format!("{:064x}", u128::from_be_bytes(file.bytes())),
            content,
            damaged: false,
        };
        self.documents.insert(file, facts);
    }

    /// Says which record a file hangs on.
    pub(crate) fn hang(&mut self, file: Guid, record: Guid) {
        let place = self.case.iter().position(|own| self.key(own) == Some(file)).unwrap();
        let (id, origin) = (self.case[place].entity(), self.case[place].origin());
        let owner = self.field("DocumentFile", "BusinessObjectRecordId");
        let record = record.to_string();
        let mut builder = SourceRecordBuilder::new();
        for (field, value) in (0_u16..).map(FieldId).zip(self.case[place].values()) {
            builder.push(if field == owner { Value::Text(&record) } else { value });
        }
        self.case[place] = builder.finish(id, origin);
    }

    /// Whether a table has a row with this key.
    pub(crate) fn has_row(&self, table: &str, key: &str) -> bool {
        let key = Guid::parse(key).unwrap();
        self.tables
            .get(&self.entity(table))
            .is_some_and(|rows| rows.iter().any(|row| self.key(row) == Some(key)))
    }

    /// Something that staging found about the record with this key.
    pub(crate) fn found(&mut self, table: &str, key: Guid, reason: Reason, column: Option<&str>) {
        let id = self.entity(table);
        let origin = self.case.iter().find(|record| self.key(record) == Some(key)).unwrap().origin();
        let field = column.map(|column| self.field(table, column));
        let case_file = Some(500_123);
        self.findings.push(Finding {
            reason,
            entity: id,
            source_id: key.to_string(),
            case_file,
            origin,
            field,
        });
    }

    /// The row of a code table with this name or code; made on first use.
    pub(crate) fn refer(&mut self, table: &str, name: &str) -> String {
        let id = self.entity(table);
        let columns = self.plan.model().reference[usize::from(id.0)];
        let shown = |row: &&SourceRecord| {
            [columns.name, columns.code, columns.gov_code]
                .into_iter()
                .flatten()
                .any(|column| row.get(column).filled() == Some(name))
        };
        if let Some(row) = self.tables.get(&id).and_then(|rows| rows.iter().find(shown)) {
            return self.key(row).unwrap().to_string();
        }
        let cells = self.reference_cells(table, name);
        let cells: Vec<_> = cells.iter().map(|(column, text)| (column.as_str(), text.as_str())).collect();
        self.add(table, &cells).to_string()
    }

    /// What the code tables of the mappings know about a name or code of a list.
    fn reference_cells(&self, table: &str, name: &str) -> Vec<(String, String)> {
        let id = self.entity(table);
        let entity = self.plan.dictionary().entity(id);
        let columns = self.plan.model().reference[usize::from(id.0)];
        let column = |field: Option<FieldId>| field.map(|field| entity.field(field).name.clone());
        let mut cells = BTreeMap::new();
        for codes in self.plan.code_tables().iter().filter(|codes| codes.list() == table) {
            let by_other = || codes.entries().find(|(_, entry)| entry.label == name || entry.source == name);
            let Some((key, entry)) = codes.find(name).map(|entry| (name, entry)).or_else(by_other) else {
                continue;
            };
            let keyed = match codes.by() {
                CodeBy::GovCode => columns.gov_code,
                CodeBy::Name => columns.name,
                CodeBy::Number | CodeBy::Code => columns.code,
            };
            cells.extend(column(columns.name).map(|column| (column, entry.label.clone())));
            cells.extend(column(keyed).map(|column| (column, key.to_owned())));
        }
        if cells.is_empty() {
            cells.extend(column(columns.name).map(|column| (column, name.to_owned())));
        }
        cells.into_iter().collect()
    }

    /// The table that a lookup or reference column points at.
    pub(crate) fn table_of(&self, table: &str, column: &str) -> String {
        let (id, field) = (self.entity(table), self.field(table, column));
        match &self.plan.dictionary().entity(id).field(field).kind {
            Kind::Reference { table } | Kind::Lookup { table } => {
                self.plan.dictionary().entity(*table).name.clone()
            }
            kind => panic!("{table}.{column} is {kind:?}"),
        }
    }

    /// The key column of a table.
    pub(crate) fn key_column(&self, table: &str) -> String {
        let id = self.entity(table);
        let key = self.plan.key_of(id).unwrap();
        self.plan.dictionary().entity(id).field(key).name.clone()
    }

    fn entity(&self, table: &str) -> EntityId {
        self.plan.dictionary().find(table).unwrap_or_else(|| panic!("no table {table}"))
    }

    fn field(&self, table: &str, column: &str) -> FieldId {
        let entity = self.plan.dictionary().entity(self.entity(table));
        entity.column(column).unwrap_or_else(|| panic!("no column {table}.{column}"))
    }

    fn key(&self, record: &SourceRecord) -> Option<Guid> {
        record.guid(self.plan.key_of(record.entity())?)
    }

    fn new_key(&mut self) -> Guid {
        self.next += 1;
        guid(self.next)
    }

    fn make(&mut self, table: &str, cells: Cells<'_>) -> (EntityId, SourceRecord, Guid) {
        let id = self.entity(table);
        let entity = self.plan.dictionary().entity(id).clone();
        for (name, _) in cells {
            self.field(table, name);
        }
        let mut builder = SourceRecordBuilder::new();
        let own = self.new_key().to_string();
        let texts: Vec<_> =
            entity.columns.iter().map(|column| self.text(&entity, column, cells, &own)).collect();
        for text in &texts {
            builder.push(text.as_deref().map_or(Value::Null, Value::Text));
        }
        let origin = Origin { file: FileId(u32::from(id.0)), line: u64::from(self.next) };
        let record = builder.finish(id, origin);
        let key = self.key(&record).unwrap_or_default();
        (id, record, key)
    }

    /// The text of a column: as given (`NULL` for null), else what a clean row holds.
    fn text(&mut self, entity: &Entity, column: &Column, cells: Cells<'_>, own: &str) -> Option<String> {
        if let Some((_, text)) = cells.iter().find(|(name, _)| name.eq_ignore_ascii_case(&column.name)) {
            return (*text != "NULL").then(|| (*text).to_owned());
        }
        if matches!(column.kind, Kind::Key) {
            return Some(own.to_owned());
        }
        if column.nullable {
            return None;
        }
        Some(match &column.kind {
            Kind::Lookup { table } => self.default_lookup(&entity.name, &column.name, *table),
            Kind::Reference { table } => self.default_reference(*table),
            Kind::Option { list } => self.default_option(list),
            _ => default_text(column),
        })
    }

    fn default_lookup(&mut self, entity: &str, column: &str, table: EntityId) -> String {
        let name = self.plan.dictionary().entity(table).name.clone();
        let key = match name.as_str() {
            "Team" => self.team,
            "BusinessUnit" => self.unit,
            "SystemUser" => self.worker,
            "Person" => self.person,
            _ => {
                let first = self
                    .case
                    .iter()
                    .find(|record| record.entity() == table)
                    .and_then(|record| self.key(record));
                let reference = || self.tables.get(&table)?.first().and_then(|record| self.key(record));
                match first.or_else(reference) {
                    Some(key) => key,
                    None if self.plan.dictionary().entity(table).role == Role::Reference => {
                        return self.refer(&name, "Any");
                    }
                    None => panic!("{entity}.{column} needs a {name}"),
                }
            }
        };
        key.to_string()
    }

    /// The first value of the list that every code table of it has a target for.
    fn default_reference(&mut self, table: EntityId) -> String {
        let name = self.plan.dictionary().entity(table).name.clone();
        let codes = self.plan.code_tables().iter().find(|codes| codes.list() == name);
        let label = codes.and_then(|codes| {
            codes
                .entries()
                .map(|(_, entry)| entry)
                .find(|entry| entry.target.is_some())
                .map(|entry| entry.label.clone())
        });
        self.refer(&name, &label.unwrap_or_else(|| "Any".to_owned()))
    }

    fn default_option(&self, list: &str) -> String {
        let codes = self.plan.code_tables().iter().find(|codes| codes.list() == list);
        let first = codes.and_then(|codes| codes.entries().find(|(_, entry)| entry.target.is_some()));
        first.map_or("1", |(number, _)| number).to_owned()
    }

    /// Maps the case file.
    pub(crate) fn map(&self) -> Mapped<'_> {
        let mut records = self.case.clone();
        records.sort_by_key(|record| (record.entity(), self.key(record)));
        let input = CaseFileRecords {
            repeated: &[],
            number: Some(500_123),
            person: self.person,
            records: &records,
            joining: &self.joining,
            findings: &self.findings,
            stands: false,
        };
        let prepared = Prepared::new(&self.plan, |entity| self.rows(entity));
        Mapped { world: self, file: map_case_file(&self.plan, &prepared, self, input) }
    }

    /// Maps the shared records.
    pub(crate) fn map_shared(&self) -> Mapped<'_> {
        let shared = |id: &&EntityId| self.plan.dictionary().entity(**id).role == Role::Shared;
        let mut records: Vec<_> =
            self.tables.keys().filter(shared).flat_map(|id| self.tables[id].clone()).collect();
        records.sort_by_key(|record| (record.entity(), self.key(record)));
        let prepared = Prepared::new(&self.plan, |entity| self.rows(entity));
        Mapped { world: self, file: map_shared(&self.plan, &prepared, self, &records, (&[], &self.findings)) }
    }
}

/// A key that differs for every number.
pub(crate) fn guid(number: u32) -> Guid {
    Guid::parse(&format!("{number:08x}-0000-4000-8000-000000000000")).unwrap()
}

fn default_text(column: &Column) -> String {
    match column.data_type {
        DataType::Bit => "0",
        DataType::Date => "2020-01-15",
        DataType::DateTime => "2020-01-15 10:00:00.000",
        DataType::Int => "1",
        DataType::Decimal(..) => "1.00",
        DataType::Binary => "0x00",
        DataType::Guid => "0a0a0a0a-0000-4000-8000-000000000000",
        DataType::Text(_) => "Text",
    }
    .to_owned()
}

impl Surroundings for World {
    fn row(&self, entity: EntityId, key: Guid) -> Option<&SourceRecord> {
        self.tables.get(&entity)?.iter().find(|record| self.key(record) == Some(key))
    }

    fn rows(&self, entity: EntityId) -> &[SourceRecord] {
        self.tables.get(&entity).map_or(&[], Vec::as_slice)
    }

    fn shared_fate(&self, _entity: EntityId, key: Guid) -> Fate {
        if self.unwritten.contains(&key) { Fate::Rejected } else { Fate::Written }
    }

    fn option_text(&self, list: &str, number: &str) -> Option<&str> {
        let label = self
            .plan
            .code_tables()
            .iter()
            .find(|codes| codes.list() == list)
            .and_then(|codes| codes.find(number));
        label.map(|entry| entry.label.as_str()).or_else(|| {
            let known = number.parse::<u32>().is_ok_and(|number| number < 99);
            known.then_some("Option")
        })
    }

    fn survivor(&self, person: Guid) -> Option<Guid> {
        self.survivors.get(&person).copied()
    }

    fn work(&self, entity: EntityId, key: Guid) -> Option<(Guid, Guid)> {
        self.works.get(&(entity, key)).copied()
    }

    fn work_value(&self, entity: EntityId, key: Guid, field: FieldId) -> Option<String> {
        self.work_values.get(&(entity, key, field)).cloned()
    }

    fn named(&self, person: Guid) -> bool {
        self.named && person == self.person
    }

    fn is_written(&self, person: Guid) -> bool {
        !self.unwritten.contains(&person)
    }

    fn taken_on(&self) -> DateTime {
        date(2026, 6, 30).at(18, 0, 0, 0)
    }

    fn document(&self, file: Guid) -> Option<DocumentFacts> {
        self.documents.get(&file).cloned()
    }
}
