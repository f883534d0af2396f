//! Reads the drop and weighs its stops.

use std::collections::BTreeMap;
use std::path::Path;

use super::begin::now;
use super::migration::Migration;
use super::taken_values::taken_values;
use crate::ledger::CauseRow;
use crate::pipeline::acknowledge::{Lifted, WeighedStops};
use crate::pipeline::earlier::Earlier;
use crate::pipeline::option_sets::changed_options;
use crate::pipeline::policy_authors::refuse_unknown_authors;
use crate::pipeline::question_templates::{TemplateRows, misplaced_questions};
use crate::pipeline::refusal::write_refusal;
use crate::pipeline::report_of::{add_drop, source_files};
use crate::pipeline::stage::{Parting, StageError, Staged};
use crate::pipeline::typed_places::Asked;
use crate::pipeline::working_folder::typed_in;
use crate::pipeline::{Finished, RunError};
use crate::record::{Reason, Stop, crash_point};
use crate::report::model::{Report, Retry, Run, StopLine, Verdict};
use crate::source::FileReport;

/// What reading the drop came to.
pub(super) enum Reading {
    /// It is refused.
    Refused(RefusedDrop),
    /// It is staged.
    Staged {
        /// What was staged.
        staged: Box<Staged>,
        /// The acknowledgements, and what they lifted.
        lifted: Vec<Lifted>,
    },
}

/// A drop that is refused.
pub(super) struct RefusedDrop {
    files: Vec<FileReport>,
    weighed: WeighedStops,
}

impl Migration<'_> {
    /// Reads the whole drop, so that one run names every stop, also those that come of what `earlier` runs sealed.
    pub(super) fn read(self, parting: Parting, earlier: &Earlier) -> Result<Reading, RunError> {
        let (plan, request) = (self.plan, self.request);
        let room = self.room();
        let under = (room.as_path(), request.threads);
        let staged = self.survey.stage(plan, &request.mappings, parting, under, self.watcher);
        let staged = match staged {
            Ok(staged) => staged,
            Err(RunError::Stage(error)) => return self.refuse_unstaged(error),
            Err(error) => return Err(error),
        };
        crash_point("drop-staged", "");
        let mut stops = staged.stops.clone();
        stops.extend(changed_options(plan, &|list, number| staged.world.option_text(list, number)));
        let rows = |entity| staged.world.rows(entity);
        let row = |entity, key| staged.world.row(entity, key);
        stops.extend(misplaced_questions(plan, &TemplateRows { rows: &rows, row: &row }));
        stops.extend(taken_values(plan, &staged, &earlier.shared));
        let weighed = self.weigh(&stops, &staged.files);
        if weighed.open.is_empty() {
            let workers = staged.world.rows(plan.model().people.worker);
            refuse_unknown_authors(plan, &request.mappings, workers)?;
            return Ok(Reading::Staged { staged: Box::new(staged), lifted: weighed.lifted });
        }
        Ok(Reading::Refused(RefusedDrop { files: staged.files, weighed }))
    }

    /// A drop without people or an extract date, or of which not everything can be read, is refused for its other stops,
    /// and for that.
    fn refuse_unstaged(self, error: StageError) -> Result<Reading, RunError> {
        let (StageError::EmptyDrop { seen, .. }
        | StageError::NoExtractDate { seen }
        | StageError::Unread { seen, .. }) = &error
        else {
            return Err(error.into());
        };
        let mut weighed = self.weigh(&seen.stops, &seen.files);
        weighed.unread = matches!(error, StageError::Unread { .. });
        if weighed.open.is_empty() && matches!(error, StageError::NoExtractDate { .. }) {
            return Err(error.into());
        }
        weighed.open.extend(no_people(&error, &seen.files));
        weighed.open.sort();
        Ok(Reading::Refused(RefusedDrop { files: seen.files.clone(), weighed }))
    }

    fn weigh(self, stops: &[Stop], files: &[FileReport]) -> WeighedStops {
        let entity_of = |path: &str| {
            let report = files.iter().find(|report| report.path == path);
            report.map(|report| self.plan.dictionary().entity(report.entity).name.clone())
        };
        let quoted = |path: &str| self.survey.takes_rows_alone(path);
        WeighedStops::new(stops, self.plan.policy(), quoted, entity_of)
    }

    /// Writes the stops and a report, and nothing else.
    pub(super) fn refuse(
        self,
        output: &Path,
        refused: RefusedDrop,
        retry: Option<Retry>,
    ) -> Result<Finished, RunError> {
        let RefusedDrop { files, weighed } = refused;
        let asked = Asked {
            export: self.request.export.display().to_string(),
            corrections: self.request.corrections.iter().map(|rows| rows.display().to_string()).collect(),
            retry: retry.is_some(),
            mappings: self.request.mappings.display().to_string(),
            typed_in: typed_in(self.request),
            named_profile: self.request.profile.clone(),
            batch_size: self.request.batch_size,
        };
        let run = self.begin_new(&asked.to_json())?;
        let (number, finished) = (run.number, now());
        let run = Run { finished: Some(finished.clone()), ..self.head(&run)? };
        let mut report = Report::new(run, Verdict::Refused);
        report.source = source_files(self.survey, self.names(), &files, None);
        add_drop(&mut report, self.plan, (self.survey, &files, &[]), self.names(), &weighed.lifted);
        report.retry = retry;
        report.stops = weighed.open.iter().map(StopLine::from).collect();
        if self.worker.is_none() {
            self.folder.remove_parts()?;
        }
        write_refusal(output, &weighed.open, &report)?;
        self.note_results(number, output)?;
        let exit = weighed.exit();
        self.folder.ledger.put_causes(number, &stopped(&weighed.open))?;
        self.folder.ledger.finish_run(number, &finished, Verdict::Refused.word(), exit.code())?;
        Ok(Finished { report, exit, changed: true, unproven: None, output: output.to_path_buf() })
    }
}

/// What stopped a run, by reason.
fn stopped(stops: &[Stop]) -> Vec<CauseRow> {
    let mut counts: BTreeMap<(&str, &str, &str), u64> = BTreeMap::new();
    for stop in stops {
        *counts.entry((&stop.file, &stop.field, stop.reason.code())).or_default() += 1;
    }
    let row = |((file, field, reason), records): ((&str, &str, &str), u64)| CauseRow {
        kind: "stop".to_owned(),
        entity: file.to_owned(),
        field: field.to_owned(),
        reason: reason.to_owned(),
        records,
    };
    counts.into_iter().map(row).collect()
}

/// The stop of a drop whose table of people has no rows, which is otherwise only worth a warning.
fn no_people(error: &StageError, files: &[FileReport]) -> Option<Stop> {
    let StageError::EmptyDrop { people, .. } = error else { return None };
    let report = files.iter().find(|report| report.entity == *people);
    Some(Stop {
        reason: Reason::EmptyFile,
        file: report.map_or_else(String::new, |report| report.path.clone()),
        line: 0,
        field: String::new(),
        message: error.to_string(),
    })
}
