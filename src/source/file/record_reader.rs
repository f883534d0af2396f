//! What every reader of a format does.

use super::ReadError;
use crate::record::SourceRecord;

/// Gives the records of one file, one after another.
pub trait RecordReader {
    /// The next record, or none at the end. Rows that are no records are noted by the reader and passed over, so that
    /// one run finds everything that is wrong with a file.
    fn read(&mut self) -> Result<Option<SourceRecord>, ReadError>;

    /// The byte of the file, once unpacked, at which the record begins that was read last.
    fn position(&self) -> u64;
}
