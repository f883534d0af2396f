//! A row that ought to stand in the import files.

use crate::record::EntityId;
use crate::target::contract::TargetRow;

/// A row that ought to stand in the import files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedRow {
    /// Table and cells.
    pub row: TargetRow,
    /// The entity of the record that gives it; of the first, where several do.
    pub entity: EntityId,
    /// The key of that record.
    pub source_id: String,
    /// Whether it stands in the run's last batch rather than in the case file's own.
    pub last_batch: bool,
    /// Whether it may stand in either: the note of a record with links to other people's work waits to know which of
    /// them are written, where it has such links.
    pub either_batch: bool,
    /// Whether it names somebody whom a later run wrote than the case file, so that it stands in that one's last batch.
    pub late: bool,
    /// The row of [`EntityPlan::rows`](crate::map::plan::EntityPlan::rows) that gives it; none for a note that the
    /// lines of records make.
    pub rule: Option<usize>,
    /// Place of the record in the case file, by which file names are numbered.
    pub(in crate::reconcile) place: usize,
}
