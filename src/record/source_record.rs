//! A row of an export, packed.

use super::{Guid, Origin, Reason};

/// Number of an entity (source table): its place in the data dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u16);

/// Number of a column within its entity: its place in the data dictionary, whatever the order in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub u16);

/// A field as it was read: null is not the empty string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// No value.
    Null,
    /// A text, perhaps empty.
    Text(&'a str),
}

impl<'a> Value<'a> {
    /// The text if there is one that is not empty.
    pub fn filled(self) -> Option<&'a str> {
        match self {
            Self::Text(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// The text if it is not null; it may be empty.
    pub fn text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null => None,
        }
    }
}

const NULL: u32 = 1 << 31;

/// A row of the export: its fields in dictionary order, as read, in one piece of memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRecord {
    entity: EntityId,
    origin: Origin,
    text: Box<str>,
    ends: Box<[u32]>,
    unread: Box<[(FieldId, Reason)]>,
}

impl SourceRecord {
    /// The entity.
    pub fn entity(&self) -> EntityId {
        self.entity
    }

    /// Where the record stands in the drop.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// The number of fields, which is the number of columns of the entity.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether the entity has no columns.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The value of a column.
    pub fn get(&self, field: FieldId) -> Value<'_> {
        let index = usize::from(field.0);
        let end = self.ends[index];
        if end & NULL != 0 {
            return Value::Null;
        }
        let start = if index == 0 { 0 } else { self.ends[index - 1] & !NULL };
        Value::Text(&self.text[start as usize..end as usize])
    }

    /// The value of a column as a GUID, if it is filled with one.
    pub fn guid(&self, field: FieldId) -> Option<Guid> {
        self.get(field).filled().and_then(|text| Guid::parse(text).ok())
    }

    /// Why a value stands as the file writes it, where it has none of the declared forms and that tells more than so.
    pub fn why_unread(&self, field: FieldId) -> Option<Reason> {
        self.unread.iter().find(|(own, _)| *own == field).map(|(_, reason)| *reason)
    }

    /// All values that stand as the file writes them, with why.
    pub fn unread(&self) -> &[(FieldId, Reason)] {
        &self.unread
    }

    /// All values in dictionary order.
    pub fn values(&self) -> impl Iterator<Item = Value<'_>> {
        let mut start = 0;
        self.lengths().map(move |length| {
            let Some(length) = length else { return Value::Null };
            let value = &self.text[start..start + length];
            start += length;
            Value::Text(value)
        })
    }

    /// The bytes of each value in dictionary order; none for null.
    pub fn lengths(&self) -> impl Iterator<Item = Option<usize>> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let length = (end & !NULL) - start;
            start = end & !NULL;
            (end & NULL == 0).then_some(length as usize)
        })
    }

    /// The texts of all values, one after the other.
    pub fn joined(&self) -> &str {
        &self.text
    }
}

/// Puts a record together, field by field, in dictionary order.
#[derive(Debug, Default)]
pub struct SourceRecordBuilder {
    text: String,
    ends: Vec<u32>,
    unread: Vec<(FieldId, Reason)>,
}

impl SourceRecordBuilder {
    /// An empty builder, to be used again for every record.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a field.
    pub fn push(&mut self, value: Value<'_>) {
        let mark = match value {
            Value::Null => NULL,
            Value::Text(text) => {
                self.text.push_str(text);
                0
            }
        };
        let end = u32::try_from(self.text.len()).unwrap_or(NULL - 1);
        self.ends.push(end | mark);
    }

    /// Appends a field that stands as the file writes it, for this reason.
    pub fn push_unread(&mut self, value: Value<'_>, why: Option<Reason>) {
        let field = FieldId(u16::try_from(self.ends.len()).unwrap_or(u16::MAX));
        self.push(value);
        if let Some(why) = why {
            self.mark_unread(field, why);
        }
    }

    /// Notes of a field that it stands as the file writes it.
    pub fn mark_unread(&mut self, field: FieldId, why: Reason) {
        self.unread.push((field, why));
    }

    /// Appends a field by its length alone, of a record whose texts come joined; gives the length of all so far.
    pub fn push_length(&mut self, length: Option<usize>) -> Option<usize> {
        let start = self.ends.last().map_or(0, |end| end & !NULL);
        let end =
            start.checked_add(u32::try_from(length.unwrap_or(0)).ok()?).filter(|end| end & NULL == 0)?;
        self.ends.push(if length.is_none() { end | NULL } else { end });
        Some(end as usize)
    }

    /// The finished record of fields that were appended by their lengths; none where these do not part the text at its
    /// characters. The builder is empty afterwards.
    pub fn finish_joined(&mut self, entity: EntityId, origin: Origin, text: &str) -> Option<SourceRecord> {
        let parted = self.ends.iter().all(|end| text.is_char_boundary((end & !NULL) as usize));
        let whole = self.ends.last().map_or(0, |end| (end & !NULL) as usize) == text.len();
        let (ends, unread) = (self.ends.as_slice().into(), self.unread.as_slice().into());
        let record = SourceRecord { entity, origin, text: text.into(), ends, unread };
        self.ends.clear();
        self.unread.clear();
        (parted && whole).then_some(record)
    }

    /// The finished record; the builder is empty afterwards.
    pub fn finish(&mut self, entity: EntityId, origin: Origin) -> SourceRecord {
        let record = SourceRecord {
            entity,
            origin,
            text: self.text.as_str().into(),
            ends: self.ends.as_slice().into(),
            unread: self.unread.as_slice().into(),
        };
        self.text.clear();
        self.ends.clear();
        self.unread.clear();
        record
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::FileId;

    #[test]
    fn null_is_not_empty() {
        let mut builder = SourceRecordBuilder::new();
        for value in [Value::Text("ab"), Value::Null, Value::Text(""), Value::Text("c")] {
            builder.push(value);
        }
        let record = builder.finish(EntityId(0), Origin { file: FileId(0), line: 2 });
        let values: Vec<_> = record.values().collect();
        assert_eq!(values, [Value::Text("ab"), Value::Null, Value::Text(""), Value::Text("c")]);
    }
}
