//! What a drop shows of tables and columns that the mappings do not know.

use std::collections::BTreeSet;

use super::draft::Draft;
use super::known_columns::KnownColumns;
use super::table_guess::TableGuess;
use crate::map::plan::Plan;
use crate::pipeline::drop_reader::DropReader;
use crate::pipeline::profile::KeySets;
use crate::pipeline::survey::Survey;
use crate::pipeline::{Event, RunError, Watcher};
use crate::record::{EntityId, FieldId};
use crate::source::{Claim, DropFile, Entity, FileReport};
use crate::target::TargetError;

/// The most keys of one table that are kept.
const MOST_KEYS: usize = 2_000_000;

/// A table that the mappings know and the drop has under another name has so many in ten of its columns.
const ALIKE: usize = 6;

/// What a drop shows of tables and columns that the mappings do not know.
pub(super) struct Evidence<'a> {
    pub(super) plan: &'a Plan,
    pub(super) survey: &'a Survey,
    pub(super) files: &'a [FileReport],
    pub(super) known: KnownColumns,
    keys: KeySets,
    undeclared: Vec<TableGuess>,
    no_tables: Vec<String>,
}

impl<'a> Evidence<'a> {
    /// Looks at the files that no rule claims.
    pub(super) fn new(
        plan: &'a Plan,
        survey: &'a Survey,
        files: &'a [FileReport],
        draft: &Draft,
        watcher: Watcher<'_>,
    ) -> Result<Self, RunError> {
        let keys = keys(plan, survey, watcher)?;
        let known = KnownColumns::of(draft);
        let mut evidence =
            Self { plan, survey, files, known, keys, undeclared: Vec::new(), no_tables: Vec::new() };
        for file in survey.drop.files() {
            if survey.profile.claim(&file.path) == Claim::Nobody {
                match evidence.guess(file)? {
                    Some(table) => evidence.undeclared.push(table),
                    None => evidence.no_tables.push(file.path.clone()),
                }
            }
        }
        Ok(evidence)
    }

    /// What a file of rows holds; none where it is no table.
    pub(super) fn guess(&self, file: &DropFile) -> Result<Option<TableGuess>, RunError> {
        if !file.path.to_ascii_lowercase().ends_with(".csv") {
            return Ok(None);
        }
        let full = self.survey.drop.full_path(file);
        let format = &self.survey.profile.format;
        TableGuess::read((&file.path, &full), format, self.plan.dictionary(), &self.keys)
            .map_err(|source| TargetError::at(&full)(source).into())
    }

    /// The undeclared files that hold a table that the mappings do not know.
    pub(super) fn new_tables(&self) -> Vec<&TableGuess> {
        self.undeclared.iter().filter(|table| self.resembled(table).is_none()).collect()
    }

    /// The undeclared files that seem to hold a table that the mappings know, which has no file else.
    pub(super) fn renamed_tables(&self) -> Vec<(&TableGuess, EntityId)> {
        self.undeclared.iter().filter_map(|table| Some((table, self.resembled(table)?))).collect()
    }

    /// The undeclared files that are no tables.
    pub(super) fn no_tables(&self) -> &[String] {
        &self.no_tables
    }

    /// The tables of the dictionary without a file, but for those that the profile declares absent or cannot do without.
    pub(super) fn absent(&self) -> Vec<EntityId> {
        let renamed: Vec<_> = self.renamed_tables().into_iter().map(|(_, entity)| entity).collect();
        let profile = &self.survey.profile;
        let needed = |entity| profile.adoption_links == Some(entity) || profile.absence(entity).is_some();
        let mut absent = self.without_file();
        absent.retain(|entity| !renamed.contains(entity) && !needed(*entity));
        absent
    }

    /// The columns that a file of a known table lacks, and those that it has besides, by table.
    pub(super) fn differing(
        &self,
    ) -> impl Iterator<Item = (EntityId, &FileReport, Vec<FieldId>, Vec<String>)> {
        let mut seen = BTreeSet::new();
        self.files.iter().filter_map(move |report| {
            let lacks = |field: &FieldId| {
                let mut lacks = self.survey.profile.lacks.iter();
                lacks.any(|lack| lack.entity == report.entity && lack.column == *field)
            };
            let missing: Vec<_> = report.header.missing().filter(|field| !lacks(field)).collect();
            let unknown = report.header.unknown().iter().map(|place| report.header.shown(*place));
            let unknown: Vec<_> = unknown.filter(|name| self.may_be_written(name)).collect();
            let differs = !(missing.is_empty() && unknown.is_empty());
            (differs && seen.insert(report.entity)).then_some((report.entity, report, missing, unknown))
        })
    }

    /// Whether a name of a header may be written down: it has the form of a name, and the profile does not leave it out.
    fn may_be_written(&self, name: &str) -> bool {
        let ignored = &self.survey.profile.ignored_columns;
        name.chars().all(|character| character.is_alphanumeric() || character == '_')
            && !ignored.iter().any(|column| column.name.eq_ignore_ascii_case(name))
    }

    /// The table without a file that has most of a file's columns.
    fn resembled(&self, table: &TableGuess) -> Option<EntityId> {
        let shared =
            |entity: &Entity| table.columns.iter().filter(|(name, _)| entity.column(name).is_some()).count();
        let alike = |id: &EntityId| {
            let entity = self.plan.dictionary().entity(*id);
            let own = entity.columns.len().max(table.columns.len());
            (shared(entity) * 10 >= own * ALIKE).then(|| shared(entity))
        };
        let candidates = self.without_file().into_iter().filter_map(|id| Some((alike(&id)?, id)));
        candidates.max_by_key(|(shared, id)| (*shared, std::cmp::Reverse(*id))).map(|(_, id)| id)
    }

    fn without_file(&self) -> Vec<EntityId> {
        let ids = self.plan.dictionary().ids();
        ids.filter(|id| self.survey.assignment.files_of(*id).next().is_none()).collect()
    }
}

/// The keys of every table of the drop.
fn keys(plan: &Plan, survey: &Survey, watcher: Watcher<'_>) -> Result<KeySets, RunError> {
    let dictionary = plan.dictionary();
    let mut keys = KeySets::new(dictionary.entities().len(), MOST_KEYS);
    let reader = DropReader { dictionary, survey, watcher };
    watcher.tell(Event::PhaseStarted { name: "read the keys", batches: 0, bytes: survey.row_bytes() });
    for source in &survey.assignment.sources {
        let key = dictionary.entity(source.entity).key;
        reader.file(*source, |record| {
            if let Some(key) = key.and_then(|key| record.guid(key)) {
                keys.add(source.entity, key);
            }
        })?;
    }
    watcher.tell(Event::PhaseFinished);
    Ok(keys)
}
