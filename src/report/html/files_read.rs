//! The files of the export, those with rows apart from the attachments.

use std::collections::BTreeSet;

use crate::report::model::{Source, SourceFile};

/// The files of the export. There may be very many attachments, so they are counted and not listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FilesRead<'a> {
    /// Files of rows; also those without a row, where their entity has no other file.
    pub(super) listed: Vec<&'a SourceFile>,
    /// The number of the others.
    pub(super) attachments: u64,
    /// Their size together.
    pub(super) attachment_bytes: u64,
}

impl<'a> FilesRead<'a> {
    /// The files of a drop.
    pub(super) fn of(source: &'a Source) -> Self {
        let with_rows = source.files.iter().filter(|file| file.records > 0);
        let told: BTreeSet<_> = with_rows.map(|file| file.entity.as_str()).collect();
        let is_attachment = |file: &&SourceFile| file.records == 0 && told.contains(file.entity.as_str());
        let (attachments, listed): (Vec<_>, Vec<_>) = source.files.iter().partition(is_attachment);
        Self {
            listed,
            attachments: attachments.len() as u64,
            attachment_bytes: attachments.iter().map(|file| file.bytes).sum(),
        }
    }
}
