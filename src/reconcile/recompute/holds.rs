//! Shared records that were held: what the list says against what the export says.

use super::scene::Scene;
use super::{ClaimList, Standing, Why};
use crate::reconcile::Difference;
use crate::reconcile::check::NOT_ACCOUNTED_FOR;
use crate::source::Role;

/// Shared records that are listed as held, though nothing contradicts them and nothing that they need is held.
pub(super) fn unfounded(scene: &Scene<'_>) -> Vec<Difference> {
    let withheld = (0..scene.case.records.len())
        .filter(|place| scene.standings[*place] == Standing::Withheld)
        .filter(|place| !is_contradicted(scene, *place) && !needs_what_is_held(scene, *place))
        .filter(|place| !names_two_identities(scene, *place));
    withheld.map(|place| at(scene, place)).collect()
}

/// Whether the list says no more than that it is held, as of adoptions: such claims are weighed by themselves.
fn names_two_identities(scene: &Scene<'_>, place: usize) -> bool {
    let entity = scene.record(place).entity();
    let claims = scene.key(place).map(|key| scene.away.claims_of(entity, key)).unwrap_or_default();
    claims.iter().any(|claim| claim.list == ClaimList::Holds && claim.why == Why::Withheld)
}

/// Whether another row has the same key, or may give the same row where its key is made of several columns.
fn is_contradicted(scene: &Scene<'_>, place: usize) -> bool {
    let Some(entity) = scene.entity(place) else { return false };
    let tables = scene.plan.contract();
    let mut main = entity.rows.iter().filter(|row| row.main);
    let natural_key = main.any(|row| tables.table(row.table).key.len() > 1);
    let mut others = scene.places(entity.entity).iter().filter(|other| **other != place);
    natural_key || others.any(|other| scene.key(*other) == scene.key(place))
}

/// Whether a lookup names a shared record that is not written.
pub(super) fn needs_what_is_held(scene: &Scene<'_>, place: usize) -> bool {
    let record = scene.record(place);
    let described = scene.plan.dictionary().entity(record.entity());
    described.fields().any(|field| {
        let Some(key) = record.guid(field) else { return false };
        let own = scene.key(place) == Some(key);
        !own && scene.tables_of(record.entity(), field).iter().copied().any(|table| {
            let shared = scene.plan.dictionary().entity(table).role == Role::Shared;
            let there = scene.rest.row(table, key).is_some();
            shared && there && scene.rest.standing_row(table, key).is_none()
        })
    })
}

fn at(scene: &Scene<'_>, place: usize) -> Difference {
    Difference {
        entity: Some(scene.record(place).entity()),
        source_id: scene.key(place).map(|key| key.to_string()).unwrap_or_default(),
        ..Difference::new(NOT_ACCOUNTED_FOR.id)
    }
}
