//! Delimited text files (RFC 4180), read so that nothing and the empty string are told apart.

mod broken_row;
mod csv_reader;
mod faults;
mod header;
mod notes;
mod opening;
mod rows;
mod splitter;
mod window;

pub use broken_row::BrokenRow;
pub use csv_reader::CsvReader;
pub use faults::Faults;
pub use header::Header;
pub use notes::Notes;
