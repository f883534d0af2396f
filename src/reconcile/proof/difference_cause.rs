//! What differences have in common.

use crate::reconcile::Difference;
use crate::reconcile::check;

/// What kind of difference it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceKind {
    /// Something that ought to be there is not.
    Missing,
    /// Something is there that ought not to be.
    Extra,
    /// Something stands twice.
    Duplicated,
    /// A value is another.
    Changed,
    /// Something stands elsewhere than it ought to, or in another's place.
    Moved,
    /// Rows stand in another order.
    Reordered,
    /// Accounts of the same thing do not agree.
    Disagreeing,
}

impl DifferenceKind {
    /// The kind of what a check finds.
    pub fn of(check: &str) -> Self {
        let is = |checks: &[&check::Check]| checks.iter().any(|one| one.id == check);
        if is(&[&check::MISSING_ROW, &check::NOT_ACCOUNTED_FOR]) {
            Self::Missing
        } else if is(&[&check::UNEXPECTED_ROW, &check::LISTED_RECORDS]) {
            Self::Extra
        } else if is(&[&check::ROW_DUPLICATED, &check::contract::PAIR_ONCE]) {
            Self::Duplicated
        } else if is(&[&check::CELL, &check::VALUE_MISMATCH]) {
            Self::Changed
        } else if is(&[&check::ROW_MOVED, &check::RECORD_SWAPPED, &check::ROW_IN_ITS_BATCH]) {
            Self::Moved
        } else if is(&[&check::contract::ROW_ORDER]) {
            Self::Reordered
        } else {
            Self::Disagreeing
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Extra => "extra",
            Self::Duplicated => "duplicated",
            Self::Changed => "changed",
            Self::Moved => "moved",
            Self::Reordered => "reordered",
            Self::Disagreeing => "disagreeing",
        }
    }
}

/// Differences that follow from such as share check, entity, table and column, and with them the line of the mapping that wrote
/// it: those themselves, and the values, digests, counts and totals that a row or cell takes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DifferenceCause {
    /// The first of them.
    pub first: Difference,
    /// What kind of difference it is.
    pub kind: DifferenceKind,
    /// The mapping file and line that wrote the column or row, where one did.
    pub mapping: Option<(String, u32)>,
    /// How many share it, those that follow included.
    pub count: u64,
}
