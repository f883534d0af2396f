//! Rows that name two identities of somebody by themselves.

use std::collections::BTreeSet;

use super::{Adoptions, identity, texts};
use crate::pipeline::stage::Layout;
use crate::pipeline::stage::layout::EntityLayout;
use crate::pipeline::world::{People, Works};
use crate::record::{FieldId, Guid, Origin, SourceRecord};

impl Adoptions {
    /// Where rows stand that name two identities of somebody by themselves: records that were looked at, and such of these rows
    /// besides, which no case file has. Nobody is held for the latter, but they stand in no file that is passed on.
    pub(crate) fn joining<'r>(
        &mut self,
        (people, works): (&People, &Works),
        layout: &Layout,
        rows: impl Iterator<Item = &'r SourceRecord>,
    ) -> BTreeSet<Origin> {
        let mut joining = std::mem::take(&mut self.joining);
        if self.any() {
            let joins = |row: &&SourceRecord| {
                let layout = layout.of(row.entity());
                self.joins(&self.named_in(people, row, layout), owner((people, works), row, layout))
            };
            joining.extend(rows.filter(joins).map(SourceRecord::origin));
        }
        joining
    }

    /// The columns of a record that name identities by themselves, and whom.
    pub(super) fn named_in(
        &self,
        people: &People,
        record: &SourceRecord,
        layout: &EntityLayout,
    ) -> Vec<(FieldId, Guid)> {
        let keys = layout.people.iter().filter_map(|field| Some((*field, record.guid(*field)?)));
        let keys = keys.map(|(field, key)| (field, identity(people, key)));
        let mut named: Vec<_> = keys.filter(|(_, named)| self.chains.contains_key(named)).collect();
        for (field, text) in texts(record, layout) {
            named.extend(self.mentioned(people, text).into_iter().map(|one| (field, one)));
        }
        named
    }

    /// Whether two identities of somebody are among those whom a row names and whose it is.
    pub(super) fn joins(&self, named: &[(FieldId, Guid)], owner: Option<Guid>) -> bool {
        !named.is_empty() && !self.several(named.iter().map(|(_, named)| *named).chain(owner)).is_empty()
    }
}

/// Whose a row is that no case file has, as far as it says so.
fn owner((people, works): (&People, &Works), row: &SourceRecord, layout: &EntityLayout) -> Option<Guid> {
    let key = layout.owner_field().and_then(|field| row.guid(field))?;
    Some(works.find(key).map_or_else(|| identity(people, key), |work| people.guid(work.person)))
}
