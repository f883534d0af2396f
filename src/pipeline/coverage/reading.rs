//! Reads the drop once: reference data first, then casework, counting its codes.

use super::code_counts::CodeCounts;
use super::code_uses::{CodeUse, code_uses};
use super::judged::Judge;
use super::reference_rows::{ReferenceRows, is_held};
use super::value_lists::ValueLists;
use crate::map::plan::Plan;
use crate::pipeline::drop_reader::{DropReader, FilesRead};
use crate::pipeline::survey::Survey;
use crate::pipeline::{Event, RunError, Watcher};
use crate::record::{Reason, SourceRecord, Stop};
use crate::source::{ControlTotals, FileReport, Role, SourceFile};

/// What was read.
pub(super) struct Read {
    pub(super) files: FilesRead,
    pub(super) stops: Vec<Stop>,
    pub(super) reference: ReferenceRows,
    pub(super) uses: Vec<CodeUse>,
    pub(super) counts: CodeCounts,
    pub(super) lists: ValueLists,
}

/// The drop while it is read.
pub(super) struct Reading<'a> {
    plan: &'a Plan,
    survey: &'a Survey,
    watcher: Watcher<'a>,
}

impl<'a> Reading<'a> {
    /// Nothing read yet.
    pub(super) fn new(plan: &'a Plan, survey: &'a Survey, watcher: Watcher<'a>) -> Self {
        Self { plan, survey, watcher }
    }

    /// Reads every file of rows.
    pub(super) fn read(&self) -> Result<Read, RunError> {
        let dictionary = self.plan.dictionary();
        self.watcher.tell(Event::PhaseStarted {
            name: "check the drop",
            batches: 0,
            bytes: self.survey.row_bytes(),
        });
        let (held, casework): (Vec<SourceFile>, Vec<SourceFile>) = self
            .survey
            .assignment
            .sources
            .iter()
            .copied()
            .partition(|source| is_held(dictionary, source.entity));
        let mut rows: Vec<Vec<SourceRecord>> = vec![Vec::new(); dictionary.entities().len()];
        let mut files = FilesRead::default();
        for source in held {
            let rows = &mut rows[usize::from(source.entity.0)];
            self.reader().file(source, &mut files, |record| rows.push(record))?;
        }
        let stops = self.reader().totals(&rows);
        let reference = ReferenceRows::new(self.plan, rows);
        let uses = code_uses(self.plan);
        let mut counts = CodeCounts::new(self.plan, &uses, &reference);
        let judge = Judge { dictionary, reference: &reference };
        let mut lists = ValueLists::default();
        for entity in dictionary.ids().filter(|entity| is_held(dictionary, *entity)) {
            for row in reference.rows(entity) {
                counts.see(self.plan, &uses, &judge, row);
                lists.see(self.plan, row);
            }
        }
        for source in casework {
            let see = |record: SourceRecord| {
                counts.see(self.plan, &uses, &judge, &record);
                lists.see(self.plan, &record);
            };
            self.reader().file(source, &mut files, see)?;
        }
        let stops = self.stops(&files, &stops);
        self.watcher.tell(Event::PhaseFinished);
        Ok(Read { files, stops, reference, uses, counts, lists })
    }

    fn reader(&self) -> DropReader<'_> {
        DropReader { dictionary: self.plan.dictionary(), survey: self.survey, watcher: self.watcher }
    }

    /// What would refuse a run: of the drop as a whole, of its files, and of tables without a mapping.
    fn stops(&self, files: &FilesRead, totals: &ControlTotals) -> Vec<Stop> {
        let mut stops = self.reader().stops(files, totals);
        stops.extend(files.reports.iter().filter_map(|report| self.unmapped(report)));
        stops.sort();
        stops
    }

    fn unmapped(&self, report: &FileReport) -> Option<Stop> {
        let entity = self.plan.dictionary().entity(report.entity);
        let covered = entity.role != Role::Casework && entity.role != Role::Shared
            || self.plan.entity(report.entity).is_some()
            || report.records == 0;
        (!covered).then(|| Stop {
            reason: Reason::UnmappedObject,
            file: report.path.clone(),
            line: 0,
            field: entity.name.clone(),
            message: format!(
                "{} row(s) of a table without a mapping: add one, or declare the file ignored",
                report.records
            ),
        })
    }
}
