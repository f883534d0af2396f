//! Reads a drop and stages it.

use std::path::Path;

use super::clones::Clones;
use super::corrections::Corrections;
use super::reading_ahead::each_record;
use super::reported::Reported;
use super::{Layout, Parting, PeopleRules, ReadDrop, Seen, StageError, StageSettings, Staged, Stager};
use crate::map::plan::OptionSets;
use crate::pipeline::{Event, Watcher};
use crate::record::{EntityId, FileId, Reason, SourceRecord, Stop};
use crate::source::{
    Assignment, Completeness, ControlTotals, Dictionary, Doubt, DropFolder, FileReader, FileReport, FileScan,
    Profile, ReadError, RecordReader,
};

/// The drop to be staged, and what says how to read it.
#[derive(Clone, Copy, Debug)]
pub struct StageInput<'a> {
    /// The drop.
    pub drop: &'a DropFolder,
    /// Whose each of its files is.
    pub assignment: &'a Assignment,
    /// The shape of the export.
    pub profile: &'a Profile,
    /// The data dictionary.
    pub dictionary: &'a Dictionary,
    /// Where option sets stand.
    pub options: Option<OptionSets>,
    /// How many threads there may be; one more than this one is of use.
    pub threads: usize,
}

/// Reads every file of rows once, in the order of the layout, and stages the records under `out`.
pub fn stage(
    input: StageInput<'_>,
    layout: Layout,
    rules: PeopleRules,
    parting: Parting,
    out: &Path,
    watcher: Watcher<'_>,
) -> Result<Staged, StageError> {
    let settings = StageSettings {
        parting,
        dates: input.profile.format.dates.clone(),
        datetimes: input.profile.format.datetimes.clone(),
        threads: input.threads,
    };
    let order = layout.order().to_vec();
    let datetimes = settings.datetimes.clone();
    let clones = Clones::read(input, &layout, watcher)?;
    let mut stager = Stager::create(out, layout, rules, settings)?;
    stager.clones = clones;
    let reported = Reported::create(&stager.folder, input, &datetimes)?;
    let refused = !input.drop.refusals().is_empty();
    let mut reading = Reading {
        input,
        watcher,
        stager: if refused { Err(Unstaged::Unread) } else { Ok(stager) },
        reported,
        files: Vec::new(),
        counts: Vec::new(),
        corrections: Corrections::default(),
        unread: input.drop.refusals().iter().map(|refusal| refusal.stop.clone()).collect(),
        doubt: input.assignment.doubt.clone(),
        changed: Vec::new(),
    };
    for entity in order {
        reading.entity(entity)?;
    }
    reading.finish()
}

/// Why nothing is staged: the rest is then read for its stops alone.
enum Unstaged {
    /// The table of people has no rows.
    NoPeople(String, EntityId),
    /// Not everything can be read.
    Unread,
}

/// The files read so far.
struct Reading<'a> {
    input: StageInput<'a>,
    watcher: Watcher<'a>,
    stager: Result<Stager, Unstaged>,
    /// Flat tables of answers, where there are some.
    reported: Option<Reported>,
    files: Vec<FileReport>,
    counts: Vec<SourceRecord>,
    corrections: Corrections,
    /// What is not read, and the tables that it may be of.
    unread: Vec<Stop>,
    doubt: Doubt,
    /// Files that changed while they were read.
    changed: Vec<ReadError>,
}

