//! Reads a drop for its profile.

use std::collections::BTreeMap;

use super::column_profile::column_profile;
use super::drop_files::{file_profile, ignored_files, stop_found};
use super::findings::Findings;
use super::key_sets::KeySets;
use super::odd_values::OddValues;
use super::relations::Pointers;
use super::suspicions;
use super::unlisted_codes::UnlistedCodes;
use crate::map::plan::Plan;
use crate::map::step::is_sentinel;
use crate::pipeline::coverage::{
    CodeCounts, CodeUse, Judge, ReferenceRows, code_uses, is_held, uncovered_by_use,
};
use crate::pipeline::drop_reader::{DropReader, FilesRead};
use crate::pipeline::survey::Survey;
use crate::pipeline::{Event, RunError, Watcher};
use crate::record::{EntityId, FieldId, SourceRecord};
use crate::report::profile::{DropProfile, EntityProfile, StopFound, Suspicion};
use crate::source::{ColumnFacts, ControlTotals, EntityFacts, FileReport, ReadError, Role};

/// The most keys of one table that are kept: some 100 MB.
const MOST_KEYS: usize = 2_000_000;

/// A drop while it is read.
pub(super) struct Reading<'a> {
    plan: &'a Plan,
    survey: &'a Survey,
    watcher: Watcher<'a>,
}

/// What was read of a table.
struct Table<'a> {
    files: Vec<FileReport>,
    columns: Vec<ColumnFacts>,
    pointers: Pointers,
    unlisted: UnlistedCodes,
    odd: OddValues<'a>,
}

/// What the second pass keeps.
struct SecondPass<'a> {
    tables: BTreeMap<EntityId, Table<'a>>,
    read: FilesRead,
    uses: Vec<CodeUse>,
    codes: CodeCounts,
}

/// What the first pass keeps.
struct FirstPass {
    keys: KeySets,
    reference: ReferenceRows,
    totals: ControlTotals,
    case_files: u64,
    read: FilesRead,
}

impl Table<'_> {
    /// Whether a file has a column.
    fn has(&self, field: FieldId) -> bool {
        let places = self.files.iter().map(|report| report.header.places().get(usize::from(field.0)));
        places.flatten().any(Option::is_some)
    }
}

impl<'a> Reading<'a> {
    /// Nothing read yet.
    pub(super) fn new(plan: &'a Plan, survey: &'a Survey, watcher: Watcher<'a>) -> Self {
        Self { plan, survey, watcher }
    }

    /// Reads the drop.
    pub(super) fn profile(&self) -> Result<DropProfile, RunError> {
        let first = self.first_pass()?;
        let read = self.second_pass(&first)?;
        refuse_changed(&first.read, &read.read)?;
        let tables = &read.tables;
        let dictionary = self.plan.dictionary();
        let reports = read.read.reports.iter();
        let mut files: Vec<_> = reports.map(|report| file_profile(dictionary, report)).collect();
        files.sort_by(|one, other| one.path.cmp(&other.path));
        let relations = tables
            .iter()
            .flat_map(|(entity, table)| table.pointers.clone().finish(self.plan, dictionary.entity(*entity)));
        Ok(DropProfile {
            format: 1,
            profile: self.survey.profile.name.clone(),
            case_files: first.case_files,
            ignored: ignored_files(self.survey),
            relations: relations.collect(),
            suspicious: self.suspicious(&read, &first),
            stops: self.stops(&read.read, &first.totals),
            entities: tables.iter().map(|(entity, table)| self.entity(*entity, table, &first)).collect(),
            files,
        })
    }

    /// Reads keys and reference data.
    fn first_pass(&self) -> Result<FirstPass, RunError> {
        let dictionary = self.plan.dictionary();
        let tables = dictionary.entities().len();
        let mut keys = KeySets::new(tables, MOST_KEYS);
        let mut rows: Vec<Vec<SourceRecord>> = vec![Vec::new(); tables];
        let (mut case_files, mut read) = (0, FilesRead::default());
        self.watcher.tell(self.phase("read the keys"));
        for source in &self.survey.assignment.sources {
            let key = dictionary.entity(source.entity).key;
            let held = is_held(dictionary, source.entity);
            // What cannot be read is told by the second pass.
            self.reader().file(*source, &mut read, |record| {
                if let Some(key) = key.and_then(|key| record.guid(key)) {
                    keys.add(source.entity, key);
                }
                case_files += u64::from(self.is_case_file(&record));
                if held {
                    rows[usize::from(source.entity.0)].push(record);
                }
            })?;
        }
        self.watcher.tell(Event::PhaseFinished);
        let totals = self.reader().totals(&rows);
        Ok(FirstPass { keys, reference: ReferenceRows::new(self.plan, rows), totals, case_files, read })
    }

