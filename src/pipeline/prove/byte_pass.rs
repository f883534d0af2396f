//! The files of rows, scanned byte by byte.

use std::collections::BTreeMap;

use super::{ProveError, ProveInput};
use crate::reconcile::Difference;
use crate::reconcile::check::SOURCE_BYTES;
use crate::reconcile::scan::{ByteScan, scan_file};
use crate::record::{EntityId, Finding, Reason};
use crate::source::{FileReport, Shape, repeated_rows};

/// Scans one of the files of rows.
///
/// # Errors
/// Also where it is not the one that the reader read: the difference would not be the run's.
pub(super) fn scan(input: &ProveInput<'_>, report: &FileReport) -> Result<ByteScan, ProveError> {
    let path = input.drop.full_path(input.drop.file(report.file));
    let format = input.drop.format_of(input.profile, report.file);
    match scan_file(&path, &format, report.header.names().len() as u64) {
        Ok((scanned, sha256)) if sha256 == report.sha256 => Ok(scanned),
        Ok(_) => Err(ProveError::SourceChanged { path }),
        Err(source) => Err(ProveError::Source { path, source }),
    }
}

/// Holds what was scanned of each file of rows, in their order, against what the reader found, and against the counts
/// taken at source.
pub(super) fn check(input: &ProveInput<'_>, scans: &[ByteScan]) -> Vec<Difference> {
    let differing = input.staged.files.iter().zip(scans).filter_map(|(report, found)| {
        odd_byte(input, report, found).map(|byte| difference(report.entity, &report.path, Some(byte)))
    });
    let mut differences: Vec<Difference> = differing.collect();
    differences.extend(against_source(input, scans));
    differences
}

/// The byte at which reader and scanner part; none where they agree.
fn odd_byte(input: &ProveInput<'_>, report: &FileReport, found: &ByteScan) -> Option<u64> {
    if found.bytes() != report.content_bytes {
        return Some(found.bytes().min(report.content_bytes));
    }
    let (broken, away) = (report.broken.len() as u64, left_out(input, report));
    let rows = report.records + broken + away;
    let columns = report.header.names().len() as u64;
    // Elsewhere than in rows of text, a row may leave fields out.
    let tabular = matches!(input.profile.format.shape, Shape::Delimited(_));
    let loose = broken > 0 || has_sums(input, report);
    let fields_agree = loose || !tabular || found.fields == rows * columns;
    let columns_agree = found.columns == columns || rows == 0 || !tabular;
    let agree = found.records == rows && fields_agree && columns_agree;
    (!agree).then(|| found.first_odd.unwrap_or_default())
}

/// How many rows of a file the reader left out: headers that stand again, and rows that sum the others up.
fn left_out(input: &ProveInput<'_>, report: &FileReport) -> u64 {
    own_left_out(input, report).count() as u64
}

/// Whether rows that sum the others up were left out, which may have fewer fields.
fn has_sums(input: &ProveInput<'_>, report: &FileReport) -> bool {
    own_left_out(input, report).any(|finding| finding.reason == Reason::SummaryRow)
}

fn own_left_out<'i>(input: &'i ProveInput<'_>, report: &FileReport) -> impl Iterator<Item = &'i Finding> {
    let file = report.file;
    input.staged.excluded.iter().filter(move |finding| finding.origin.file == file)
}

fn difference(entity: EntityId, path: &str, byte: Option<u64>) -> Difference {
    Difference {
        entity: Some(entity),
        file: path.to_owned(),
        source_id: byte.map(|byte| format!("byte {byte}")).unwrap_or_default(),
        ..Difference::new(SOURCE_BYTES.id)
    }
}

/// Tables of which another number of rows was counted at source, unless that was acknowledged.
fn against_source(input: &ProveInput<'_>, scans: &[ByteScan]) -> Vec<Difference> {
    let Some(rule) = &input.profile.control_totals else { return Vec::new() };
    let dictionary = input.plan.dictionary();
    let mut scanned: BTreeMap<EntityId, u64> = BTreeMap::new();
    for (report, found) in input.staged.files.iter().zip(scans) {
        // Corrected rows stand in place of rows that were counted.
        if input.drop.correction(report.file).is_some() {
            continue;
        }
        *scanned.entry(report.entity).or_default() += found.records.saturating_sub(left_out(input, report));
    }
    for (entity, rows) in &mut scanned {
        let own = input.staged.files.iter().filter(|report| report.entity == *entity);
        *rows = rows.saturating_sub(repeated_rows(own));
    }
    let mut counted: BTreeMap<EntityId, u64> = BTreeMap::new();
    for row in input.staged.world.rows(rule.entity) {
        let table = row.get(rule.table).filled().and_then(|name| dictionary.find(name.trim()));
        let rows = row.get(rule.rows).filled().and_then(|rows| rows.trim().parse().ok());
        counted.extend(table.zip(rows));
    }
    // What flat tables hold was counted as their rows are, if at all.
    let reporting = input.profile.reporting.as_ref();
    let flat = reporting.filter(|rule| input.staged.files.iter().any(|report| rule.is_answers(&report.path)));
    counted.retain(|entity, _| flat.is_none_or(|rule| rule.answers.entity != *entity));
    let acknowledged = |entity: EntityId| {
        let mut stops = input.staged.stops.iter();
        let files = || input.staged.files.iter().filter(|report| report.entity == entity);
        let name = &dictionary.entity(entity).name;
        stops.any(|stop| {
            stop.reason == Reason::ControlTotalMismatch
                && (stop.file == *name || files().any(|report| report.path == stop.file))
        })
    };
    let other = |(entity, rows): &(EntityId, u64)| counted.get(entity).is_some_and(|counted| counted != rows);
    let differing = scanned.into_iter().filter(other).filter(|(entity, _)| !acknowledged(*entity));
    differing.map(|(entity, _)| difference(entity, "", None)).collect()
}
