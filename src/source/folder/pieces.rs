//! A file that holds the rows of all entities, as one file for each.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::{DropError, PrivateFolder, Refusal};
use crate::record::Reason;
use crate::source::data_xml::{PiecesError, split};
use crate::source::{Faults, Malformed, ReadError};

/// A private folder with a file for each entity; it goes when nobody uses it any more.
#[derive(Clone, Debug)]
pub(super) struct Pieces {
    folder: Arc<PrivateFolder>,
    files: Vec<(String, u64)>,
}

/// Whether a path within the drop is that of a file of all entities, which the Configuration Migration Tool names so.
pub(in crate::source) fn is_of_all_entities(path: &str) -> bool {
    path.eq_ignore_ascii_case("data.xml")
}

impl Pieces {
    /// Parts the file at that path within the drop at `root`, beside that; none where it cannot be parted, and why.
    pub(super) fn new(path: &str, root: &Path) -> Result<(Option<Self>, Vec<Refusal>), DropError> {
        let at = |path: &Path, source| DropError::Temporary { path: path.to_path_buf(), source };
        let folder = PrivateFolder::beside(root).map_err(|source| at(root, source))?;
        let full = root.join(path);
        let error = match split(&full, folder.path()) {
            Ok(files) => return Ok((Some(Self { folder: Arc::new(folder), files }), Vec::new())),
            Err(PiecesError::Write(source)) => return Err(at(folder.path(), source)),
            Err(PiecesError::Changed) => return Err(DropError::Changed { path: full }),
            Err(error) => error,
        };
        Ok((None, refusals(path, error)))
    }

    /// The folder.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The entities and the sizes of their files, in the order in which they stand.
    pub(super) fn files(&self) -> &[(String, u64)] {
        &self.files
    }
}

fn refusals(path: &str, error: PiecesError) -> Vec<Refusal> {
    let mut faults = Faults::default();
    match error {
        PiecesError::Read(source) => return unreadable(path, source),
        PiecesError::Encoding(fault) => faults.undecoded(fault, 1),
        PiecesError::Form(problem, offset) => {
            let message = format!("cannot be parted by entity: {problem}");
            faults.malformed =
                Some(Malformed { reason: Reason::BadXml, line: 1, offset: Some(offset), message });
        }
        PiecesError::Write(_) | PiecesError::Changed => {}
    }
    faults.stops(path, 0).into_iter().map(Refusal::of_tables).collect()
}

fn unreadable(path: &str, source: io::Error) -> Vec<Refusal> {
    let stop = ReadError::Io { path: path.to_owned(), source }.stop("");
    stop.into_iter().map(Refusal::of_tables).collect()
}
