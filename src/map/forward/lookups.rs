//! Lookups that lead nowhere, and what the fate of a parent means for its children.

use super::work::Work;
use crate::map::plan::Owner;
use crate::record::{Action, EntityId, FieldId, Guid, Reason};
use crate::source::{Column, Kind, Role};

/// What a lookup leads to.
enum Found {
    /// A record of this case file, by its place.
    Here(usize),
    /// A record elsewhere in the drop, or one that cannot be looked for from here.
    Elsewhere,
    /// Nothing.
    Nowhere,
}

/// Raises codes for lookups that lead nowhere.
pub(super) fn check_lookups(work: &mut Work<'_>) {
    for place in 0..work.index.records().len() {
        if !work.verdicts[place].open() || work.verdicts[place].merged {
            continue;
        }
        let (plan, prepared) = (work.plan, work.prepared);
        let entity = work.record(place).entity();
        let columns = &plan.dictionary().entity(entity).columns;
        for field in prepared.lookups(entity) {
            check(work, place, *field, &columns[usize::from(field.0)]);
        }
    }
}

fn check(work: &mut Work<'_>, place: usize, field: FieldId, column: &Column) {
    let record = work.record(place);
    let Some(text) = record.get(field).filled() else { return };
    let found = match Guid::parse(text.trim()) {
        Ok(key) => find(work, tables(column), key),
        Err(_) => Found::Nowhere,
    };
    if matches!(found, Found::Nowhere) {
        if column.nullable {
            work.raise_as(place, Reason::DanglingLookup, Some(field), Action::RejectValue);
        } else if author(work, column) {
            work.raise(place, Reason::UnknownAuthor, Some(field));
        } else {
            work.raise(place, Reason::OrphanParent, Some(field));
        }
    }
}

/// Whether the column names a worker, who is an author rather than a parent.
fn author(work: &Work<'_>, column: &Column) -> bool {
    matches!(column.kind, Kind::Lookup { table } if table == work.plan.model().people.worker)
}

/// The tables that a column may point at.
pub(super) fn tables(column: &Column) -> &[EntityId] {
    match &column.kind {
        Kind::Lookup { table } => std::slice::from_ref(table),
        Kind::Polymorphic { tables, .. } => tables,
        _ => &[],
    }
}

fn find(work: &Work<'_>, tables: &[EntityId], key: Guid) -> Found {
    let person = work.plan.model().people.person;
    let mut all_known = true;
    for table in tables {
        if let Some(place) = work.index.place(*table, key) {
            return Found::Here(place);
        }
        let elsewhere = match work.plan.dictionary().entity(*table).role {
            Role::Casework if *table == person => work.around.survivor(key).is_some(),
            Role::Casework if work.plan.entity(*table).is_some_and(|entity| entity.indexed) => {
                work.around.work(*table, key).is_some()
            }
            Role::Casework => {
                all_known = false;
                false
            }
            _ => work.around.row(*table, key).is_some(),
        };
        if elsewhere {
            return Found::Elsewhere;
        }
    }
    if all_known { Found::Nowhere } else { Found::Elsewhere }
}

/// Carries exclusion and rejection from parents to children until nothing changes.
pub(super) fn propagate(work: &mut Work<'_>) {
    loop {
        let mut changed = false;
        for place in 0..work.index.records().len() {
            changed |= inherit(work, place);
        }
        if !changed {
            return;
        }
    }
}

fn inherit(work: &mut Work<'_>, place: usize) -> bool {
    if !work.verdicts[place].open() || work.verdicts[place].merged {
        return false;
    }
    for parent in parents(work, place) {
        if let Some((_, rule)) = work.verdicts[parent].excluded.clone() {
            work.raise(place, Reason::ParentExcluded, None);
            work.verdicts[place].excluded = Some((Reason::ParentExcluded, rule));
            return true;
        }
        // A person row is held rather than rejected, so that its children are held with it.
        if work.verdicts[parent].rejected.is_some() {
            work.raise(place, Reason::ParentRejected, None);
            return true;
        }
    }
    false
}

/// The records of this case file that a record cannot do without.
fn parents(work: &Work<'_>, place: usize) -> Vec<usize> {
    let Some(entity) = work.entity_plan(place) else { return Vec::new() };
    let record = work.record(place);
    let mut parents = Vec::new();
    let columns = &work.plan.dictionary().entity(entity.entity).columns;
    for field in work.prepared.mandatory(entity.entity) {
        let column = &columns[usize::from(field.0)];
        if let Some(key) = record.guid(*field)
            && let Found::Here(parent) = find(work, tables(column), key)
            && parent != place
        {
            parents.push(parent);
        }
    }
    if let Owner::Through(field) = entity.owner
        && let Some(key) = record.guid(field)
    {
        if let Found::Here(parent) = find(work, tables(&columns[usize::from(field.0)]), key) {
            parents.push(parent);
        }
    }
    parents
}