impl Reading<'_> {
    fn entity(&mut self, entity: EntityId) -> Result<(), StageError> {
        let corrected = self.corrected_rows(entity)?;
        for file in self.input.assignment.files_of(entity) {
            if self.input.drop.correction(file).is_some() {
                continue;
            }
            match self.file(file, entity) {
                Ok(report) => self.files.push(report),
                Err(error) => self.go_on_after(error, entity)?,
            }
        }
        if let Ok(stager) = &mut self.stager {
            for (record, reason) in corrected {
                if let Some(reported) = &mut self.reported {
                    reported.see(&stager.layout, &record)?;
                }
                stager.take_read(record, reason)?;
            }
        }
        let Ok(stager) = &mut self.stager else { return Ok(()) };
        let (input, watcher) = (self.input, self.watcher);
        match stager.end(entity, &mut |entity, take| rows_of(input, watcher, entity, take)) {
            Err(StageError::EmptyDrop { entity, people, .. }) => {
                self.stager = Err(Unstaged::NoPeople(entity, people));
                Ok(())
            }
            ended => ended,
        }
    }

    /// Notes a file that cannot be read, and goes on with the others, so that one run names every stop; any other error ends
    /// the reading.
    fn go_on_after(&mut self, error: StageError, entity: EntityId) -> Result<(), StageError> {
        let StageError::Source(error) = error else { return Err(error) };
        match error.stop(&self.input.dictionary.entity(entity).name) {
            Ok(stop) => self.unread.push(stop),
            Err(error @ ReadError::Changed { .. }) => self.changed.push(error),
            Err(error) => return Err(error.into()),
        }
        self.doubt.add(entity);
        if self.stager.is_ok() {
            self.stager = Err(Unstaged::Unread);
        }
        Ok(())
    }

    /// Reads the corrected rows of an entity, which stand in place of the drop's rows with the same keys; of several layers
    /// the last.
    fn corrected_rows(
        &mut self,
        entity: EntityId,
    ) -> Result<Vec<(SourceRecord, Option<Reason>)>, StageError> {
        let mut rows: Vec<(u32, SourceRecord, Option<Reason>)> = Vec::new();
        for id in self.input.assignment.files_of(entity) {
            let Some(layer) = self.input.drop.correction(id) else { continue };
            if let Err(error) = self.corrected_file(id, (entity, layer), &mut rows) {
                self.go_on_after(error, entity)?;
            }
        }
        let dictionary = self.input.dictionary;
        rows.retain(|(layer, record, _)| !self.corrections.is_superseded(*layer, record, dictionary));
        Ok(rows.into_iter().map(|(_, record, reason)| (record, reason)).collect())
    }

    fn corrected_file(
        &mut self,
        id: FileId,
        (entity, layer): (EntityId, u32),
        rows: &mut Vec<(u32, SourceRecord, Option<Reason>)>,
    ) -> Result<(), StageError> {
        let StageInput { drop, profile, dictionary, .. } = self.input;
        let (file, profile) = (drop.file(id), profile.of_corrections());
        let (path, described) = (drop.full_path(file), dictionary.entity(entity));
        let mut reader = FileReader::open(&path, &file.path, id, &profile.format, (entity, described))?;
        let mut scan = FileScan::new(dictionary, &profile, file, entity);
        while let Some(record) = reader.read()? {
            let reason = scan.see(&record);
            self.corrections.take(layer, &record, dictionary);
            rows.push((layer, record, reason));
        }
        self.files.push(scan.finish(reader.finish()?));
        Ok(())
    }

    fn file(&mut self, id: FileId, entity: EntityId) -> Result<FileReport, StageError> {
        let StageInput { drop, profile, dictionary, .. } = self.input;
        let file = drop.file(id);
        self.watcher.tell(Event::FileStarted { path: file.path.clone(), bytes: file.bytes });
        let columns = (entity, dictionary.entity(entity));
        let path = drop.full_path(file);
        let reader = FileReader::open(&path, &file.path, id, &drop.format_of(profile, id), columns)?;
        let mut scan = FileScan::new(dictionary, profile, file, entity);
        let is_counts = profile.control_totals.as_ref().is_some_and(|rule| rule.entity == entity);
        let mut told = Told::default();
        let end = each_record(reader, (file.bytes, self.input.threads), |record, offset| {
            let reason = scan.see(&record);
            if is_counts {
                self.counts.push(record.clone());
            }
            if !self.corrections.replaces(&record, dictionary)
                && let Ok(stager) = &mut self.stager
            {
                if let Some(reported) = &mut self.reported {
                    reported.see(&stager.layout, &record)?;
                }
                stager.take_read(record, reason)?;
            }
            told.record(self.watcher, offset)
        })?;
        let report = scan.finish(end);
        told.rest(self.watcher, report.bytes)?;
        self.watcher.tell(Event::FileFinished { records: report.records, bytes: report.bytes });
        Ok(report)
    }

    /// Reads the answers of flat tables that are compared with the answers themselves, and says what differs.
    fn compare(&mut self) -> Result<Vec<FileReport>, StageError> {
        let StageInput { drop, profile, dictionary, assignment, .. } = self.input;
        let (Ok(stager), Some(mut reported), Some(rule)) =
            (&self.stager, self.reported.take(), &profile.reporting)
        else {
            return Ok(Vec::new());
        };
        let columns = (rule.answers.entity, dictionary.entity(rule.answers.entity));
        let mut reports = Vec::new();
        for id in &assignment.compared {
            let file = drop.file(*id);
            let format = drop.format_of(profile, *id);
            let mut reader = FileReader::open(&drop.full_path(file), &file.path, *id, &format, columns)?;
            let mut scan = FileScan::new(dictionary, profile, file, columns.0);
            while let Some(record) = reader.read()? {
                scan.see(&record);
                reported.see(&stager.layout, &record)?;
            }
            reports.push(scan.finish(reader.finish()?));
        }
        for finding in reported.finish()? {
            if let Some(own) = self.files.iter_mut().find(|report| report.file == finding.origin.file) {
                own.findings.push(finding);
            }
        }
        Ok(reports)
    }

    fn finish(mut self) -> Result<Staged, StageError> {
        let StageInput { profile, dictionary, assignment, options, .. } = self.input;
        let compared = match (self.compare(), &profile.reporting) {
            (Err(error), Some(rule)) => {
                self.go_on_after(error, rule.answers.entity)?;
                Vec::new()
            }
            (compared, _) => compared?,
        };
        if let Some(error) = ReadError::of_all(self.changed) {
            return Err(error.into());
        }
        if self.stager.is_ok() {
            let strangers = self.corrections.strangers(self.input.drop, dictionary);
            if !strangers.is_empty() {
                return Err(StageError::NothingToCorrect { rows: strangers });
            }
        }
        let totals = match &profile.control_totals {
            Some(rule) => ControlTotals::new(&self.counts, rule, profile, dictionary),
            None => ControlTotals::default(),
        };
        let own: Vec<FileReport> = self
            .files
            .iter()
            .filter(|report| self.input.drop.correction(report.file).is_none())
            .cloned()
            .collect();
        let completeness = Completeness::new(&own, &totals, profile, (dictionary, &self.doubt));
        let mut stops = completeness.stops;
        stops.extend(assignment.stops.iter().cloned());
        stops.extend(self.unread.iter().cloned());
        let taken_on = totals.extract_date(profile);
        let (files, warnings) = (self.files, completeness.findings);
        match (self.stager, taken_on) {
            (Ok(stager), Some(taken_on)) => stager.finish(ReadDrop {
                dictionary,
                files,
                compared,
                corrected: self.corrections.into_last(),
                warnings,
                stops,
                taken_on,
                options,
            }),
            (Err(Unstaged::NoPeople(entity, people)), _) => {
                Err(StageError::EmptyDrop { entity, people, seen: Box::new(seen(files, stops)) })
            }
            (Err(Unstaged::Unread), _) => Err(StageError::unread(&self.unread, Box::new(seen(files, stops)))),
            (_, None) => Err(StageError::NoExtractDate { seen: Box::new(seen(files, stops)) }),
        }
    }
}

