//! Reads a drop and stages it.

use std::path::Path;

use super::{Layout, PeopleRules, ReadDrop, StageError, StageSettings, Staged, Stager};
use crate::map::plan::OptionSets;
use crate::record::{EntityId, FileId, Reason, SourceRecord};
use crate::source::{
    Assignment, Completeness, ControlTotals, Dictionary, DropFolder, FileReader, FileReport, FileScan,
    Profile, RecordReader,
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
}

/// Reads every file of rows once, in the order of the layout, and stages the records under `out`.
pub fn stage(
    input: StageInput<'_>,
    layout: Layout,
    rules: PeopleRules,
    batch_size: u32,
    out: &Path,
) -> Result<Staged, StageError> {
    let settings = StageSettings {
        batch_size,
        dates: input.profile.format.dates.clone(),
        datetimes: input.profile.format.datetimes.clone(),
    };
    let order = layout.order().to_vec();
    let mut stager = Stager::create(out, layout, rules, settings)?;
    let mut files = Vec::new();
    let mut counts = Vec::new();
    for entity in order {
        let is_counts = input.profile.control_totals.as_ref().is_some_and(|rule| rule.entity == entity);
        for file in input.assignment.files_of(entity) {
            let report = read(input, file, entity, |record, reason| {
                if is_counts {
                    counts.push(record.clone());
                }
                if let Some(reason) = reason {
                    stager.refuse(record.origin(), reason);
                }
                stager.take(record)
            })?;
            files.push(report);
        }
        stager.end(entity)?;
    }
    let drop = read_drop(input, files, &counts)?;
    stager.finish(drop)
}

fn read(
    input: StageInput<'_>,
    file: FileId,
    entity: EntityId,
    mut take: impl FnMut(SourceRecord, Option<Reason>) -> Result<(), StageError>,
) -> Result<FileReport, StageError> {
    let file = input.drop.file(file);
    let path = input.drop.full_path(file);
    let columns = (entity, input.dictionary.entity(entity));
    let mut reader = FileReader::open(&path, &file.path, file.id, &input.profile.format, columns)?;
    let mut scan = FileScan::new(input.dictionary, input.profile, file, entity);
    while let Some(record) = reader.read()? {
        let reason = scan.see(&record);
        take(record, reason)?;
    }
    Ok(scan.finish(reader.finish()?))
}

fn read_drop<'a>(
    input: StageInput<'a>,
    files: Vec<FileReport>,
    counts: &[SourceRecord],
) -> Result<ReadDrop<'a>, StageError> {
    let totals = match &input.profile.control_totals {
        Some(rule) => ControlTotals::new(counts, rule, input.profile, input.dictionary),
        None => ControlTotals::default(),
    };
    let completeness = Completeness::new(&files, &totals, input.profile, input.dictionary);
    let mut stops = completeness.stops;
    stops.extend(input.assignment.stops.iter().cloned());
    Ok(ReadDrop {
        dictionary: input.dictionary,
        taken_on: totals.extract_date(input.profile).ok_or(StageError::NoExtractDate)?,
        files,
        warnings: completeness.findings,
        stops,
        options: input.options,
    })
}
