//! The tables that are kept in memory, while they are read.

use super::Layout;
use super::rejects::Rejects;
use super::versions::{content, judge};
use crate::pipeline::world::ReferenceTable;
use crate::record::{EntityId, Finding, Reason, SourceRecord};
use crate::source::DateForm;

/// The tables that are kept in memory, while they are read.
#[derive(Debug, Default)]
pub(crate) struct MemoryTables {
    tables: Vec<Vec<SourceRecord>>,
    /// Rows of shared tables that lost to another row of their key.
    pub(crate) duplicates: Vec<(SourceRecord, Reason)>,
    /// Shared rows that contradict each other.
    pub(crate) findings: Vec<Finding>,
}

impl MemoryTables {
    /// Empty tables for so many entities.
    pub(crate) fn new(entities: usize) -> Self {
        Self { tables: vec![Vec::new(); entities], ..Self::default() }
    }

    /// Takes a row. A row without a usable key is rejected where rows have outcomes, and left out elsewhere.
    pub(crate) fn take(&mut self, layout: &Layout, rejects: &mut Rejects, record: SourceRecord) {
        let entity = layout.of(record.entity());
        match Rejects::key(entity, &record) {
            Err(reason) if entity.role.has_outcomes() => rejects.keyless(entity, record, reason),
            Err(_) if entity.key.is_some() => {}
            _ => self.tables[usize::from(record.entity().0)].push(record),
        }
    }

    /// Brings the rows of an entity into order and judges rows of one key.
    pub(crate) fn end(&mut self, layout: &Layout, entity: EntityId, datetimes: &[DateForm]) {
        let table = &mut self.tables[usize::from(entity.0)];
        if layout.of(entity).key.is_none() {
            table.sort_by(content);
            return;
        }
        let mut rows = std::mem::take(table);
        rows.sort_by_cached_key(|row| layout.key_of(row));
        let mut rows = rows.into_iter().peekable();
        while let Some(row) = rows.next() {
            let key = layout.key_of(&row);
            let mut same = vec![row];
            while let Some(next) = rows.next_if(|next| layout.key_of(next) == key) {
                same.push(next);
            }
            self.add(layout, entity, same, datetimes);
        }
    }

    fn add(&mut self, layout: &Layout, entity: EntityId, rows: Vec<SourceRecord>, datetimes: &[DateForm]) {
        let versions = judge(rows, layout.of(entity).modified, datetimes);
        if layout.of(entity).role.has_outcomes() {
            if versions.conflict() {
                self.findings.extend(versions.kept.iter().map(|row| conflict(layout, row)));
            }
            self.duplicates.extend(versions.lost);
        }
        self.tables[usize::from(entity.0)].extend(versions.kept);
    }

    /// The rows of an entity.
    pub(crate) fn rows(&self, entity: EntityId) -> &[SourceRecord] {
        &self.tables[usize::from(entity.0)]
    }

    /// The finished tables, by entity.
    pub(crate) fn finish(&mut self, layout: &Layout) -> Vec<ReferenceTable> {
        let tables = std::mem::take(&mut self.tables);
        layout.ids().zip(tables).map(|(id, rows)| ReferenceTable::new(rows, layout.of(id).key)).collect()
    }
}

fn conflict(layout: &Layout, row: &SourceRecord) -> Finding {
    Finding {
        reason: Reason::ConflictingDuplicate,
        entity: row.entity(),
        source_id: layout.key_of(row).to_string(),
        case_file: None,
        origin: row.origin(),
        field: None,
    }
}
