//! What a small drop in memory was mapped to, as tests ask for it.

use std::collections::BTreeMap;

use care2mosaic::map::forward::{CaseFileState, MappedCaseFile};
use care2mosaic::record::{Action, EntityId, FieldId, Finding, Guid, Outcome, Reason};
use care2mosaic::target::contract::TargetRow;

use super::world::World;

/// A case file that has been mapped.
pub(crate) struct Mapped<'w> {
    pub(super) world: &'w World,
    pub(crate) file: MappedCaseFile,
}

impl Mapped<'_> {
    /// Every code with its table and column, in order: `Person.NHSNumber bad-check-digit`.
    pub(crate) fn codes(&self) -> Vec<String> {
        let mut codes: Vec<_> = self.file.findings.iter().map(|listed| self.told(&listed.finding)).collect();
        let counted = self.file.counted.iter();
        codes.extend(counted.map(|(entity, field, reason, _)| self.code(entity, field, reason)));
        codes.sort();
        codes.dedup();
        codes
    }

    fn told(&self, finding: &Finding) -> String {
        self.code(finding.entity, finding.field, finding.reason)
    }

    fn code(&self, entity: EntityId, field: Option<FieldId>, reason: Reason) -> String {
        let entity = self.world.plan.dictionary().entity(entity);
        let column = field.map(|field| format!(".{}", entity.field(field).name)).unwrap_or_default();
        format!("{}{column} {reason}", entity.name)
    }

    /// Whether a code was raised, listed or counted.
    pub(crate) fn has(&self, reason: Reason) -> bool {
        let listed = self.file.findings.iter().any(|listed| listed.finding.reason == reason);
        listed || self.file.counted.iter().any(|(_, _, own, _)| own == reason)
    }

    /// How often a code was counted.
    pub(crate) fn count(&self, reason: Reason) -> u64 {
        self.file.counted.iter().filter(|(_, _, own, _)| *own == reason).map(|(_, _, _, count)| count).sum()
    }

    /// What a code does here.
    pub(crate) fn action(&self, reason: Reason) -> Option<Action> {
        self.file.findings.iter().find(|listed| listed.finding.reason == reason).map(|listed| listed.action)
    }

    /// The state of the case file.
    pub(crate) fn state(&self) -> CaseFileState {
        self.file.state
    }

    /// The outcome of a record.
    pub(crate) fn outcome(&self, key: Guid) -> Outcome {
        self.file.outcomes.iter().find(|outcome| outcome.key == Some(key)).unwrap().outcome
    }

    /// The rows of a table, whatever batch they are in: the filled cells by column.
    pub(crate) fn rows(&self, table: &str) -> Vec<BTreeMap<String, String>> {
        let own = self.file.rows.iter();
        let last = self.file.last_rows.iter().map(|last| &last.row);
        let id = self.world.plan.contract().find(table).unwrap_or_else(|| panic!("no table {table}"));
        own.chain(last).filter(|row| row.table == id).map(|row| self.cells(row)).collect()
    }

    pub(crate) fn cells(&self, row: &TargetRow) -> BTreeMap<String, String> {
        let columns = &self.world.plan.contract().table(row.table).columns;
        let filled = columns
            .iter()
            .zip(&row.cells)
            .filter_map(|(column, cell)| Some((column.name.clone(), cell.clone()?)));
        filled.collect()
    }

    /// The one row of a table.
    pub(crate) fn row(&self, table: &str) -> BTreeMap<String, String> {
        let mut rows = self.rows(table);
        assert_eq!(rows.len(), 1, "rows of {table}: {rows:#?}");
        rows.remove(0)
    }

    /// The text of the note with this key.
    pub(crate) fn note(&self, key: &str) -> Option<String> {
        let note = self
            .rows("CASE_NOTES")
            .into_iter()
            .find(|row| row.get("LEGACY_ID").is_some_and(|own| own == key))?;
        note.get("NOTE").cloned()
    }
}
