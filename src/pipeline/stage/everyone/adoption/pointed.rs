//! Whom the texts of other records name that stand beside a record: of shared records, of other people, and of their work.

use std::collections::{BTreeMap, BTreeSet};

use super::{Adoptions, Naming};
use crate::pipeline::stage::Layout;
use crate::pipeline::stage::layout::EntityLayout;
use crate::pipeline::world::{People, PersonIndex, Work, Works};
use crate::record::{FieldId, Guid, SourceRecord};

impl Adoptions {
    /// Looks at a shared record: whom its texts name. One whose texts name two identities of somebody is not to be written, and
    /// stands beside nothing; its columns that do are returned.
    pub(crate) fn see_shared(
        &mut self,
        people: &People,
        record: &SourceRecord,
        (key, layout): (Guid, &EntityLayout),
    ) -> BTreeSet<FieldId> {
        let mut named: BTreeMap<Guid, BTreeSet<FieldId>> = BTreeMap::new();
        for field in &layout.texts {
            for one in self.mentioned(people, record.get(*field).filled().unwrap_or_default()) {
                named.entry(one).or_default().insert(*field);
            }
        }
        let joined = self.several(named.keys().copied());
        if joined.is_empty() && !named.is_empty() {
            self.told.insert(key, named.into_keys().collect());
            return BTreeSet::new();
        }
        self.ties.extend(joined.iter().copied());
        joined.iter().filter_map(|one| named.get(one)).flatten().copied().collect()
    }

    /// Looks at what shows the shared records and the other people whom a record points at.
    pub(super) fn point(
        &mut self,
        people: &People,
        record: &SourceRecord,
        layout: &EntityLayout,
        (person, by): (PersonIndex, impl Fn(FieldId) -> Naming),
    ) {
        let mut shown = Vec::new();
        for field in layout.shared.iter().filter(|_| !self.told.is_empty()) {
            let told = record.guid(*field).and_then(|key| self.told.get(&key));
            shown.extend(told.into_iter().flatten().map(|named| (*field, *named)));
        }
        // While the rows of people are read, it is not known yet what shows the others.
        for field in layout.people.iter().filter(|_| !layout.is_person()) {
            let other = record.guid(*field).and_then(|key| people.find(key)).map(|one| people.survivor(one));
            let text = other.filter(|other| *other != person).and_then(|other| people.shown(other));
            let named = self.mentioned(people, text.unwrap_or_default());
            shown.extend(named.into_iter().map(|named| (*field, named)));
        }
        for (field, named) in shown {
            self.name(people, person, named, Some(by(field)));
        }
    }

    /// Looks at what is kept of work of other people that records point at, to be shown beside these.
    pub(super) fn point_at_works(&mut self, people: &People, works: &Works, layout: &Layout) {
        for (person, key, by) in std::mem::take(&mut self.others) {
            let survivor = works.survivor(key);
            let Some(work) = works.find(survivor).filter(|work| work.person != person) else { continue };
            let mut named = BTreeSet::new();
            for text in [key, survivor].into_iter().flat_map(|key| kept(works, layout, (key, work))) {
                named.extend(self.mentioned(people, text));
            }
            for named in named {
                self.name(people, person, named, Some(by));
            }
        }
    }
}

/// The texts that are kept of some work.
fn kept<'w>(
    works: &'w Works,
    layout: &'w Layout,
    (key, work): (Guid, Work),
) -> impl Iterator<Item = &'w str> {
    let fields = layout.of(work.entity).texts.iter();
    fields.filter_map(move |field| works.value(work.entity, key, *field)).chain(works.shown(key))
}