    /// Reads everything.
    fn second_pass(&self, first: &FirstPass) -> Result<SecondPass<'a>, RunError> {
        let dictionary = self.plan.dictionary();
        let (mut tables, mut read) = (BTreeMap::new(), FilesRead::default());
        let uses = code_uses(self.plan);
        let mut codes = CodeCounts::new(self.plan, &uses, &first.reference);
        let today = first.totals.extract_date(&self.survey.profile).map(|taken| taken.date().to_string());
        let judge = Judge { dictionary, reference: &first.reference };
        self.watcher.tell(self.phase("look at the values"));
        let sources = &self.survey.assignment.sources;
        for group in sources.chunk_by(|one, other| one.entity == other.entity) {
            let entity = dictionary.entity(group[0].entity);
            let mut facts = EntityFacts::new(entity, &self.survey.profile.format, is_sentinel);
            let mut pointers = Pointers::of(entity);
            let mut unlisted = UnlistedCodes::of(entity);
            let plan = self.plan.entity(group[0].entity);
            let mut odd = OddValues::of(entity, plan, today.clone());
            let mut own = FilesRead::default();
            for source in group {
                self.reader().file(*source, &mut own, |record| {
                    facts.see(&record);
                    pointers.see(&record, &first.keys);
                    unlisted.see(entity, &first.reference, &record);
                    odd.see(&record);
                    codes.see(self.plan, &uses, &judge, &record);
                })?;
            }
            let (columns, files) = (facts.columns, own.reports.clone());
            tables.insert(group[0].entity, Table { files, columns, pointers, unlisted, odd });
            read.extend(own);
        }
        self.watcher.tell(Event::PhaseFinished);
        Ok(SecondPass { tables, read, uses, codes })
    }

    fn phase(&self, name: &'static str) -> Event {
        Event::PhaseStarted { name, batches: 0, bytes: self.survey.row_bytes() }
    }

    /// Whether a record is a person who survived every merge.
    fn is_case_file(&self, record: &SourceRecord) -> bool {
        if record.entity() != self.plan.model().people.person {
            return false;
        }
        let merge = self.plan.entity(record.entity()).and_then(|person| person.merge.as_ref());
        merge.is_none_or(|merge| record.get(merge.master).filled().is_none())
    }

    fn reader(&self) -> DropReader<'_> {
        DropReader { dictionary: self.plan.dictionary(), survey: self.survey, watcher: self.watcher }
    }

    fn stops(&self, read: &FilesRead, totals: &ControlTotals) -> Vec<StopFound> {
        let mut stops = self.reader().stops(read, totals);
        stops.sort();
        stops.iter().map(stop_found).collect()
    }

    fn entity(&self, id: EntityId, table: &Table<'_>, first: &FirstPass) -> EntityProfile {
        let entity = self.plan.dictionary().entity(id);
        let sum = |of: fn(&FileReport) -> u64| table.files.iter().map(of).sum();
        let columns = entity.fields().zip(&entity.columns).zip(&table.columns);
        EntityProfile {
            entity: entity.name.clone(),
            role: Role::WORDS[entity.role as usize].to_owned(),
            files: table.files.len() as u64,
            rows: sum(FileReport::rows),
            inactive: sum(|report| report.inactive),
            repeated_keys: first.keys.repeated(id),
            columns: columns
                .map(|((field, column), facts)| {
                    column_profile(self.plan, &first.reference, column, facts, table.has(field))
                })
                .collect(),
        }
    }

    fn suspicious(&self, read: &SecondPass<'_>, first: &FirstPass) -> Vec<Suspicion> {
        let dictionary = self.plan.dictionary();
        let mut findings = Findings::default();
        for (id, table) in &read.tables {
            let entity = dictionary.entity(*id);
            for ((field, column), facts) in entity.fields().zip(&entity.columns).zip(&table.columns) {
                for (reason, values) in suspicions::of_column(column, facts, table.has(field)) {
                    findings.values((*id, field), reason, values);
                }
            }
            table.files.iter().flat_map(|report| &report.findings).for_each(|one| findings.finding(one));
            for (field, reason, values) in table.odd.finish() {
                findings.values((*id, field), reason, values);
            }
            table.unlisted.finish(entity).for_each(|one| findings.unlisted(*id, one));
        }
        for (one, code, seen) in uncovered_by_use(self.plan, &read.uses, &read.codes, &first.reference) {
            findings.uncovered(one, code, seen);
        }
        findings.finish(self.plan, &self.survey.drop)
    }
}

/// Refuses a drop of which a file was read twice and differs: keys of the one would be held against values of the other.
fn refuse_changed(first: &FilesRead, second: &FilesRead) -> Result<(), RunError> {
    let digests: BTreeMap<_, _> = first.reports.iter().map(|report| (report.file, report.sha256)).collect();
    let changed = second.reports.iter().find(|report| digests.get(&report.file) != Some(&report.sha256));
    let changed = changed.map(|report| ReadError::Changed { path: report.path.clone() });
    changed.map_or(Ok(()), |error| Err(error.into()))
}
