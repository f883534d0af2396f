//! A part of the export.

/// What a part of the export is to the run that reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The people of the batch of this number.
    Batch(u32),
    /// People of whom nothing is written yet, and who have no batch.
    Open,
    /// People whose case files earlier runs wrote in the batch of this number.
    Sealed(u32),
}
