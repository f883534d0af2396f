//! The rows of a target table.

use crate::target::contract::TableId;

/// The rows of a table over all batches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetTotal {
    /// The table.
    pub table: TableId,
    /// How many there are.
    pub rows: u64,
    /// SHA-256 over the SHA-256 of each batch's rows in ascending number of batch; rows in ascending order of
    /// key, then of all cells, each cell as kind (0 null, 1 value), `u32` length and bytes.
    pub sha256_rows: [u8; 32],
}
