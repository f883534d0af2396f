//! Records that the lists turn away and that are in no case file.

use std::collections::HashSet;
use std::path::Path;

use crate::pipeline::RunError;
use crate::reconcile::reader::{ExceptionList, ExceptionListFile};
use crate::record::Guid;
use crate::target::TargetError;

/// Records that the lists turn away and that are in no case file, by entity and key.
#[derive(Debug, Default)]
pub(super) struct ListedShared {
    records: HashSet<(String, Guid)>,
}

impl ListedShared {
    /// Reads the lists of an output folder.
    pub(super) fn read(output: &Path) -> Result<Self, RunError> {
        let mut listed = Self::default();
        for list in [ExceptionList::Rejects, ExceptionList::Excluded] {
            let path = output.join("exceptions").join(list.file_name());
            if !path.exists() {
                continue;
            }
            let mut lines = ExceptionListFile::open(output, list).map_err(TargetError::at(&path))?;
            while let Some(line) = lines.next_line().map_err(TargetError::at(&path))? {
                if let (None, Ok(key)) = (line.case_file(), Guid::parse(line.get("SOURCE_ID"))) {
                    listed.records.insert((line.get("ENTITY").to_owned(), key));
                }
            }
        }
        Ok(listed)
    }

    /// Whether a record is turned away.
    pub(super) fn has(&self, entity: &str, key: Guid) -> bool {
        self.records.contains(&(entity.to_owned(), key))
    }
}
