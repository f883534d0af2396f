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
    /// Whether it is another case file's, and only joins that one to this.
    pub(crate) visiting: bool,
    /// The record.
    pub(crate) record: SourceRecord,
}

const UNSETTLED: u8 = 1;
const VISITING: u8 = 2;

/// Appends the frame of a record of the person's own case file.
pub(crate) fn put_own(out: &mut Vec<u8>, person: PersonIndex, unsettled: bool, record: &SourceRecord) {
    put_frame(out, person, if unsettled { UNSETTLED } else { 0 }, record);
}

/// Appends the frame of a record that joins another case file to the person's.
pub(crate) fn put_visiting(out: &mut Vec<u8>, person: PersonIndex, record: &SourceRecord) {
    put_frame(out, person, VISITING, record);
}

fn put_frame(out: &mut Vec<u8>, person: PersonIndex, flags: u8, record: &SourceRecord) {
    put_number(out, u64::from(person.0));
    out.push(flags);
    put_record(out, record);
}

/// Takes a frame off the front; `None` where the bytes are no frame.
pub(crate) fn take_frame(bytes: &mut &[u8], builder: &mut SourceRecordBuilder) -> Option<Frame> {
    let person = PersonIndex(u32::try_from(take_number(bytes)?).ok()?);
    let [flags] = take_bytes(bytes, 1)? else { return None };
    let (unsettled, visiting) = (flags & UNSETTLED != 0, flags & VISITING != 0);
    Some(Frame { person, unsettled, visiting, record: take_record(bytes, builder)? })
}
