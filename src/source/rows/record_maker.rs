//! Makes a record of a row's cells, whatever the format.

use glob::Pattern;

use super::{Conversion, Header, Notes};
use crate::record::{EntityId, FileId, Origin, Reason, SourceRecord, SourceRecordBuilder, Value};
use crate::source::{Entity, Format};

/// Takes the cells of a row in the dictionary's order and gives the record.
#[derive(Debug)]
pub(in crate::source) struct RecordMaker {
    pub(in crate::source) header: Header,
    pub(in crate::source) notes: Notes,
    /// By column; empty where the shape writes all values as the standard drop does.
    conversions: Vec<Option<Conversion>>,
    /// Where the key stands in a row, if some rows are known by it to sum the others up.
    key: Option<usize>,
    summary_rows: Vec<Pattern>,
    /// The column that the view tells where the file does not, and its value.
    told: Option<(usize, &'static str)>,
    entity: EntityId,
    file: FileId,
    builder: SourceRecordBuilder,
    pushed: usize,
}

impl RecordMaker {
    /// Makes records of rows of an entity that stand in a file with that header.
    pub(in crate::source) fn new(
        mut header: Header,
        format: &Format,
        (entity, columns): (EntityId, &Entity),
        file: FileId,
    ) -> Self {
        let told = told(&mut header, format, columns);
        if let Some(labels) = &format.labels {
            header.stand_in(columns, |field| labels.stands_in((entity, columns), field));
        }
        let notes = Notes {
            unknown_filled: vec![0; header.unknown().len()],
            null_words: vec![0; header.places().len()],
            ..Notes::default()
        };
        let conversions = conversions(format, (entity, columns));
        let key = columns.key.and_then(|key| *header.places().get(usize::from(key.0))?);
        let summary_rows = format.summary_rows.clone();
        let builder = SourceRecordBuilder::new();
        Self { header, notes, conversions, key, summary_rows, told, entity, file, builder, pushed: 0 }
    }

    /// Whether a row sums the others up and is left out; `cell` gives its cells by their place.
    pub(in crate::source) fn leaves_out<'t>(
        &mut self,
        line: u64,
        cell: impl Fn(usize) -> Option<&'t str>,
    ) -> bool {
        if self.summary_rows.is_empty() {
            return false;
        }
        let key = self.key.and_then(cell).map(str::trim);
        let sums = key.is_some_and(|key| self.summary_rows.iter().any(|pattern| pattern.matches(key)));
        self.notes.summary_rows.extend(sums.then_some(line));
        sums
    }

    /// Takes the value of the next column in the dictionary's order.
    pub(in crate::source) fn push(&mut self, value: Value<'_>) {
        let conversion = self.conversions.get(self.pushed).and_then(Option::as_ref);
        let column = self.pushed;
        self.pushed += 1;
        if let Some((_, text)) = self.told.filter(|(told, _)| *told == column) {
            self.builder.push(Value::Text(text));
            return;
        }
        let Some((conversion, text)) = conversion.zip(value.filled()) else {
            self.builder.push(value);
            return;
        };
        let converted = conversion.apply(text);
        for reason in converted.counted.into_iter().flatten() {
            self.notes.count_form(column, reason);
        }
        match converted.text {
            Some(text) => self.builder.push(Value::Text(&text)),
            None => self.builder.push_unread(value, converted.why),
        }
    }

    /// Takes the value of the next column, which is turned away as it stands.
    pub(in crate::source) fn push_refused(&mut self, value: Value<'_>, why: Reason) {
        self.pushed += 1;
        self.builder.push_unread(value, Some(why));
    }

    /// The record of a row that starts on that line; every column was pushed.
    pub(in crate::source) fn finish(&mut self, line: u64) -> SourceRecord {
        self.pushed = 0;
        self.builder.finish(self.entity, Origin { file: self.file, line })
    }
}

fn conversions(format: &Format, (entity, columns): (EntityId, &Entity)) -> Vec<Option<Conversion>> {
    let conversion = |(field, column)| {
        let label = format.labels.as_ref().and_then(|labels| labels.conversion((entity, columns), field));
        label.or_else(|| format.conversion(entity, field, column))
    };
    let all: Vec<_> = columns.fields().zip(&columns.columns).map(conversion).collect();
    if all.iter().all(Option::is_none) { Vec::new() } else { all }
}

/// The column that says whether a row is inactive, where the view of the file tells it and the file does not.
fn told(header: &mut Header, format: &Format, entity: &Entity) -> Option<(usize, &'static str)> {
    let flag = format.in_view?.flag();
    let field = entity.column("Inactive")?;
    header.tell(field).then_some((usize::from(field.0), flag))
}
