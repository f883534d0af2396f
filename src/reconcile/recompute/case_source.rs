//! One case file as it stands in the export.

use crate::record::{Guid, SourceRecord};

/// The records of one case file of the export, or the shared records.
#[derive(Clone, Copy, Debug)]
pub struct CaseSource<'a> {
    /// Person number; none for shared records.
    pub number: Option<u64>,
    /// The surviving person; nobody for shared records.
    pub person: Guid,
    /// Every record, in order of entity and key, those of merged people included, without repeated ones that lost.
    pub records: &'a [SourceRecord],
    /// Records of the case file that another export accounts for: looked up, and not asked after.
    pub beside: &'a [SourceRecord],
}
