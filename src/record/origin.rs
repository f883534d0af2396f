//! Where a source record stands in the drop.

/// Number of a file of the drop, in the order of the survey's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// The place of a record: its file and the physical line on which it starts (1 is the first line of the file).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The file.
    pub file: FileId,
    /// The physical line on which the record starts, counted from 1.
    pub line: u64,
}
