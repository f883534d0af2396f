//! Copies for several people that were written, while the case files of a batch of the export are proven.

use std::collections::{BTreeMap, BTreeSet};

use super::ProveInput;
use crate::pipeline::stage::CaseFileSource;
use crate::pipeline::world::PersonIndex;
use crate::reconcile::check::CROSS_REFERENCE;
use crate::reconcile::recompute::{Everybody, WrittenFamily, left_apart};
use crate::reconcile::{Difference, FoldedWork, TargetSide};
use crate::record::{EntityId, Guid, Outcome};

/// A copy that was written: whose, in which batch, and what it is.
struct WrittenCopy {
    person: PersonIndex,
    number: u64,
    batch: u32,
    entity: EntityId,
}

/// Copies for several people that were written, by key; nothing is collected unless the policy folds them.
#[derive(Default)]
pub(super) struct WrittenCopies {
    copies: BTreeMap<Guid, WrittenCopy>,
}

impl WrittenCopies {
    /// Takes those of a case file that was written in a batch.
    pub(super) fn take(
        &mut self,
        input: &ProveInput<'_>,
        folded: &FoldedWork,
        (source, batch): (&CaseFileSource, u32),
        outcomes: &[Outcome],
    ) {
        if !input.plan.policy().folds_siblings() {
            return;
        }
        for (record, outcome) in source.records.iter().zip(outcomes) {
            let plan = input.plan.entity(record.entity()).filter(|plan| plan.siblings.is_some());
            let Some(key) = plan.and_then(|plan| record.guid(plan.key)) else { continue };
            let written = *outcome == Outcome::Migrated || folded.lead_of(key).is_some();
            if written {
                let (person, number, entity) = (source.person, source.number, record.entity());
                self.copies.insert(key, WrittenCopy { person, number, batch, entity });
            }
        }
    }

    /// Those that say the same as another and do not stand under its key.
    pub(super) fn left_apart(
        &self,
        input: &ProveInput<'_>,
        (side, folded): (&TargetSide, &FoldedWork),
        everybody: &Everybody,
    ) -> Vec<Difference> {
        let apart = left_apart(input.plan, (side, folded), &self.families(input, everybody));
        let found = apart.into_iter().filter_map(|key| Some((key, self.copies.get(&key)?)));
        let difference = |(key, copy): (Guid, &WrittenCopy)| Difference {
            case_file: (copy.number != 0).then_some(copy.number),
            entity: Some(copy.entity),
            source_id: key.to_string(),
            ..Difference::new(CROSS_REFERENCE.id)
        };
        found.map(difference).collect()
    }

    fn families(&self, input: &ProveInput<'_>, everybody: &Everybody) -> Vec<WrittenFamily> {
        let (mut seen, mut families) = (BTreeSet::new(), Vec::new());
        for (key, copy) in &self.copies {
            if seen.contains(key) {
                continue;
            }
            let siblings = everybody.siblings_of(*key).into_iter().map(|(_, other)| other);
            let beside = |key: &Guid| self.copies.get(key).is_some_and(|other| other.batch == copy.batch);
            let mut own: Vec<Guid> = siblings.filter(beside).chain([*key]).collect();
            own.sort_by_key(|key| (self.copies[key].person, *key));
            seen.extend(own.iter().copied());
            let copies = own.iter().map(|key| (input.people().guid(self.copies[key].person), *key)).collect();
            families.push(WrittenFamily { batch: copy.batch, copies });
        }
        families
    }
}
