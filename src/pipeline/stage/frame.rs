//! One record of a case file, as the spool holds it.

use super::record_codec::{put_number, put_record, take_bytes, take_number, take_record};
use crate::pipeline::world::PersonIndex;
use crate::record::{SourceRecord, SourceRecordBuilder};

/// One record of a case file, as the spool holds it.
#[derive(Debug)]
pub(crate) struct Frame {
    /// The surviving person.
    pub(crate) person: PersonIndex,
    /// Whether its owner column still names a record that was merged into another.
    pub(crate) unsettled: bool,
    /// The record.
    pub(crate) record: SourceRecord,
}

/// Appends a frame.
pub(crate) fn put_frame(out: &mut Vec<u8>, person: PersonIndex, unsettled: bool, record: &SourceRecord) {
    put_number(out, u64::from(person.0));
    out.push(u8::from(unsettled));
    put_record(out, record);
}

/// Takes a frame off the front; `None` where the bytes are no frame.
pub(crate) fn take_frame(bytes: &mut &[u8], builder: &mut SourceRecordBuilder) -> Option<Frame> {
    let person = PersonIndex(u32::try_from(take_number(bytes)?).ok()?);
    let unsettled = take_bytes(bytes, 1)? == [1];
    Some(Frame { person, unsettled, record: take_record(bytes, builder)? })
}
