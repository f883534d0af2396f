//! Source records as bytes in a temporary file.

use crate::record::{EntityId, FieldId, FileId, Origin, Reason, SourceRecord, SourceRecordBuilder};

/// Appends a number, seven bits a byte, least first.
pub(crate) fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(low(number) | 0x80);
        number >>= 7;
    }
    out.push(low(number));
}

fn low(number: u64) -> u8 {
    number.to_le_bytes()[0] & 0x7f
}

/// Takes a number off the front.
pub(crate) fn take_number(bytes: &mut &[u8]) -> Option<u64> {
    // Most numbers are small.
    if let [byte @ ..0x80, rest @ ..] = *bytes {
        *bytes = rest;
        return Some(u64::from(*byte));
    }
    let mut number = 0_u64;
    for (at, byte) in bytes.iter().enumerate().take(10) {
        number |= u64::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            *bytes = &bytes[at + 1..];
            return Some(number);
        }
    }
    None
}

/// Takes so many bytes off the front.
pub(crate) fn take_bytes<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (head, tail) = bytes.split_at_checked(count)?;
    *bytes = tail;
    Some(head)
}

/// Appends a record: entity, origin, twice the number of fields (one more where some are unread), one length a field (0
/// null, else length + 1), the texts; of unread fields their number, and each with its reason.
pub(crate) fn put_record(out: &mut Vec<u8>, record: &SourceRecord) {
    put_number(out, u64::from(record.entity().0));
    put_number(out, u64::from(record.origin().file.0));
    put_number(out, record.origin().line);
    let unread = record.unread();
    put_number(out, record.len() as u64 * 2 + u64::from(!unread.is_empty()));
    for length in record.lengths() {
        put_number(out, length.map_or(0, |length| length as u64 + 1));
    }
    out.extend_from_slice(record.joined().as_bytes());
    if !unread.is_empty() {
        put_number(out, unread.len() as u64);
        for (field, reason) in unread {
            put_number(out, u64::from(field.0));
            put_number(out, reason.number());
        }
    }
}

/// Takes a record off the front; `None` where the bytes are no record.
pub(crate) fn take_record(bytes: &mut &[u8], builder: &mut SourceRecordBuilder) -> Option<SourceRecord> {
    let entity = EntityId(u16::try_from(take_number(bytes)?).ok()?);
    let file = FileId(u32::try_from(take_number(bytes)?).ok()?);
    let line = take_number(bytes)?;
    let marked = take_number(bytes)?;
    let mut whole = 0;
    for _ in 0..marked / 2 {
        let length = take_number(bytes)?.checked_sub(1).map(usize::try_from);
        whole = builder.push_length(length.transpose().ok()?)?;
    }
    let text = std::str::from_utf8(take_bytes(bytes, whole)?).ok()?;
    if marked % 2 == 1 {
        for _ in 0..take_number(bytes)? {
            let field = FieldId(u16::try_from(take_number(bytes)?).ok()?);
            builder.mark_unread(field, Reason::numbered(take_number(bytes)?)?);
        }
    }
    builder.finish_joined(entity, Origin { file, line }, text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Value;

    #[test]
    fn a_record_comes_back_as_it_was() {
        let mut builder = SourceRecordBuilder::new();
        for value in
            [Value::Text("ŵ, \"a\"\r\n"), Value::Null, Value::Text(""), Value::Text(&"x".repeat(300))]
        {
            builder.push(value);
        }
        builder.push_unread(Value::Text("03/04/2019"), Some(Reason::AmbiguousDate));
        let record = builder.finish(EntityId(300), Origin { file: FileId(7), line: u64::MAX });
        let mut bytes = Vec::new();
        put_record(&mut bytes, &record);
        put_record(&mut bytes, &record);
        let mut rest = bytes.as_slice();
        assert_eq!(take_record(&mut rest, &mut builder), Some(record.clone()));
        assert_eq!(take_record(&mut rest, &mut builder), Some(record));
        assert_eq!(take_record(&mut rest, &mut builder), None);
    }
}
