//! The case files on disk, by part.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::frame::{Frame, take_frame};
use super::temporary_folder::TemporaryFolder;
use super::versions::judge;
use super::{BlockLog, CaseFileSource, Layout, StageError};
use crate::pipeline::world::{People, PersonIndex};
use crate::record::{EntityId, FieldId, Finding, Guid, Origin, Reason, SourceRecord, SourceRecordBuilder};
use crate::source::DateForm;

/// The case files on disk, in parts; may be loaded by several threads at once. The files go when it is dropped.
#[derive(Debug)]
pub struct Spools {
    pub(super) log: BlockLog,
    pub(super) people: Arc<People>,
    pub(super) layout: Arc<Layout>,
    pub(super) datetimes: Vec<DateForm>,
    /// Rows to be rejected if the stop that they raised is acknowledged.
    pub(super) away: BTreeMap<Origin, Reason>,
    /// What the reader noticed about single rows.
    pub(super) remarks: BTreeMap<Origin, Vec<(Reason, Option<FieldId>)>>,
    pub(super) _folder: TemporaryFolder,
}

impl Spools {
    /// How many parts there are; they are numbered from 1.
    pub fn parts(&self) -> u32 {
        u32::try_from(self.log.lists()).unwrap_or(u32::MAX)
    }

    /// The case files of a part in ascending person number. A number that is no part has none.
    pub fn load(&self, part: u32) -> Result<Vec<CaseFileSource>, StageError> {
        self.load_of(part, |_| true)
    }

    /// The same of some of its people alone.
    pub(crate) fn load_of(
        &self,
        part: u32,
        wanted: impl Fn(PersonIndex) -> bool,
    ) -> Result<Vec<CaseFileSource>, StageError> {
        let list = part.wrapping_sub(1) as usize;
        if list >= self.log.lists() {
            return Ok(Vec::new());
        }
        let mut rows = self.rows(list, wanted)?;
        rows.sort_by_key(Row::place);
        let mut files: Vec<CaseFileSource> = Vec::new();
        let mut rows = rows.into_iter().peekable();
        while let Some(row) = rows.next() {
            let (place, person) = (row.place(), row.frame.person);
            if files.last().is_none_or(|file| file.person != person) {
                files.push(self.empty(person));
            }
            let Some(file) = files.last_mut() else { continue };
            if rows.peek().is_none_or(|next| next.place() != place) {
                self.add(file, row);
                continue;
            }
            let mut same = vec![row];
            while let Some(next) = rows.next_if(|next| next.place() == place) {
                same.push(next);
            }
            self.add_same(file, same);
        }
        for file in &mut files {
            self.settle(file);
        }
        Ok(files)
    }

    fn rows(&self, list: usize, wanted: impl Fn(PersonIndex) -> bool) -> Result<Vec<Row>, StageError> {
        let mut rows = Vec::new();
        let mut builder = SourceRecordBuilder::new();
        self.log.read(list, |mut bytes| {
            while !bytes.is_empty() {
                let frame = take_frame(&mut bytes, &mut builder).ok_or_else(|| self.log.damaged())?;
                if wanted(frame.person) {
                    rows.push(Row { key: self.layout.key_of(&frame.record), frame });
                }
            }
            Ok(())
        })?;
        Ok(rows)
    }

    fn empty(&self, person: PersonIndex) -> CaseFileSource {
        CaseFileSource {
            person,
            number: self.people.number(person),
            records: Vec::new(),
            duplicates: Vec::new(),
            joining: Vec::new(),
            findings: Vec::new(),
        }
    }

    fn add(&self, file: &mut CaseFileSource, row: Row) {
        if row.frame.visiting {
            file.joining.push(row.frame.record);
            return;
        }
        if row.frame.unsettled {
            file.findings.push(self.finding(file, &row.frame.record, row.key, Reason::MergeNotSettled));
        }
        file.records.push(row.frame.record);
    }

    /// Adds several rows of one key.
    fn add_same(&self, file: &mut CaseFileSource, rows: Vec<Row>) {
        let (key, visiting) = (rows[0].key, rows[0].frame.visiting);
        for row in rows.iter().filter(|row| row.frame.unsettled) {
            file.findings.push(self.finding(file, &row.frame.record, key, Reason::MergeNotSettled));
        }
        let modified = self.layout.of(rows[0].frame.record.entity()).modified;
        let records = rows.into_iter().map(|row| row.frame.record).collect();
        let versions = judge(records, modified, &self.datetimes);
        if visiting {
            file.joining.extend(versions.kept);
            return;
        }
        for row in versions.kept.iter().filter(|_| versions.conflict()) {
            file.findings.push(self.finding(file, row, key, Reason::ConflictingDuplicate));
        }
        file.records.extend(versions.kept);
        file.duplicates.extend(versions.lost);
    }

    fn finding(&self, file: &CaseFileSource, record: &SourceRecord, key: Guid, reason: Reason) -> Finding {
        let layout = self.layout.of(record.entity());
        let field = (reason == Reason::MergeNotSettled).then(|| layout.owner_field()).flatten();
        Finding {
            reason,
            entity: record.entity(),
            source_id: key.to_string(),
            case_file: number(file),
            origin: record.origin(),
            field,
        }
    }

    /// Adds what looking at everybody found, at the place of the record concerned.
    fn settle(&self, file: &mut CaseFileSource) {
        let away = |row: &SourceRecord| self.away.get(&row.origin()).copied();
        for (record, reason) in file.records.iter().filter_map(|row| Some((row, away(row)?))) {
            file.findings.push(self.finding(file, record, self.layout.key_of(record), reason));
        }
        for record in file.records.iter().chain(file.duplicates.iter().map(|(record, _)| record)) {
            for (reason, field) in self.remarks.get(&record.origin()).into_iter().flatten() {
                let finding = self.finding(file, record, self.layout.key_of(record), *reason);
                file.findings.push(Finding { field: *field, ..finding });
            }
        }
        for found in self.people.findings(file.person) {
            let same = |record: &&SourceRecord| {
                record.entity() == found.entity && self.layout.key_of(record) == found.key
            };
            for record in file.records.iter().filter(same) {
                file.findings.push(Finding {
                    reason: found.reason,
                    entity: found.entity,
                    source_id: found.key.to_string(),
                    case_file: number(file),
                    origin: record.origin(),
                    field: found.field,
                });
            }
        }
        file.findings.sort();
        file.findings.dedup();
    }
}

fn number(file: &CaseFileSource) -> Option<u64> {
    (file.number != 0).then_some(file.number)
}

struct Row {
    key: Guid,
    frame: Frame,
}

impl Row {
    fn place(&self) -> (PersonIndex, bool, EntityId, Guid) {
        (self.frame.person, self.frame.visiting, self.frame.record.entity(), self.key)
    }
}
