//! Reads files of a drop one after the other, for looks that stage nothing.

use super::survey::Survey;
use super::{Event, RunError, Watcher};
use crate::record::{EntityId, SourceRecord, Stop};
use crate::source::{
    Completeness, ControlTotals, Dictionary, FileReader, FileReport, FileScan, RecordReader, SourceFile,
};

/// How many records are read between two looks at whether to stop.
const STRIDE: u64 = 4_096;

/// Reads files of a drop.
#[derive(Clone, Copy)]
pub(super) struct DropReader<'a> {
    pub(super) dictionary: &'a Dictionary,
    pub(super) survey: &'a Survey,
    pub(super) watcher: Watcher<'a>,
}

/// What became known of files: reports of those that were read to their end, and why others were not.
#[derive(Debug, Default)]
pub(super) struct FilesRead {
    /// Those that were read.
    pub(super) reports: Vec<FileReport>,
    /// Those that were not.
    pub(super) unread: Vec<(EntityId, Stop)>,
}

impl FilesRead {
    /// Adds those of another.
    pub(super) fn extend(&mut self, other: Self) {
        self.reports.extend(other.reports);
        self.unread.extend(other.unread);
    }
}

impl DropReader<'_> {
    /// Reads a file as far as it can be, hands every record on, and adds what became known of it.
    pub(super) fn file(
        &self,
        source: SourceFile,
        into: &mut FilesRead,
        sink: impl FnMut(SourceRecord),
    ) -> Result<(), RunError> {
        match self.read(source, sink) {
            Ok(report) => into.reports.push(report),
            Err(RunError::Source(error)) => {
                let stop = error.stop(&self.dictionary.entity(source.entity).name)?;
                into.unread.push((source.entity, stop));
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn read(&self, source: SourceFile, mut sink: impl FnMut(SourceRecord)) -> Result<FileReport, RunError> {
        let Survey { drop, profile, .. } = self.survey;
        let file = drop.file(source.file);
        self.watcher.tell(Event::FileStarted { path: file.path.clone(), bytes: file.bytes });
        let columns = (source.entity, self.dictionary.entity(source.entity));
        let format = drop.format_of(profile, file.id);
        let mut reader = FileReader::open(&drop.full_path(file), &file.path, file.id, &format, columns)?;
        let mut scan = FileScan::new(self.dictionary, profile, file, source.entity);
        let (mut records, mut told) = (0, 0);
        while let Some(record) = reader.read()? {
            scan.see(&record);
            sink(record);
            records += 1;
            if records % STRIDE == 0 {
                told = self.tell(reader.offset(), told)?;
            }
        }
        let report = scan.finish(reader.finish()?);
        self.tell(report.bytes, told)?;
        self.watcher.tell(Event::FileFinished { records: report.records, bytes: report.bytes });
        Ok(report)
    }

    /// The counts taken at source, among the rows of each entity.
    pub(super) fn totals(&self, rows: &[Vec<SourceRecord>]) -> ControlTotals {
        let profile = &self.survey.profile;
        match &profile.control_totals {
            Some(rule) => {
                ControlTotals::new(&rows[usize::from(rule.entity.0)], rule, profile, self.dictionary)
            }
            None => ControlTotals::default(),
        }
    }

    /// What would refuse a run, of the drop as a whole and of its files, in no order.
    pub(super) fn stops(&self, read: &FilesRead, totals: &ControlTotals) -> Vec<Stop> {
        let (files, Survey { profile, assignment, .. }) = (&read.reports, self.survey);
        let mut doubt = assignment.doubt.clone();
        read.unread.iter().for_each(|(entity, _)| doubt.add(*entity));
        let mut stops = Completeness::new(files, totals, profile, (self.dictionary, &doubt)).stops;
        stops.extend(assignment.stops.iter().cloned());
        stops.extend(files.iter().flat_map(|report| report.stops.iter().cloned()));
        stops.extend(read.unread.iter().map(|(_, stop)| stop.clone()));
        stops
    }

    fn tell(&self, offset: u64, told: u64) -> Result<u64, RunError> {
        if self.watcher.stopped() {
            return Err(RunError::Interrupted);
        }
        self.watcher.tell(Event::Read { bytes: offset.saturating_sub(told), records: 0 });
        Ok(offset)
    }
}
