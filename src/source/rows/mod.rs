//! What every reader of a format shares: a header matched to the dictionary, cells made into records, and what was noted.

mod broken_row;
mod cell_name;
mod conversion;
mod faults;
mod header;
mod notes;
mod record_maker;
mod written_dates;

pub use broken_row::BrokenRow;
pub use conversion::{Conversion, Converted};
pub use faults::{Faults, Malformed, Mismatch};
pub use header::Header;
pub use notes::Notes;
pub(super) use record_maker::RecordMaker;
pub use written_dates::WrittenDates;
