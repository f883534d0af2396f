//! The files that rows were read from.

/// Number of a file within a [`TargetSide`](super::TargetSide).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileNo(pub u16);

/// A file that rows were read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetFile {
    /// The number of the batch folder.
    pub batch: u32,
    /// Path within the output folder, such as `data/batches/0001/05_MO_PERSONS.csv`.
    pub path: String,
}
