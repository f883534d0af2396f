//! What the control tables say about people and their work.

use super::note_person;
use crate::pipeline::stage::Layout;
use crate::pipeline::stage::PairRule;
use crate::pipeline::world::{People, PeopleFinding, Works};
use crate::record::{FieldId, Guid, Reason, SourceRecord};

/// Merges that are remembered, but whose loser no longer names a master: master and loser. `merged` says whether a
/// record names one.
pub(crate) fn undone_merges(
    rows: &[SourceRecord],
    rule: PairRule,
    merged: impl Fn(Guid) -> bool,
) -> Vec<(Guid, Guid)> {
    let pairs = rows.iter().filter_map(|row| Some((row.guid(rule.first)?, row.guid(rule.second)?)));
    pairs.filter(|(master, loser)| master != loser && !merged(*loser)).collect()
}

/// Holds both records of an undone merge, if the loser is in the extract.
pub(crate) fn hold_undone(
    people: &mut People,
    works: &Works,
    layout: &Layout,
    (master, loser): (Guid, Guid),
) {
    if people.find(loser).is_some() || works.find(loser).is_some() {
        note(people, works, layout, loser, Reason::MergeUndone, true);
        note(people, works, layout, master, Reason::MergeUndone, true);
    }
}

/// Records listed for destruction that are still there are held; surrogates are left out with all that is theirs.
pub(crate) fn destructions(
    people: &mut People,
    works: &Works,
    layout: &Layout,
    rows: &[SourceRecord],
    rule: PairRule,
) {
    for row in rows {
        if let Some(key) = row.guid(rule.first) {
            note(people, works, layout, key, Reason::DestructionPending, false);
        }
        if let Some(key) = row.guid(rule.second) {
            note(people, works, layout, key, Reason::SurrogateRecord, false);
        }
    }
}

fn note(people: &mut People, works: &Works, layout: &Layout, key: Guid, reason: Reason, at_master: bool) {
    let field = |entity| -> Option<FieldId> { at_master.then(|| layout.of(entity).master).flatten() };
    if let Some(person) = people.find(key) {
        note_person(people, layout.person(), person, reason, field(layout.person()));
    } else if let Some(work) = works.find(key) {
        let field = field(work.entity);
        people.note(work.person, PeopleFinding { entity: work.entity, key, reason, field });
    }
}
