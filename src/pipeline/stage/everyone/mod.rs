//! What only looking at everybody at once can find.

mod adoption;
mod chains;
mod control;
mod fingerprint;
mod folding;
mod identities;
mod mentions;
mod named_records;
mod organisations;
mod suspects;

pub(crate) use adoption::Adoptions;
pub(crate) use control::{destructions, hold_undone, undone_merges};
pub(crate) use fingerprint::fingerprint;
pub(crate) use folding::{fold_people, fold_works};
pub(crate) use identities::Identities;
pub(crate) use named_records::{NamedRecords, Naming};
pub(crate) use organisations::{PlacedStop, organisations};
pub(crate) use suspects::Suspects;

use crate::pipeline::world::{People, PeopleFinding, PersonIndex};
use crate::record::{EntityId, FieldId, Reason};

/// Notes something about the row of a person.
pub(crate) fn note_person(
    people: &mut People,
    entity: EntityId,
    person: PersonIndex,
    reason: Reason,
    field: Option<FieldId>,
) {
    let key = people.guid(person);
    people.note(person, PeopleFinding { entity, key, reason, field });
}
