//! Rows by entity, counted and with a sum over their keys.

use crate::map::plan::Plan;
use crate::reconcile::partition::hash_of;
use crate::record::{EntityId, SourceRecord};

/// Rows of one entity: how many, and the sum of keyed hashes of their keys, which does not depend on their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeySum {
    /// How many rows.
    pub rows: u64,
    /// How often the header stands again among them; it is left out.
    pub headers: u64,
    /// The sum of the hashes of their keys.
    pub keys: u128,
}

/// Rows of all entities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeySums {
    sums: Vec<KeySum>,
}

impl KeySums {
    /// No rows yet, of so many entities.
    pub fn new(entities: usize) -> Self {
        Self { sums: vec![KeySum::default(); entities] }
    }

    /// Takes a row by the text of its key column; a null key counts as nothing.
    pub fn add(&mut self, entity: EntityId, key: &str) {
        let key = key.trim().to_lowercase();
        let sum = &mut self.sums[usize::from(entity.0)];
        sum.rows += 1;
        sum.keys = sum.keys.wrapping_add(u128::from_be_bytes(hash_of(&key)));
    }

    /// Takes a header that stands among the rows.
    pub fn add_header(&mut self, entity: EntityId) {
        self.sums[usize::from(entity.0)].headers += 1;
    }

    /// Takes a record as it was handed on.
    pub fn add_record(&mut self, plan: &Plan, record: &SourceRecord) {
        let key = plan.dictionary().entity(record.entity()).key.or_else(|| plan.key_of(record.entity()));
        let text = key.and_then(|key| record.get(key).filled()).unwrap_or_default();
        self.add(record.entity(), text);
    }

    /// Adds another part.
    pub fn merge(&mut self, other: &Self) {
        for (sum, own) in self.sums.iter_mut().zip(&other.sums) {
            sum.rows += own.rows;
            sum.headers += own.headers;
            sum.keys = sum.keys.wrapping_add(own.keys);
        }
    }

    /// The rows of an entity.
    pub fn of(&self, entity: EntityId) -> KeySum {
        self.sums.get(usize::from(entity.0)).copied().unwrap_or_default()
    }
}
