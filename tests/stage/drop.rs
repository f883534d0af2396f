//! Writes small drops of the standard shape and stages them.

#![expect(clippy::unwrap_used, reason = "a test fails where its own files cannot be written")]

use std::collections::BTreeMap;
use std::path::Path;

use care2mosaic::map::plan::{Model, Owner};
use care2mosaic::pipeline::stage::{
    CaseFileSource, Layout, Parting, PeopleRules, StageEntity, StageError, StageInput, Staged, stage,
};
use care2mosaic::pipeline::{Cancel, Silent, Watcher};
use care2mosaic::record::{EntityId, FieldId, Finding, Reason};
use care2mosaic::source::{Assignment, Dictionary, DropFolder, Entity, Kind, Profile, Role};

/// A row: its columns by name; the rest are null.
pub(super) type Row = Vec<(&'static str, String)>;

/// The rows of a drop, by table, in the order in which they are written.
#[derive(Clone, Debug, Default)]
pub(super) struct Drop {
    tables: BTreeMap<&'static str, Vec<Row>>,
}

/// A drop on disk, staged.
pub(super) struct Stage {
    pub(super) staged: Staged,
    pub(super) dictionary: Dictionary,
    _folder: tempfile::TempDir,
}

/// A key that differs for every number.
pub(super) fn id(number: u32) -> String {
    format!("{number:08x}-0000-4000-8000-00000000{:04x}", number % 7919)
}

pub(super) fn mappings() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/mappings"))
}

impl Drop {
    /// A drop with an extract date and nothing else.
    pub(super) fn new() -> Self {
        let mut drop = Self::default();
        drop.row("ControlTotals", &[("ENTITY", "Person"), ("TAKEN_ON", "2026-06-30 22:30:00.000")]);
        drop
    }

