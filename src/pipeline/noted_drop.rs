//! A drop as a run noted it when it began, to be found again, and held against what lies there now.
//!
//! A drop has layers: 0 is the export itself, further ones are the folders of corrected rows that were laid over it.

use std::collections::BTreeMap;
use std::path::Path;

use super::RunError;
use super::drop_changes::{DropChanges, FileDigest};
use super::fingerprint::Fingerprint;
use super::output_folder::OutputFolder;
use super::verify::digest_of;
use crate::ledger::RunRow;
use crate::source::{Dictionary, DropFolder, ReadError, is_lock_file, layer_of, tables_named};

/// Sizes and digests of the files of a drop, by path within it.
#[derive(Debug, Default)]
pub(crate) struct NotedDrop {
    files: BTreeMap<String, (u64, String)>,
}

impl NotedDrop {
    /// What the run of that number in the ledger read.
    pub(crate) fn of(folder: &OutputFolder, run: u32) -> Result<Self, RunError> {
        let noted = folder.ledger.source_files(run)?.into_iter();
        Ok(Self { files: noted.map(|file| (file.path, (file.bytes, file.sha256))).collect() })
    }

    /// What the latest run read that depended on just this.
    pub(crate) fn used_by(folder: &OutputFolder, used: &Fingerprint) -> Result<Self, RunError> {
        let is_it = |row: &RunRow| {
            !row.dry_run && Fingerprint::parse(&row.fingerprint).is_some_and(|own| own == *used)
        };
        let run = folder.ledger.runs()?.into_iter().rev().find(is_it);
        run.map_or_else(|| Ok(Self::default()), |run| Self::of(folder, run.number))
    }

    /// How many tables of the dictionary files of the export itself are named after.
    pub(crate) fn tables(&self, dictionary: &Dictionary) -> usize {
        tables_named(self.layer(0).map(|(path, _)| path), dictionary).len()
    }

    /// Whether an export has the files that were noted, by path and size.
    pub(crate) fn may_be(&self, export: &DropFolder) -> bool {
        self.layer(0).all(|(path, (bytes, _))| match export.find(path) {
            Some(file) => file.bytes == *bytes,
            // What others are made of is hashed as it is; what stands in a row is known by the path of its file.
            None if export.originals().iter().any(|original| original.path == path) => true,
            None => path.rsplit_once('/').is_some_and(|(rows, _)| export.find(rows).is_some()),
        })
    }

    /// Whether the run told attachments of an export by the paths that they have, as earlier versions did: one at least of those
    /// that are told otherwise now.
    pub(crate) fn has_own_names_of(&self, export: &DropFolder) -> bool {
        let mut told = export.files().iter().filter(|file| file.path != file.own_path());
        told.any(|file| self.files.contains_key(file.own_path()) && !self.files.contains_key(&file.path))
    }

    /// Whether a folder of corrected rows is a layer, byte for byte.
    pub(crate) fn is_layer(&self, layer: u32, rows: &Path) -> Result<bool, RunError> {
        Ok(self.changes(layer, &digests_in(rows)?).is_empty())
    }

    /// What of a layer is other now; paths are within the layer.
    pub(crate) fn changes(&self, layer: u32, now: &[FileDigest]) -> DropChanges {
        let noted = self.layer(layer).map(|(path, (_, sha256))| (path, sha256.as_str()));
        DropChanges::between(noted.collect(), now)
    }

    /// What of all layers is other now.
    pub(crate) fn all_changes(&self, now: &[FileDigest]) -> DropChanges {
        let noted = self.files.iter().map(|(path, (_, sha256))| (path.as_str(), sha256.as_str()));
        DropChanges::between(noted.collect(), now)
    }

    fn layer(&self, layer: u32) -> impl Iterator<Item = (&str, &(u64, String))> {
        self.files.iter().filter_map(move |(path, file)| {
            let (own, path) = layer_of(path);
            (own == layer).then_some((path, file))
        })
    }
}

/// The files of a layer among those of a whole drop, by their paths within the layer.
pub(crate) fn of_layer(layer: u32, files: &[FileDigest]) -> Vec<FileDigest> {
    let own = files.iter().filter_map(|(path, sha256)| {
        let (own, path) = layer_of(path);
        (own == layer).then(|| (path.to_owned(), sha256.clone()))
    });
    own.collect()
}

/// Hashes every file of a folder of corrected rows.
pub(crate) fn digests_in(rows: &Path) -> Result<Vec<FileDigest>, RunError> {
    let drop = DropFolder::open(rows)?;
    let mut digests = Vec::with_capacity(drop.files().len());
    for file in drop.files().iter().filter(|file| !is_lock_file(&file.path)) {
        let unreadable = |source| ReadError::Io { path: file.path.clone(), source };
        let (_, sha256) = digest_of(&drop.full_path(file)).map_err(unreadable)?;
        digests.push((file.path.clone(), sha256));
    }
    Ok(digests)
}

/// Whether two paths lead to the same folder.
pub(crate) fn is_same_folder(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}
