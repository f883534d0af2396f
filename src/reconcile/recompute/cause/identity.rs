//! Keys that several rows have, and records that were merged or were to be.

use super::Weighed;
use crate::map::plan::Owner;
use crate::record::{Guid, Reason, SourceRecord};

impl Weighed<'_, '_> {
    /// The causes that lie in keys and merges; none for other codes.
    pub(super) fn in_identity(&self, reason: Reason) -> Option<bool> {
        match reason {
            Reason::ConflictingDuplicate => {
                Some(self.has_rival() || self.gives_a_rival_row() || self.is_sealed_elsewhere())
            }
            Reason::MergeMasterMissing => Some(self.master_text().is_some() && self.master_known().is_none()),
            Reason::MergeCycle => Some(self.master_known().is_some() && self.survives_itself()),
            Reason::MergeUndone => Some(self.key().is_some_and(|key| self.around.everybody.is_unmerged(key))),
            _ => None,
        }
    }

    /// Whether another row has the key and other content, and nothing tells which of them came last.
    fn has_rival(&self) -> bool {
        let key = self.key();
        let rows = self.scene.places(self.entity.entity).iter().map(|place| self.scene.record(*place));
        let same: Vec<&SourceRecord> = rows.filter(|row| row.guid(self.entity.key) == key).collect();
        same.iter().any(|row| !row.values().eq(self.record.values())) && !self.has_latest(&same)
    }

    /// Whether another case file was sealed with the record, from an earlier drop.
    fn is_sealed_elsewhere(&self) -> bool {
        let entity = self.entity.entity;
        self.key().is_some_and(|key| self.around.everybody.is_sealed_elsewhere(entity, key))
    }

    /// Whether one of several rows was changed after all others.
    fn has_latest(&self, rows: &[&SourceRecord]) -> bool {
        let Some(column) = self.around.everybody.changed_column(self.entity.entity) else { return false };
        let changed: Option<Vec<&str>> = rows.iter().map(|row| row.get(column).filled()).collect();
        let Some(changed) = changed else { return false };
        let latest = changed.iter().max();
        changed.iter().filter(|one| Some(*one) == latest).count() == 1
    }

    fn master_text(&self) -> Option<&str> {
        // White space names a master too: one that no export has.
        self.record.get(self.entity.merge.as_ref()?.master).filled()
    }

    /// The master that the record names, where the export has it.
    fn master_known(&self) -> Option<Guid> {
        let master = Guid::parse(self.master_text()?).ok()?;
        self.surviving(master).map(|_| master)
    }

    fn survives_itself(&self) -> bool {
        self.key().is_some_and(|key| self.surviving(key) == Some(key))
    }

    /// The record that survives a key of this entity, merges followed.
    fn surviving(&self, key: Guid) -> Option<Guid> {
        match self.entity.owner {
            Owner::CaseFile(_) => self.scene.rest.survivor(key),
            _ => self.scene.rest.work(self.entity.entity, key).map(|(survivor, _)| survivor),
        }
    }
}
