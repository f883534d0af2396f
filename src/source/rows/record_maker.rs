//! Makes a record of a row's cells, whatever the format.

use super::{Conversion, Header, Notes};
use crate::record::{EntityId, FileId, Origin, SourceRecord, SourceRecordBuilder, Value};
use crate::source::{Column, DataType, Entity, Format};

/// Takes the cells of a row in the dictionary's order and gives the record.
#[derive(Debug)]
pub(in crate::source) struct RecordMaker {
    pub(in crate::source) header: Header,
    pub(in crate::source) notes: Notes,
    /// By column; empty where the shape writes all values as the standard drop does.
    conversions: Vec<Option<Conversion>>,
    entity: EntityId,
    file: FileId,
    builder: SourceRecordBuilder,
    pushed: usize,
}

impl RecordMaker {
    /// Makes records of rows of an entity that stand in a file with that header.
    pub(in crate::source) fn new(
        header: Header,
        format: &Format,
        (entity, columns): (EntityId, &Entity),
        file: FileId,
    ) -> Self {
        let notes = Notes {
            unknown_filled: vec![0; header.unknown().len()],
            null_words: vec![0; header.places().len()],
            ..Notes::default()
        };
        let conversions = conversions(format, columns);
        Self { header, notes, conversions, entity, file, builder: SourceRecordBuilder::new(), pushed: 0 }
    }

    /// Takes the value of the next column in the dictionary's order.
    pub(in crate::source) fn push(&mut self, value: Value<'_>) {
        let conversion = self.conversions.get(self.pushed).and_then(Option::as_ref);
        self.pushed += 1;
        let standard = conversion.zip(value.filled()).and_then(|(conversion, text)| conversion.apply(text));
        match standard {
            Some(text) => self.builder.push(Value::Text(&text)),
            None => self.builder.push(value),
        }
    }

    /// The record of a row that starts on that line; every column was pushed.
    pub(in crate::source) fn finish(&mut self, line: u64) -> SourceRecord {
        self.pushed = 0;
        self.builder.finish(self.entity, Origin { file: self.file, line })
    }
}

fn conversions(format: &Format, entity: &Entity) -> Vec<Option<Conversion>> {
    if format.conversions.is_empty() {
        return Vec::new();
    }
    entity.columns.iter().map(|column| conversion(format, column)).collect()
}

fn conversion(format: &Format, column: &Column) -> Option<Conversion> {
    let declared = format.conversions.iter().find(|conversion| conversion.is_for(column))?;
    match (declared, column.data_type) {
        (Conversion::Places(_), DataType::Decimal(_, places)) => Some(Conversion::Places(places)),
        _ => Some(declared.clone()),
    }
}