    /// Adds a row.
    pub(super) fn row(&mut self, table: &'static str, columns: &[(&'static str, &str)]) -> &mut Self {
        let row = columns.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        self.tables.entry(table).or_default().push(row);
        self
    }

    /// Adds a person whose number is the number of the key.
    pub(super) fn person(&mut self, number: u32, more: &[(&'static str, &str)]) -> &mut Self {
        let (key, number) = (id(number), number.to_string());
        let mut columns = vec![("PersonId", key.as_str()), ("PersonNumber", number.as_str())];
        columns.extend_from_slice(more);
        self.row("Person", &columns)
    }

    /// The rows of a table.
    pub(super) fn rows_mut(&mut self, table: &'static str) -> &mut Vec<Row> {
        self.tables.entry(table).or_default()
    }

    /// Every table that has rows.
    pub(super) fn tables_mut(&mut self) -> impl Iterator<Item = &mut Vec<Row>> {
        self.tables.values_mut()
    }

    /// Writes every file of the drop.
    pub(super) fn write(&self, folder: &Path, dictionary: &Dictionary) {
        for entity in dictionary.entities() {
            let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
            csv.write_record(entity.columns.iter().map(|column| column.name.as_str())).unwrap();
            for row in self.tables.get(entity.name.as_str()).into_iter().flatten() {
                let value =
                    |name: &str| row.iter().find(|(column, _)| *column == name).map_or("", |(_, v)| v);
                csv.write_record(entity.columns.iter().map(|column| value(&column.name))).unwrap();
            }
            std::fs::write(folder.join(format!("{}.csv", entity.name)), csv.into_inner().unwrap()).unwrap();
        }
    }

    /// Writes and stages the drop, so many people a batch.
    pub(super) fn stage(&self, batch_size: u32) -> Stage {
        self.try_stage(batch_size).unwrap()
    }

    /// The same, where a column of a table must name a record of the same person.
    pub(super) fn stage_naming(&self, batch_size: u32, column: (&str, &str)) -> Stage {
        self.try_stage_naming(batch_size, Some(column)).unwrap()
    }

    /// Writes and stages the drop, which may fail.
    pub(super) fn try_stage(&self, batch_size: u32) -> Result<Stage, StageError> {
        self.try_stage_naming(batch_size, None)
    }

    fn try_stage_naming(&self, batch_size: u32, column: Option<(&str, &str)>) -> Result<Stage, StageError> {
        let dictionary = Dictionary::load(&mappings().join("dictionary.csv")).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (exported, out) = (folder.path().join("export"), folder.path().join("out"));
        std::fs::create_dir_all(&exported).unwrap();
        std::fs::create_dir_all(&out).unwrap();
        self.write(&exported, &dictionary);
        let mut plans = plans(&dictionary);
        if let Some((table, column)) = column {
            let entity = dictionary.find(table).unwrap();
            let plan = plans.iter_mut().find(|plan| plan.entity == entity).unwrap();
            plan.same_person.push(dictionary.entity(entity).column(column).unwrap());
        }
        let staged = stage_by(&exported, &out, &dictionary, &plans, batch_size)?;
        Ok(Stage { staged, dictionary, _folder: folder })
    }
}

/// Stages a drop of the standard shape.
pub(super) fn stage_folder(
    exported: &Path,
    out: &Path,
    dictionary: &Dictionary,
    batch_size: u32,
) -> Result<Staged, StageError> {
    stage_by(exported, out, dictionary, &plans(dictionary), batch_size)
}

fn stage_by(
    exported: &Path,
    out: &Path,
    dictionary: &Dictionary,
    plans: &[StageEntity],
    batch_size: u32,
) -> Result<Staged, StageError> {
    let profile = Profile::load(mappings(), "v6-sql", dictionary).unwrap();
    let drop = DropFolder::open(exported).unwrap();
    let assignment = Assignment::new(&drop, &profile, dictionary);
    let model = Model::load(mappings(), dictionary).unwrap();
    let rules = PeopleRules::load(mappings(), dictionary).unwrap();
    let layout = Layout::new(dictionary, plans, &rules.modified_on).unwrap();
    let input = StageInput {
        drop: &drop,
        assignment: &assignment,
        profile: &profile,
        dictionary,
        options: Some(model.options),
        threads: 2,
    };
    stage(input, layout, rules, Parting::by(batch_size), out, Watcher::new(&Silent, &Cancel::default()))
}

/// Owners as the dictionary's remarks on keys tell them.
pub(super) fn plans(dictionary: &Dictionary) -> Vec<StageEntity> {
    let entities = dictionary.ids().map(|id| (id, dictionary.entity(id)));
    let casework = entities.filter(|(_, entity)| entity.role == Role::Casework);
    casework.map(|(id, entity)| plan(dictionary, id, entity)).collect()
}

fn plan(dictionary: &Dictionary, id: EntityId, entity: &Entity) -> StageEntity {
    let key = entity.key.unwrap();
    let note = &entity.field(key).note;
    let owner = note.split("; ").find_map(|part| part.strip_prefix("owner: "));
    let root = || Owner::CaseFile(entity.column("PersonNumber").unwrap());
    let owner = owner.map_or_else(root, |column| {
        let field = entity.column(column).unwrap();
        match entity.field(field).kind {
            Kind::Lookup { table } if Some(table) == dictionary.find("Person") => Owner::Person(field),
            _ => Owner::Through(field),
        }
    });
    let indexed = ["Case", "Contact", "CaseForm"].contains(&entity.name.as_str());
    let joins = (entity.name == "PersonRelationship").then(|| entity.column("RelatedPersonId").unwrap());
    StageEntity {
        entity: id,
        key,
        owner,
        indexed,
        master: entity.column("MasterId"),
        joins,
        same_person: Vec::new(),
    }
}

impl Stage {
    /// All case files, batch by batch.
    pub(super) fn files(&self) -> Vec<CaseFileSource> {
        (1..=self.staged.spools.parts()).flat_map(|batch| self.staged.spools.load(batch).unwrap()).collect()
    }

    /// The case file of a person number.
    pub(super) fn file(&self, number: u64) -> CaseFileSource {
        self.files().into_iter().find(|file| file.number == number).unwrap()
    }

    /// The entity of a name.
    pub(super) fn entity(&self, name: &str) -> EntityId {
        self.dictionary.find(name).unwrap()
    }

    /// The column of an entity.
    pub(super) fn field(&self, entity: &str, column: &str) -> FieldId {
        self.dictionary.entity(self.entity(entity)).column(column).unwrap()
    }

    /// What was found, as (person number, code, table, key).
    pub(super) fn findings(&self) -> Vec<(u64, Reason, String, String)> {
        let finding = |file: &CaseFileSource| {
            let all = file.findings.iter();
            all.map(|f| {
                let name = self.dictionary.entity(f.entity).name.clone();
                (file.number, f.reason, name, f.source_id.clone())
            })
            .collect::<Vec<_>>()
        };
        self.files().iter().flat_map(finding).collect()
    }

    /// Where the findings about a case file stand: table, key, column.
    pub(super) fn places_of(&self, number: u64) -> Vec<(String, String, String)> {
        let place = |finding: &Finding| {
            let entity = self.dictionary.entity(finding.entity);
            let field = finding.field.map(|field| entity.field(field).name.clone());
            (entity.name.clone(), finding.source_id.clone(), field.unwrap_or_default())
        };
        self.file(number).findings.iter().map(place).collect()
    }

    /// The codes found, with the person number of the case file.
    pub(super) fn codes(&self) -> Vec<(u64, Reason)> {
        self.findings().into_iter().map(|(number, reason, ..)| (number, reason)).collect()
    }

    /// The codes of stops other than those of control totals, which a small drop does not have.
    pub(super) fn stops(&self) -> Vec<Reason> {
        let stops = self.staged.stops.iter().map(|stop| stop.reason);
        stops.filter(|reason| *reason != Reason::ControlTotalMismatch).collect()
    }

    /// A case file's records as `Table key`.
    pub(super) fn names(&self, number: u64) -> Vec<String> {
        let name = |record: &care2mosaic::record::SourceRecord| {
            let entity = self.dictionary.entity(record.entity());
            format!("{} {}", entity.name, record.guid(entity.key.unwrap()).unwrap())
        };
        self.file(number).records.iter().map(name).collect()
    }
}
