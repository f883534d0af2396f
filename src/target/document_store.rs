//! Attached files: copied, linked, or only indexed.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{HashingWriter, TargetError};

/// What becomes of attached files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentPolicy {
    /// Each is copied into its batch.
    Copy,
    /// A hard link where the source is readable by its owner alone and on the same file system, else a copy.
    Link,
    /// Only the index is written.
    Index,
    /// A symbolic link to the drop, for an output that does not stay.
    Borrow,
}

/// A file to be put into a batch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DocumentSource {
    /// Its SHA-256, by which it is named in the batch.
    pub sha256: String,
    /// Where it lies in the drop.
    pub path: PathBuf,
    /// What errors call it: its name may be a value.
    pub told: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// Its content, where it is no file of the drop.
    pub held: Option<Arc<[u8]>>,
}

impl DocumentSource {
    /// A file that is none of the drop: its content is here.
    pub fn held(sha256: String, content: Vec<u8>) -> Self {
        let (path, told, bytes) = (PathBuf::new(), PathBuf::new(), content.len() as u64);
        Self { sha256, path, told, bytes, held: Some(content.into()) }
    }
}

/// Puts a file into the documents folder of a batch; whoever calls makes it durable.
pub(super) fn store(
    folder: &Path,
    document: &DocumentSource,
    policy: DocumentPolicy,
) -> Result<(), TargetError> {
    let target = folder.join(&document.sha256);
    if let Some(held) = &document.held {
        return create(&target)?.write_all(held).map_err(TargetError::at(&target));
    }
    match policy {
        DocumentPolicy::Borrow => symlink(&document.path, &target).map_err(TargetError::at(&target)),
        DocumentPolicy::Link if linked(&document.path, &target) => check_linked(document, &target),
        _ => copy(document, &target),
    }
}

/// Whether a hard link could be made; a link shares the source's mode, so only a private file is linked.
fn linked(source: &Path, target: &Path) -> bool {
    let private =
        source.metadata().is_ok_and(|data| data.permissions().mode() & 0o777 == 0o600 && data.nlink() > 0);
    private && std::fs::hard_link(source, target).is_ok()
}

/// A linked file must still be what was looked at before.
fn check_linked(document: &DocumentSource, target: &Path) -> Result<(), TargetError> {
    let mut file = File::open(target).map_err(TargetError::at(target))?;
    let mut out = HashingWriter::new(std::io::sink());
    std::io::copy(&mut file, &mut out).map_err(TargetError::at(target))?;
    let (_, _, sha256) = out.finish();
    if sha256 == document.sha256 {
        return Ok(());
    }
    std::fs::remove_file(target).map_err(TargetError::at(target))?;
    Err(TargetError::Document { path: document.told.clone() })
}

fn copy(document: &DocumentSource, target: &Path) -> Result<(), TargetError> {
    let at = || TargetError::at(&document.told);
    let unreadable = |source| TargetError::Unreadable { path: document.told.clone(), source };
    let mut source = File::open(&document.path).map_err(unreadable)?;
    let mut out = HashingWriter::new(BufWriter::new(create(target)?));
    std::io::copy(&mut source, &mut out).and_then(|_| out.flush()).map_err(at())?;
    let (_, _, sha256) = out.finish();
    if sha256 == document.sha256 {
        Ok(())
    } else {
        Err(TargetError::Document { path: document.told.clone() })
    }
}

/// A new file that its owner alone can read.
fn create(target: &Path) -> Result<File, TargetError> {
    let mut options = File::options();
    options.write(true).create_new(true).mode(0o600).open(target).map_err(TargetError::at(target))
}
