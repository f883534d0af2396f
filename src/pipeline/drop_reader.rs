//! Reads files of a drop one after the other, for looks that stage nothing.

use super::survey::Survey;
use super::{Event, RunError, Watcher};
use crate::record::{SourceRecord, Stop};
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

impl DropReader<'_> {
    /// Reads a file to its end and hands every record on.
    pub(super) fn file(
        &self,
        source: SourceFile,
        mut sink: impl FnMut(SourceRecord),
    ) -> Result<FileReport, RunError> {
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
    pub(super) fn stops(&self, files: &[FileReport], totals: &ControlTotals) -> Vec<Stop> {
        let profile = &self.survey.profile;
        let mut stops = Completeness::new(files, totals, profile, self.dictionary).stops;
        stops.extend(self.survey.assignment.stops.iter().cloned());
        stops.extend(files.iter().flat_map(|report| report.stops.iter().cloned()));
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
