//! Counts the records and fields of an export's files by their bytes alone.
//!
//! A bug in a reader must not hide on both sides of the proof. These scanners know delimiters, quotes and line ends, and
//! nothing of columns, encodings or values. One goes over a file once, and every byte that it passes belongs to the header,
//! to exactly one record, or to a declared gap: a byte-order mark at the start, blank lines at the end.

mod byte_scan;
mod marks;
mod pattern_scan;
mod scan_file;

pub use byte_scan::{ByteScan, scan};
pub use marks::Marks;
pub use pattern_scan::{RawFields, scan_patterns};
pub use scan_file::scan_file;
pub(super) use scan_file::unwritable;
