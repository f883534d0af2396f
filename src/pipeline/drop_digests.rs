//! Digests of the files of a drop, before anything is made of it.

use super::drop_changes::FileDigest;
use super::fingerprint::{drop_sha256, originals};
use super::parallel::in_parallel;
use super::survey::Survey;
use super::verify::digest_of;
use super::{Event, RunError, Watcher};
use crate::record::FileId;
use crate::source::ReadError;

/// Hashes every file of the drop that a run would read, and those that nothing claims, in order of path.
pub(crate) fn digests_of(
    survey: &Survey,
    threads: usize,
    watcher: Watcher<'_>,
) -> Result<Vec<FileDigest>, RunError> {
    if !survey.drop.refusals().is_empty() {
        return Err(survey.refused());
    }
    let assignment = &survey.assignment;
    let rows = assignment.sources.iter().map(|source| source.file.0);
    // A file that came since is a change of the drop, though nobody reads it.
    let others = assignment.documents.iter().chain(&assignment.undeclared).map(|file| file.0);
    let mut numbers: Vec<u32> = rows.chain(others).collect();
    numbers.sort_unstable();
    let bytes = survey.row_bytes() + survey.document_bytes();
    watcher.tell(Event::PhaseStarted { name: "compare the drop", batches: 0, bytes });
    let hashed = in_parallel(threads, &numbers, |number| hash(survey, FileId(number), watcher))?;
    watcher.tell(Event::PhaseFinished);
    let paths = numbers.iter().map(|number| survey.drop.file(FileId(*number)).path.clone());
    let originals = originals(&survey.drop).map(|(path, sha256)| (path.to_owned(), sha256));
    Ok(paths.zip(hashed).chain(originals).collect())
}

/// The digest of a drop whose files are these.
pub(crate) fn digest_of_drop(files: &[FileDigest]) -> String {
    drop_sha256(files.iter().map(|(path, sha256)| (path.as_str(), sha256.clone())))
}

fn hash(survey: &Survey, id: FileId, watcher: Watcher<'_>) -> Result<String, RunError> {
    if watcher.stopped() {
        return Err(RunError::Interrupted);
    }
    let file = survey.drop.file(id);
    let unreadable = |source| ReadError::Io { path: file.path.clone(), source };
    let (bytes, sha256) = digest_of(&survey.drop.full_path(file)).map_err(unreadable)?;
    watcher.tell(Event::Read { bytes, records: 0 });
    Ok(sha256)
}
