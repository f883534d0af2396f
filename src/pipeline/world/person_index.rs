//! The number of a person within a run.

/// A person's position in ascending person number, counted from 0; only meaningful within one staging.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonIndex(pub u32);

impl PersonIndex {
    /// The position as an index of a slice.
    pub fn at(self) -> usize {
        self.0 as usize
    }
}
