//! A file that holds the rows of all entities, as one file for each.

use std::path::Path;
use std::sync::Arc;

use super::{DropError, PrivateFolder};
use crate::source::data_xml::{PiecesError, split};

/// A private folder with a file for each entity; it goes when nobody uses it any more.
#[derive(Clone, Debug)]
pub(super) struct Pieces {
    folder: Arc<PrivateFolder>,
    files: Vec<(String, u64)>,
}

/// Whether a path within the drop is that of a file of all entities, which the Configuration Migration Tool names so.
pub(super) fn is_of_all_entities(path: &str) -> bool {
    path.eq_ignore_ascii_case("data.xml")
}

impl Pieces {
    /// Parts a file of the drop at `root`, beside that.
    pub(super) fn new(path: &Path, root: &Path) -> Result<Self, DropError> {
        let io = |source| DropError::Io { path: path.to_path_buf(), source };
        let folder = PrivateFolder::beside(root).map_err(io)?;
        let files = split(path, folder.path()).map_err(|error| match error {
            PiecesError::Io(source) => io(source),
            PiecesError::Form(problem) => {
                DropError::Parted { path: path.to_path_buf(), problem: problem.to_owned() }
            }
        })?;
        Ok(Self { folder: Arc::new(folder), files })
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