/// Passes on every row of an entity's files, those that corrected ones take the place of included.
fn rows_of(
    input: StageInput<'_>,
    watcher: Watcher<'_>,
    entity: EntityId,
    take: &mut dyn FnMut(SourceRecord),
) -> Result<(), StageError> {
    for id in input.assignment.files_of(entity) {
        let file = input.drop.file(id);
        let described = (entity, input.dictionary.entity(entity));
        let format = input.drop.format_of(input.profile, id);
        // What is wrong with a file is told when its rows are read.
        let Ok(mut reader) =
            FileReader::open(&input.drop.full_path(file), &file.path, id, &format, described)
        else {
            continue;
        };
        while let Ok(Some(record)) = reader.read() {
            take(record);
            if watcher.stopped() {
                return Err(StageError::Interrupted);
            }
        }
    }
    Ok(())
}

fn seen(mut files: Vec<FileReport>, mut stops: Vec<Stop>) -> Seen {
    files.sort_by_key(|report| report.file);
    stops.extend(files.iter().flat_map(|report| report.stops.iter().cloned()));
    stops.sort();
    // What the drop refuses is among the stops of its files already.
    stops.dedup();
    Seen { files, stops }
}

/// How far a file is, as the watcher knows it.
#[derive(Default)]
struct Told {
    bytes: u64,
    records: u64,
}

impl Told {
    /// Counts a record; tells of every 4,096, and looks whether the run is to stop.
    fn record(&mut self, watcher: Watcher<'_>, offset: u64) -> Result<(), StageError> {
        self.records += 1;
        if self.records < 4_096 { Ok(()) } else { self.rest(watcher, offset) }
    }

    fn rest(&mut self, watcher: Watcher<'_>, offset: u64) -> Result<(), StageError> {
        let records = std::mem::take(&mut self.records);
        watcher.tell(Event::Read { bytes: offset.saturating_sub(self.bytes), records });
        self.bytes = offset;
        if watcher.stopped() { Err(StageError::Interrupted) } else { Ok(()) }
    }
}
