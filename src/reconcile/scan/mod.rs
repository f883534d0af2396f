//! Counts the records and fields of an export's files by their bytes alone.
//!
//! A bug in a reader must not hide on both sides of the proof. These scanners know delimiters, quotes and line ends, and
//! nothing of columns, encodings or values. One goes over a file once, and every byte that it passes belongs to the header,
//! to exactly one record, or to a declared gap: a byte-order mark at the start, blank lines at the end, what stands around objects
//! and rows of XML. A workbook is an archive, of which no byte is a record's alone: its rows are counted by another way of the
//! crate that unpacks it, which holds the sheet whole.

mod byte_scan;
mod element_scan;
mod marks;
mod object_scan;
mod pattern_scan;
mod record_scan;
mod scan_file;
mod tags;
mod workbook_scan;

pub use byte_scan::{ByteScan, scan};
pub use element_scan::scan_elements;
pub use marks::Marks;
pub use object_scan::scan_objects;
pub use pattern_scan::{RawFields, scan_patterns};
pub use record_scan::scan_records;
pub use scan_file::scan_file;
pub(super) use scan_file::unwritable;
pub use workbook_scan::scan_workbook;
