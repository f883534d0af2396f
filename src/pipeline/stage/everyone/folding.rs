//! Settles who was merged into whom.

use super::note_person;
use crate::pipeline::stage::Layout;
use crate::pipeline::stage::masters::{Ending, Masters};
use crate::pipeline::world::{People, PeopleFinding, PersonIndex, Works};
use crate::record::{Guid, Reason};

/// Settles who survives whom among people, and notes each merge and each that cannot be followed.
pub(crate) fn fold_people(people: &mut People, masters: &Masters<PersonIndex>, layout: &Layout) {
    let endings = masters.endings();
    let mut survivors: Vec<u32> = people.everyone().map(|person| person.0).collect();
    for (loser, ending) in &endings {
        if let Ending::Survivor(survivor, _) = ending {
            survivors[loser.at()] = survivor.0;
        }
    }
    people.settle(survivors);
    let field = layout.of(layout.person()).master;
    for (loser, ending) in endings {
        for reason in reasons(&ending) {
            note_person(people, layout.person(), loser, *reason, field);
        }
    }
}

/// Follows the masters of merged cases, and notes each merge and each that cannot be followed.
pub(crate) fn fold_works(people: &mut People, works: &mut Works, masters: &Masters<Guid>, layout: &Layout) {
    for (loser, ending) in known_only(works, masters).endings() {
        for reason in reasons(&ending) {
            note_work(people, works, layout, loser, *reason);
        }
        let Ending::Survivor(survivor, _) = ending else { continue };
        works.fold(loser, survivor);
        let owner = |key| works.find(key).map(|work| work.person);
        if owner(loser) != owner(survivor) {
            note_work(people, works, layout, loser, Reason::PersonCaseMismatch);
            note_work(people, works, layout, survivor, Reason::PersonCaseMismatch);
        }
    }
}

fn known_only(works: &Works, masters: &Masters<Guid>) -> Masters<Guid> {
    let mut known = Masters::default();
    for loser in masters.losers() {
        known.add(loser, masters.master(loser).filter(|master| works.find(*master).is_some()));
    }
    known
}

fn note_work(people: &mut People, works: &Works, layout: &Layout, key: Guid, reason: Reason) {
    let Some(work) = works.find(key) else { return };
    let field = layout.of(work.entity).master;
    people.note(work.person, PeopleFinding { entity: work.entity, key, reason, field });
}

fn reasons<K>(ending: &Ending<K>) -> &'static [Reason] {
    match ending {
        Ending::Survivor(_, 0 | 1) => &[Reason::MergedPerson],
        Ending::Survivor(..) => &[Reason::MergedPerson, Reason::MergeChain],
        Ending::Missing => &[Reason::MergeMasterMissing],
        Ending::Cycle => &[Reason::MergeCycle],
    }
}
