//! The order in which entities are read.

use super::layout::{EntityLayout, Route};
use crate::record::EntityId;

/// Tables kept in memory, then people, then each entity after those that lead to its owner; else dictionary order.
///
/// A loop of owner columns is cut at its first entity; rows that only the cut link would place have no owner.
pub(crate) fn order(entities: &[EntityLayout], person: EntityId) -> Vec<EntityId> {
    let mut order: Vec<EntityId> = ids(entities).filter(|id| is_memory(entities, *id)).collect();
    let mut visit = Visit { entities, seen: vec![false; entities.len()], order: Vec::new() };
    visit.entity(person);
    for id in ids(entities).filter(|id| !is_memory(entities, *id)) {
        visit.entity(id);
    }
    order.extend(visit.order);
    order
}

fn ids(entities: &[EntityLayout]) -> impl Iterator<Item = EntityId> + use<> {
    (0..u16::try_from(entities.len()).unwrap_or(u16::MAX)).map(EntityId)
}

fn is_memory(entities: &[EntityLayout], id: EntityId) -> bool {
    entities[usize::from(id.0)].route == Route::Memory
}

struct Visit<'a> {
    entities: &'a [EntityLayout],
    seen: Vec<bool>,
    order: Vec<EntityId>,
}

impl Visit<'_> {
    fn entity(&mut self, id: EntityId) {
        let place = usize::from(id.0);
        if std::mem::replace(&mut self.seen[place], true) || is_memory(self.entities, id) {
            return;
        }
        for parent in &self.entities[place].parents {
            self.entity(*parent);
        }
        self.order.push(id);
    }
}
