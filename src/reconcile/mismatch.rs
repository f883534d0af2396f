//! Values that differ, and which of them changed places.

use std::collections::HashSet;

use crate::record::{EntityId, FieldId};
use crate::target::contract::{ColumnId, TableId};

/// A column of either side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MismatchColumn {
    /// Of the export.
    Source(EntityId, FieldId),
    /// Of the import files.
    Target(TableId, ColumnId),
}

/// A value that differs, by keyed hashes of what ought to be and what is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The column.
    pub column: MismatchColumn,
    /// A hash of the value that ought to be.
    pub wanted: [u8; 16],
    /// A hash of the value that is.
    pub found: [u8; 16],
    /// The difference, by its place among those found with it.
    pub difference: usize,
}

/// Which of these hold what another of them ought to hold, by their places.
pub fn swapped(mismatches: &[Mismatch]) -> Vec<usize> {
    let wanted: HashSet<_> = mismatches.iter().map(|one| (one.column, one.wanted)).collect();
    let is_swapped = |(_, one): &(usize, &Mismatch)| wanted.contains(&(one.column, one.found));
    mismatches.iter().enumerate().filter(is_swapped).map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_values_that_changed_places_are_swapped() {
        let of = |column, wanted, found| Mismatch {
            column: MismatchColumn::Source(EntityId(1), FieldId(column)),
            wanted: [wanted; 16],
            found: [found; 16],
            difference: 0,
        };
        assert_eq!(swapped(&[of(1, 1, 2), of(1, 2, 1), of(1, 3, 9), of(2, 9, 4)]), [0, 1]);
    }
}
