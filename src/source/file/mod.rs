//! One file of the drop while it is read.

mod file_digest;
mod file_reader;
mod hashing_reader;
mod read_error;
mod record_reader;
mod table_reader;

pub use file_digest::FileDigest;
pub(super) use file_reader::open_file;
pub use file_reader::{FileEnd, FileReader};
pub use hashing_reader::HashingReader;
pub use read_error::ReadError;
pub use record_reader::RecordReader;
