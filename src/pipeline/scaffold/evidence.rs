//! What a drop shows of tables and columns that the mappings do not know.

use std::collections::BTreeSet;

use super::columns_alike::ColumnNames;
use super::draft::Draft;
use super::known_columns::KnownColumns;
use super::parting::is_delimited;
use super::table_guess::{TableGuess, is_name};
use crate::map::plan::Plan;
use crate::pipeline::drop_reader::{DropReader, FilesRead};
use crate::pipeline::profile::KeySets;
use crate::pipeline::survey::Survey;
use crate::pipeline::{Event, RunError, Watcher};
use crate::record::{EntityId, FieldId};
use crate::source::{Claim, DropFile, FileReport};
use crate::target::TargetError;

/// The most keys of one table that are kept.
const MOST_KEYS: usize = 2_000_000;

/// What a drop shows of tables and columns that the mappings do not know.
pub(super) struct Evidence<'a> {
    pub(super) plan: &'a Plan,
    pub(super) survey: &'a Survey,
    pub(super) files: &'a [FileReport],
    pub(super) known: KnownColumns,
    names: &'a ColumnNames,
    keys: KeySets,
    undeclared: Vec<TableGuess>,
    no_tables: Vec<String>,
}

impl<'a> Evidence<'a> {
    /// Looks at the files that no rule claims.
    pub(super) fn new(
        plan: &'a Plan,
        survey: &'a Survey,
        (files, names): (&'a [FileReport], &'a ColumnNames),
        draft: &Draft,
        watcher: Watcher<'_>,
    ) -> Result<Self, RunError> {
        let keys = keys(plan, survey, watcher)?;
        let known = KnownColumns::of(draft);
        let mut evidence =
            Self { plan, survey, files, known, names, keys, undeclared: Vec::new(), no_tables: Vec::new() };
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
        if !is_delimited(&file.path) {
            return Ok(None);
        }
        let full = self.survey.drop.full_path(file);
        let format = &self.survey.profile.format;
        TableGuess::read((&file.path, &full), format, (self.plan.dictionary(), self.names), &self.keys)
            .map_err(|source| TargetError::at(&full)(source).into())
    }

    /// The undeclared files that hold a table that the mappings do not know.
    pub(super) fn new_tables(&self) -> &[TableGuess] {
        &self.undeclared
    }

    /// The undeclared files that are no tables.
    pub(super) fn no_tables(&self) -> &[String] {
        &self.no_tables
    }

    /// The tables of the dictionary without a file, but for those that the profile declares absent or cannot do without.
    pub(super) fn absent(&self) -> Vec<EntityId> {
        let profile = &self.survey.profile;
        let needed = |entity| profile.adoption_links == Some(entity) || profile.absence(entity).is_some();
        let without = |id: &EntityId| self.survey.assignment.files_of(*id).next().is_none();
        self.plan.dictionary().ids().filter(|id| without(id) && !needed(*id)).collect()
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
            let unknown = report.header.unknown();
            let unknown = if unknown.is_empty() { Vec::new() } else { self.names(report, unknown) };
            let differs = !(missing.is_empty() && unknown.is_empty());
            (differs && seen.insert(report.entity)).then_some((report.entity, report, missing, unknown))
        })
    }

    /// The columns of a file of a known table, by the form of their values; none where it may have no header.
    pub(super) fn seen(&self, report: &FileReport) -> Option<TableGuess> {
        self.guess(self.survey.drop.find(&report.path)?).ok().flatten()
    }

    /// The names of a header that may be written down: they have the form of a name, what shows that they are no row, and
    /// the profile does not leave them out.
    fn names(&self, report: &FileReport, places: &[usize]) -> Vec<String> {
        let sure = self.seen(report).is_some();
        let header = &report.header;
        let shown = |place: &usize| if sure { header.names()[*place].clone() } else { header.shown(*place) };
        let ignored = &self.survey.profile.ignored_columns;
        let left_out = |name: &str| ignored.iter().any(|column| column.name.eq_ignore_ascii_case(name));
        let may_be = |name: &String| {
            let plain = name.chars().all(|one| one.is_alphanumeric() || one == '_');
            (plain || sure && is_name(name)) && !left_out(name)
        };
        places.iter().map(shown).filter(may_be).collect()
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
        reader.file(*source, &mut FilesRead::default(), |record| {
            if let Some(key) = key.and_then(|key| record.guid(key)) {
                keys.add(source.entity, key);
            }
        })?;
    }
    watcher.tell(Event::PhaseFinished);
    Ok(keys)
}
