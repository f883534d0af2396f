//! The files of a profile, and what refuses a run.

use crate::pipeline::survey::Survey;
use crate::record::Stop;
use crate::report::profile::{FileProfile, IgnoredFile, StopFound};
use crate::source::{Dictionary, FileReport};

/// A file of rows.
pub(super) fn file_profile(dictionary: &Dictionary, report: &FileReport) -> FileProfile {
    FileProfile {
        path: report.path.clone(),
        entity: dictionary.entity(report.entity).name.clone(),
        records: report.records,
        broken: report.broken.len() as u64,
        bytes: report.bytes,
        sha256: report.sha256.to_string(),
    }
}

/// The files that the profile leaves out.
pub(super) fn ignored_files(survey: &Survey) -> Vec<IgnoredFile> {
    let ignored = survey.assignment.ignored.iter();
    let path = |file| survey.drop.file(file).path.clone();
    ignored.map(|(file, reason)| IgnoredFile { path: path(*file), reason: reason.clone() }).collect()
}

/// What refuses a run.
pub(super) fn stop_found(stop: &Stop) -> StopFound {
    StopFound {
        code: stop.reason.code().to_owned(),
        file: stop.file.clone(),
        line: stop.line,
        field: stop.field.clone(),
        message: stop.message.clone(),
    }
}
