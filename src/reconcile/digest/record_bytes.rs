//! The bytes of a record that are digested.

/// The bytes of a record: `u32` number of fields, then for each field in ascending order of name `u32` length and name,
/// `u8` kind (0 null, 1 value), `u32` length and value; little-endian, UTF-8. No two records have the same bytes.
///
/// The buffer is used again for every record.
#[derive(Clone, Debug, Default)]
pub struct RecordBytes {
    bytes: Vec<u8>,
}

impl RecordBytes {
    /// An empty buffer.
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts on a record of so many fields, after a prefix that the digest puts before them.
    pub fn begin(&mut self, entity: &str, identity: &str, fields: usize) {
        self.bytes.clear();
        for part in ["record", entity, identity] {
            self.bytes.extend_from_slice(part.as_bytes());
            self.bytes.push(0);
        }
        self.length(fields);
    }

    /// Appends a field; fields come in ascending order of name. Null is not the empty text.
    pub fn field(&mut self, name: &str, value: Option<&str>) {
        self.text(name);
        self.bytes.push(u8::from(value.is_some()));
        self.text(value.unwrap_or_default());
    }

    /// Prefix and record, as the digest takes them.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn text(&mut self, text: &str) {
        self.length(text.len());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn length(&mut self, length: usize) {
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        self.bytes.extend_from_slice(&length.to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_written_as_the_contract_says() {
        let mut record = RecordBytes::new();
        record.begin("Person", "id", 3);
        record.field("A", Some("x"));
        record.field("B", None);
        record.field("C", Some(""));
        let expected: &[u8] = b"record\0Person\0id\0\x03\0\0\0\
            \x01\0\0\0A\x01\x01\0\0\0x\x01\0\0\0B\x00\0\0\0\0\x01\0\0\0C\x01\0\0\0\0";
        assert_eq!(record.as_bytes(), expected);
    }
}
