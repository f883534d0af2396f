//! Shared tables that must not contradict themselves.

use std::collections::{BTreeMap, BTreeSet};

use crate::pipeline::stage::masters::{Ending, Masters};
use crate::pipeline::stage::memory_tables::MemoryTables;
use crate::pipeline::stage::{Layout, PeopleRules};
use crate::record::{EntityId, FieldId, Guid, Origin, Reason};

/// A stop with the place of the row that it is raised for.
pub(crate) type PlacedStop = (Reason, Origin, EntityId, FieldId);

/// Parent chains that lead round in a circle, and user names that two workers have.
pub(crate) fn organisations(tables: &MemoryTables, rules: &PeopleRules, layout: &Layout) -> Vec<PlacedStop> {
    let mut stops = Vec::new();
    for (entity, parent) in &rules.acyclic {
        circles(tables, layout, *entity, *parent, &mut stops);
    }
    if let Some((entity, column)) = rules.user_names {
        same_names(tables, layout, entity, column, &mut stops);
    }
    stops
}

/// One stop a row of a circle.
fn circles(
    tables: &MemoryTables,
    layout: &Layout,
    entity: EntityId,
    parent: FieldId,
    stops: &mut Vec<PlacedStop>,
) {
    let rows = tables.rows(entity);
    let mut parents = Masters::default();
    for row in rows {
        if let Some(above) = row.guid(parent) {
            parents.add(layout.key_of(row), Some(above));
        }
    }
    let in_circle: BTreeSet<Guid> = parents
        .endings()
        .into_iter()
        .filter_map(|(key, ending)| (ending == Ending::Cycle && comes_back(&parents, key)).then_some(key))
        .collect();
    let rows = rows.iter().filter(|row| in_circle.contains(&layout.key_of(row)));
    stops.extend(rows.map(|row| (Reason::OrganisationCycle, row.origin(), entity, parent)));
}

fn comes_back(parents: &Masters<Guid>, start: Guid) -> bool {
    let mut seen = BTreeSet::new();
    let mut at = start;
    while let Some(above) = parents.master(at).filter(|above| seen.insert(*above)) {
        at = above;
    }
    seen.contains(&start)
}

/// One stop a worker whose user name another worker has too, without regard to case.
fn same_names(
    tables: &MemoryTables,
    layout: &Layout,
    entity: EntityId,
    column: FieldId,
    stops: &mut Vec<PlacedStop>,
) {
    let mut holders: BTreeMap<String, BTreeMap<Guid, Origin>> = BTreeMap::new();
    for row in tables.rows(entity) {
        if let Some(name) = row.get(column).filled() {
            let holders = holders.entry(name.trim().to_lowercase()).or_default();
            holders.insert(layout.key_of(row), row.origin());
        }
    }
    let shared = holders.into_values().filter(|holders| holders.len() > 1).flatten();
    stops.extend(shared.map(|(_, origin)| (Reason::DuplicateSystemUser, origin, entity, column)));
}
