//! Looks at the records of a file as they go by.

use std::collections::BTreeMap;

use super::cell_limits::is_cut;
use super::midnight_watch::{self, MidnightWatch};
use super::refused_cells::RefusedCells;
use super::text_watch::{TextWatch, watches};
use super::{FileReport, header_check};
use crate::record::{EntityId, FieldId, Finding, Guid, Origin, Reason, SourceRecord, Stop};
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
    midnights: Vec<MidnightWatch>,
    limits: Limits,
    records: u64,
    inactive: u64,
    keys: Vec<Guid>,
    filled: Vec<u64>,
    filled_bytes: Vec<u64>,
    findings: Vec<Finding>,
    refused: RefusedCells,
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
            midnights: midnight_watch::watches(entity, columns, &profile.format),
            limits: profile.limits.clone(),
            records: 0,
            inactive: 0,
            keys: Vec::new(),
            filled: vec![0; columns.columns.len()],
            filled_bytes: vec![0; columns.columns.len()],
            findings: Vec::new(),
            refused: RefusedCells::default(),
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
        if !self.profile.format.views.is_empty() {
            let key = self.dictionary.entity(self.entity).key;
            self.keys.extend(key.and_then(|key| record.guid(key)));
        }
        let counts = self.filled.iter_mut().zip(&mut self.filled_bytes);
        for (value, (filled, bytes)) in record.values().zip(counts) {
            let text = value.filled();
            *filled += u64::from(text.is_some());
            *bytes += text.map_or(0, |text| text.len() as u64);
        }
        let flag = self.inactive_flag.and_then(|flag| record.get(flag).filled());
        self.inactive += u64::from(flag == Some("1"));
        self.see_times(record);
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
        let mut stops = end.notes.faults.stops(&self.file.path, end.header.names().len());
        if !end.header.names().is_empty() {
            let entity = (self.entity, columns);
            stops.extend(header_check::stops(&self.file.path, &end.header, &end.notes, entity, self.profile));
        }
        stops.extend(self.row_limit(self.records + end.notes.faults.broken.len() as u64));
        stops.extend(self.refused.stops(&self.file.path, columns));
        stops.extend(self.midnight_shifts());
        self.note_lines(&end);
        self.note_blank_columns(&end);
        let key = columns.key.map(|key| columns.field(key).name.as_str());
        let lacks_key =
            stops.iter().any(|stop| stop.reason == Reason::MissingColumn && Some(stop.field.as_str()) == key);
        let whole = end.notes.faults.leave_rows_whole() && !lacks_key;
        let counted =
            |counts: Vec<u64>| columns.fields().zip(counts).filter(|(_, count)| *count > 0).collect();
        FileReport {
            file: self.file.id,
            path: self.file.path.clone(),
            entity: self.entity,
            records: self.records,
            inactive: self.inactive,
            keys: self.keys,
            broken: end.notes.faults.broken,
            whole,
            bytes: end.bytes,
            content_bytes: end.content_bytes,
            sha256: end.sha256,
            null_literals: counted(end.notes.null_words),
            nul_characters: counted(end.notes.nul_characters),
            forms: forms(&end.notes.forms),
            sparse_rows: end.notes.sparse_rows,
            header: end.header,
            filled: self.filled,
            filled_bytes: self.filled_bytes,
            stops,
            findings: self.findings,
        }
    }

    fn see_times(&mut self, record: &SourceRecord) {
        let mut twice = Vec::new();
        for watch in &mut self.midnights {
            let text = record.get(watch.field).filled();
            let shown_twice = text.is_some_and(|text| watch.see(text, &self.profile.format));
            twice.extend(shown_twice.then_some(watch.field));
        }
        for field in twice {
            let key = self.key(record);
            let finding = self.finding(Reason::ClockChangeRepeat, record.origin().line, key, Some(field));
            self.findings.push(finding);
        }
    }

    fn see_text(&mut self, record: &SourceRecord, watch: TextWatch, text: &str, away: &mut Option<Reason>) {
        let cut = is_cut(&self.limits, text).then_some(Reason::TruncatedAtExcelLimit);
        for reason in watch.reasons(text).chain(cut) {
            let line = record.origin().line;
            if reason.action().stops() {
                self.refused.add(reason, watch.field, line);
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

    fn midnight_shifts(&self) -> Vec<Stop> {
        let columns = self.dictionary.entity(self.entity);
        let stop = |watch: &MidnightWatch| {
            let message = format!(
                "{} value(s) stand at 23:00 in summer, as midnights in universal time do: confirm the column's TIME",
                watch.shifted()?
            );
            Some(self.stop(Reason::MidnightShift, 0, columns.field(watch.field).name.clone(), message))
        };
        self.midnights.iter().filter_map(stop).collect()
    }

    fn note_lines(&mut self, end: &FileEnd) {
        if let Some(line) = end.notes.line_ends.first_change {
            self.findings.push(self.finding(Reason::MixedLineEndings, line, String::new(), None));
        }
        for line in &end.notes.repeated_headers {
            self.findings.push(self.finding(Reason::RepeatedHeader, *line, String::new(), None));
        }
        for line in &end.notes.summary_rows {
            self.findings.push(self.finding(Reason::SummaryRow, *line, String::new(), None));
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

/// How often values of each column are written in a form that is counted.
fn forms(counts: &BTreeMap<(usize, Reason), u64>) -> Vec<(FieldId, Reason, u64)> {
    let field = |place: usize| FieldId(u16::try_from(place).unwrap_or(u16::MAX));
    counts.iter().map(|((place, reason), count)| (field(*place), *reason, *count)).collect()
}
