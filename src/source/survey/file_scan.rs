//! Looks at the records of a file as they go by.

use std::collections::BTreeMap;

use super::cell_limits::is_cut;
use super::text_watch::{TextWatch, watches};
use super::{FileReport, header_check};
use crate::record::{EntityId, FieldId, Finding, Origin, Reason, SourceRecord, Stop};
use crate::source::{Dictionary, DropFile, FileEnd, FileReader, Limits, Profile, ReadError, RecordReader};

/// Watches one file: every record is shown to [`see`](Self::see), and [`finish`](Self::finish) gives the report.
#[derive(Debug)]
pub struct FileScan<'a> {
    dictionary: &'a Dictionary,
    profile: &'a Profile,
    file: &'a DropFile,
    entity: EntityId,
    inactive_flag: Option<FieldId>,
    watches: Vec<TextWatch>,
    limits: Limits,
    records: u64,
    inactive: u64,
    filled: Vec<u64>,
    findings: Vec<Finding>,
    refused: BTreeMap<(Reason, FieldId), Refused>,
}

/// Cells that refuse a file: the first line, and how many.
#[derive(Clone, Copy, Debug)]
struct Refused {
    line: u64,
    cells: u64,
}

impl<'a> FileScan<'a> {
    /// A scan of a file that holds rows of `entity`.
    pub fn new(
        dictionary: &'a Dictionary,
        profile: &'a Profile,
        file: &'a DropFile,
        entity: EntityId,
    ) -> Self {
        let columns = dictionary.entity(entity);
        Self {
            dictionary,
            profile,
            file,
            entity,
            inactive_flag: columns.column("Inactive"),
            watches: watches(columns),
            limits: profile.limits.clone(),
            records: 0,
            inactive: 0,
            filled: vec![0; columns.columns.len()],
            findings: Vec::new(),
            refused: BTreeMap::new(),
        }
    }

    /// Reads a file to its end, handing each record on together with what [`see`](Self::see) said of it.
    pub fn run(
        mut self,
        mut reader: FileReader,
        mut sink: impl FnMut(SourceRecord, Option<Reason>),
    ) -> Result<FileReport, ReadError> {
        while let Some(record) = reader.read()? {
            let reason = self.see(&record);
            sink(record, reason);
        }
        Ok(self.finish(reader.finish()?))
    }

    /// Looks at one record. A reason is given where the row is to be rejected if the stop that it raises is
    /// acknowledged: `truncated-at-excel-limit` or `restricted-placeholder`.
    pub fn see(&mut self, record: &SourceRecord) -> Option<Reason> {
        self.records += 1;
        for (value, filled) in record.values().zip(&mut self.filled) {
            *filled += u64::from(value.filled().is_some());
        }
        let flag = self.inactive_flag.and_then(|flag| record.get(flag).filled());
        self.inactive += u64::from(flag == Some("1"));
        let mut away = None;
        for index in 0..self.watches.len() {
            let watch = self.watches[index];
            if let Some(text) = record.get(watch.field).filled() {
                self.see_text(record, watch, text, &mut away);
            }
        }
        away
    }

    /// The report of the file, once all its records were seen.
    pub fn finish(mut self, end: FileEnd) -> FileReport {
        let columns = self.dictionary.entity(self.entity);
        let broken = end.notes.faults.broken.len() as u64;
        let mut stops = end.notes.faults.stops(&self.file.path, end.header.names().len());
        if !end.header.names().is_empty() {
            let entity = (self.entity, columns);
            stops.extend(header_check::stops(&self.file.path, &end.header, &end.notes, entity, self.profile));
        }
        stops.extend(self.row_limit(self.records + broken));
        stops.extend(self.refusals());
        self.note_lines(&end);
        self.note_blank_columns(&end);
        let words = columns.fields().zip(end.notes.null_words).filter(|(_, words)| *words > 0);
        FileReport {
            file: self.file.id,
            path: self.file.path.clone(),
            entity: self.entity,
            records: self.records,
            inactive: self.inactive,
            broken,
            bytes: end.bytes,
            sha256: end.sha256,
            null_literals: words.collect(),
            header: end.header,
            filled: self.filled,
            stops,
            findings: self.findings,
        }
    }

    fn see_text(&mut self, record: &SourceRecord, watch: TextWatch, text: &str, away: &mut Option<Reason>) {
        let cut = is_cut(&self.limits, text).then_some(Reason::TruncatedAtExcelLimit);
        for reason in watch.reasons(text).chain(cut) {
            let line = record.origin().line;
            if reason.action().stops() {
                let refused = self.refused.entry((reason, watch.field)).or_insert(Refused { line, cells: 0 });
                refused.cells += 1;
                away.get_or_insert(reason);
            } else {
                let finding = self.finding(reason, line, self.key(record), Some(watch.field));
                self.findings.push(finding);
            }
        }
    }

    fn key(&self, record: &SourceRecord) -> String {
        let key = self.dictionary.entity(self.entity).key.and_then(|key| record.guid(key));
        key.map_or_else(String::new, |key| key.to_string())
    }

    fn finding(&self, reason: Reason, line: u64, source_id: String, field: Option<FieldId>) -> Finding {
        let origin = Origin { file: self.file.id, line };
        Finding { reason, entity: self.entity, source_id, case_file: None, origin, field }
    }

    fn stop(&self, reason: Reason, line: u64, field: String, message: String) -> Stop {
        Stop { reason, file: self.file.path.clone(), line, field, message }
    }

    fn row_limit(&self, rows: u64) -> Option<Stop> {
        let message =
            format!("exactly {rows} rows, at which the exporting tool cuts: ask for a split extract");
        let hit = self.limits.rows.contains(&rows);
        hit.then(|| self.stop(Reason::RowLimitHit, 0, String::new(), message))
    }

    fn refusals(&self) -> Vec<Stop> {
        let columns = self.dictionary.entity(self.entity);
        let stop = |(&(reason, field), refused): (&(Reason, FieldId), &Refused)| {
            let what = match reason {
                Reason::RestrictedPlaceholder => "hold a placeholder in place of a restricted record's text",
                _ => "are as long as the exporting tool lets through",
            };
            let message = format!("{} cell(s) {what}: ask for a privileged, uncut extract", refused.cells);
            self.stop(reason, refused.line, columns.field(field).name.clone(), message)
        };
        self.refused.iter().map(stop).collect()
    }

    fn note_lines(&mut self, end: &FileEnd) {
        if let Some(line) = end.notes.line_ends.first_change {
            self.findings.push(self.finding(Reason::MixedLineEndings, line, String::new(), None));
        }
        for line in &end.notes.repeated_headers {
            self.findings.push(self.finding(Reason::RepeatedHeader, *line, String::new(), None));
        }
    }

    /// Columns that the source never leaves null and that are empty in every row.
    fn note_blank_columns(&mut self, end: &FileEnd) {
        let columns = self.dictionary.entity(self.entity);
        for (field, column) in columns.fields().zip(&columns.columns) {
            let index = usize::from(field.0);
            let there = end.header.places().get(index).is_some_and(Option::is_some);
            if self.records > 0 && there && !column.nullable && self.filled[index] == 0 {
                self.findings.push(self.finding(Reason::FieldSecurityBlank, 1, String::new(), Some(field)));
            }
        }
    }
}
