//! Whether the mappings cover a drop: its files, tables, columns, and codes, and the lines that would cover the rest.

mod check_mappings;
mod code_counts;
mod code_uses;
mod drop_coverage;
mod judged;
mod option_number;
mod reading;
mod reference_rows;
mod remedy;
mod text;
mod together;
mod uncovered_code;
mod value_lists;

use std::path::PathBuf;

pub use check_mappings::check_mappings;
pub use drop_coverage::DropCoverage;
pub use remedy::Remedy;
pub use uncovered_code::UncoveredCode;

pub(in crate::pipeline) use self::code_counts::{CodeCounts, uncovered_by_use};
pub(in crate::pipeline) use self::code_uses::{CodeUse, code_uses};
pub(in crate::pipeline) use self::judged::Judge;
pub(in crate::pipeline) use self::option_number::is_option_number;
pub(in crate::pipeline) use self::reference_rows::{ReferenceRows, is_held};
pub(in crate::pipeline) use self::uncovered_code::uncovered_codes;

use self::reading::Reading;
use super::acknowledge::WeighedStops;
use super::option_sets::changed_options;
use super::policy_authors::refuse_unknown_authors;
use super::question_templates::{TemplateRows, misplaced_questions};
use super::survey::Survey;
use super::{Cancel, Observer, RunError, Watcher};
use crate::map::plan::Plan;
use crate::record::Stop;

/// A drop to be held against mappings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckRequest {
    /// The drop.
    pub export: PathBuf,
    /// The mappings folder.
    pub mappings: PathBuf,
    /// The profile; else the one that claims every file of the drop.
    pub profile: Option<String>,
    /// A folder for temporary files, which only its owner may read; they are removed when the check ends.
    pub temporary: PathBuf,
}

/// Reads a drop and finds what the mappings do not cover, and what would refuse a run besides. Nothing is kept of a value
/// but a code or its label.
pub fn check_drop(
    plan: &Plan,
    request: &CheckRequest,
    observer: &dyn Observer,
    cancel: &Cancel,
) -> Result<DropCoverage, RunError> {
    let survey = Survey::new(
        (&request.export, &[]),
        &request.mappings,
        request.profile.as_deref(),
        plan.dictionary(),
    )?;
    let watcher = Watcher::new(observer, cancel);
    let read = Reading::new(plan, &survey, watcher).read()?;
    refuse_unknown_authors(plan, &request.mappings, read.reference.rows(plan.model().people.worker))?;
    let changed = changed_options(plan, &|list, number| read.reference.option_text(list, number));
    let rows = |entity| read.reference.rows(entity);
    let row = |entity, key| read.reference.row(entity, key);
    let misplaced = misplaced_questions(plan, &TemplateRows { rows: &rows, row: &row });
    let together = together::stops(plan, &survey, request, watcher)?;
    let found = read.stops.iter().cloned().chain(changed).chain(misplaced).chain(together);
    let mut stops: Vec<Stop> = found.collect();
    stops.sort();
    let entity_of = |path: &str| {
        let report = read.files.reports.iter().find(|report| report.path == path);
        report.map(|report| plan.dictionary().entity(report.entity).name.clone())
    };
    let quoted = |path: &str| survey.takes_rows_alone(path);
    let open = WeighedStops::new(&stops, plan.policy(), quoted, entity_of).open;
    let codes = code_counts::uncovered(plan, &read.uses, &read.counts, &read.reference);
    let refused = |stop: &Stop| survey.drop.refusals().iter().any(|refusal| refusal.stop == *stop);
    let declared: Vec<Stop> = open.iter().filter(|stop| !refused(stop)).cloned().collect();
    let mut remedies = remedy::remedies(plan, &survey.profile.name, &declared, &codes, &read.reference);
    remedies.extend(remedy::of_lists(&survey.profile.name, read.lists.lines(plan).collect()));
    Ok(DropCoverage {
        profile: survey.profile.name.clone(),
        files: read.files.reports.len(),
        records: read.files.reports.iter().map(|report| report.records).sum(),
        unread: !survey.drop.refusals().is_empty() || !read.files.unread.is_empty(),
        stops: open,
        codes,
        remedies,
    })
}
