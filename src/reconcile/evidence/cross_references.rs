//! The cross-references of one batch, by record.

use std::sync::atomic::{AtomicBool, Ordering};

use rustc_hash::FxHashMap;

use crate::record::{EntityId, FieldId, Guid};
use crate::target::contract::TableId;

/// A line of a cross-reference about one record.
#[derive(Debug)]
pub struct CrossReference {
    /// The column whose value stands for the record; none where its key does.
    pub field: Option<FieldId>,
    /// That value, or the record's key in text form.
    pub source_id: String,
    /// The table.
    pub table: TableId,
    /// The key of the row.
    pub legacy_id: String,
    /// Where it stands: the number of the batch, and the physical line.
    pub place: (u32, u64),
    claimed: AtomicBool,
    elsewhere: AtomicBool,
}

impl CrossReference {
    /// A line that nobody has accounted for.
    pub fn new(
        field: Option<FieldId>,
        source_id: String,
        (table, legacy_id): (TableId, String),
        place: (u32, u64),
    ) -> Self {
        Self {
            field,
            source_id,
            table,
            legacy_id,
            place,
            claimed: AtomicBool::new(false),
            elsewhere: AtomicBool::new(false),
        }
    }

    /// Marks it as accounted for.
    pub fn claim(&self) {
        self.claimed.store(true, Ordering::Relaxed);
    }

    /// Says that its row stands among those of another batch.
    pub fn found_elsewhere(&self) {
        self.elsewhere.store(true, Ordering::Relaxed);
    }

    /// Whether its row stands among those of another batch.
    pub fn is_elsewhere(&self) -> bool {
        self.elsewhere.load(Ordering::Relaxed)
    }
}

impl Clone for CrossReference {
    /// The same line, which nobody has accounted for.
    fn clone(&self) -> Self {
        let row = (self.table, self.legacy_id.clone());
        Self::new(self.field, self.source_id.clone(), row, self.place)
    }
}

/// The lines of the cross-references that concern the people of one batch, or the shared records.
#[derive(Debug, Default)]
pub struct CrossReferences {
    lines: FxHashMap<(EntityId, Guid), Vec<CrossReference>>,
}

impl CrossReferences {
    /// Takes a line about a record.
    pub fn add(&mut self, entity: EntityId, key: Guid, line: CrossReference) {
        self.lines.entry((entity, key)).or_default().push(line);
    }

    /// The lines about a record.
    pub fn of(&self, entity: EntityId, key: Guid) -> &[CrossReference] {
        self.lines.get(&(entity, key)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The lines that nobody has accounted for, in the order of the files.
    pub fn unclaimed(&self) -> Vec<(EntityId, &CrossReference)> {
        let lines =
            self.lines.iter().flat_map(|((entity, _), lines)| lines.iter().map(move |line| (*entity, line)));
        let mut open: Vec<_> = lines.filter(|(_, line)| !line.claimed.load(Ordering::Relaxed)).collect();
        open.sort_by_key(|(_, line)| line.place);
        open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_accounts_for_is_told_in_the_order_of_the_files() {
        let line =
            |at: u64| CrossReference::new(None, at.to_string(), (TableId(0), "row".to_owned()), (1, at));
        let mut all = CrossReferences::default();
        let key = |last: u8| Guid::from_bytes([last; 16]);
        for at in [4, 2, 3] {
            all.add(EntityId(1), key(1), line(at));
        }
        all.of(EntityId(1), key(1))[1].claim();
        let open: Vec<u64> = all.unclaimed().iter().map(|(_, line)| line.place.1).collect();
        assert_eq!(open, [3, 4]);
        assert!(all.of(EntityId(1), key(2)).is_empty() && all.of(EntityId(2), key(1)).is_empty());
    }

    #[test]
    fn a_row_among_those_of_another_batch_is_remembered() {
        let line = CrossReference::new(None, String::new(), (TableId(0), String::new()), (1, 2));
        assert!(!line.is_elsewhere());
        line.found_elsewhere();
        assert!(line.is_elsewhere());
        assert!(!line.clone().is_elsewhere());
    }
}
