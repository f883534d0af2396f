//! A total of the service on both sides.

use crate::reconcile::totals::TotalCount;

/// A total of the service, counted from the export and from the import files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TotalProof {
    /// What differences name it by.
    pub id: String,
    /// What it is, for people.
    pub title: String,
    /// What was counted.
    pub count: TotalCount,
}
