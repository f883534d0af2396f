//! Counts the records and fields of an export's files by their bytes alone.
//!
//! A bug in a reader must not hide on both sides of the proof. This scanner knows delimiters, quotes and line ends, and
//! nothing of columns, encodings or values. It goes over a file once, and every byte that it passes belongs to the header,
//! to exactly one record, or to a declared gap: a byte-order mark at the start, blank lines at the end.

mod byte_scan;

pub use byte_scan::{ByteScan, scan};
