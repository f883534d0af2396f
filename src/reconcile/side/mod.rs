//! The rows of a batch, read back from disk.

mod row_index;
mod table_rows;
mod target_file;
mod target_side;
mod unfold;

pub use table_rows::{TableRows, TargetRowView};
pub use target_file::{FileNo, TargetFile};
pub use target_side::{RowId, TargetSide};
