//! What a proof against one of several drops is about.
//!
//! Every batch is made from one drop by one state of the mappings. A case file is proven against the drop that it was
//! sealed from, else against the newest; a joining record against the drop of the first run whose last batch has it, whatever
//! later drops say of it. Where none has it, that is the drop of the run whose last batch was to have it, or, where that drop does
//! not have it any more, the one that its case file was sealed from.

use std::collections::{BTreeSet, HashSet};

use super::ProveInput;
use crate::ledger::ExceptionRow;
use crate::pipeline::earlier::Earlier;
use crate::pipeline::reconcile::TurnedAwayShared;
use crate::pipeline::stage::CaseFileSource;
use crate::pipeline::world::PersonIndex;
use crate::record::{EntityId, Guid, SourceRecord};

/// What a proof against one of several drops is about.
#[derive(Debug)]
pub(crate) struct Scope<'a> {
    /// The runs that were made of the drop.
    pub(crate) runs: BTreeSet<u32>,
    /// Whether whatever is not written is looked for in this drop.
    pub(crate) newest: bool,
    /// Who was written by which run.
    pub(crate) written: &'a Earlier,
    /// Shared records that another drop accounts for.
    pub(crate) shared_elsewhere: HashSet<(EntityId, Guid)>,
    /// Shared records that the runs of this drop turned away; of the newest the lists tell that.
    pub(crate) shared_away: TurnedAwayShared,
    /// The values of shared records that those runs turned away.
    pub(crate) shared_values: Vec<ExceptionRow>,
    /// Joining records of case files that were sealed from this drop, which were gone from that by which the other person
    /// was written later: nobody wrote them.
    pub(crate) missed: HashSet<(EntityId, Guid)>,
}

impl ProveInput<'_> {
    /// Whether the batches of a run are made of this drop.
    pub(super) fn reads_run(&self, run: u32) -> bool {
        self.scope.is_none_or(|scope| scope.runs.contains(&run))
    }

    /// Whether this drop accounts for what is in no case file.
    pub(super) fn is_newest(&self) -> bool {
        self.scope.is_none_or(|scope| scope.newest)
    }

    /// Whether this drop accounts for a surviving person's case file.
    pub(super) fn is_own(&self, person: PersonIndex) -> bool {
        self.scope.is_none_or(|scope| match scope.written.of(self.people(), person) {
            Some(written) => scope.runs.contains(&written.run),
            None => scope.newest,
        })
    }

    /// Whether somebody is written; none where one drop says it all.
    pub(super) fn is_written(&self, person: PersonIndex) -> Option<bool> {
        self.scope.map(|scope| scope.written.of(self.people(), person).is_some())
    }

    /// The run in whose last batch the joining records of a person are.
    pub(super) fn closing(&self, person: PersonIndex) -> Option<u32> {
        let scope = self.scope?;
        scope.written.of(self.people(), person).map(|written| scope.written.closing(written.run))
    }

    /// Whether this drop accounts for a shared record.
    pub(super) fn is_own_shared(&self, record: &SourceRecord) -> bool {
        self.scope.is_none_or(|scope| {
            let key = self.plan.key_of(record.entity()).and_then(|key| record.guid(key)).unwrap_or_default();
            !scope.shared_elsewhere.contains(&(record.entity(), key))
        })
    }

    /// What of a case file this drop accounts for, and its records that another does; none where it accounts for nothing.
    pub(super) fn scoped(&self, mut file: CaseFileSource) -> Option<(CaseFileSource, Vec<SourceRecord>)> {
        if self.scope.is_none() {
            return Some((file, Vec::new()));
        }
        let (person, own) = (file.person, self.is_own(file.person));
        let (kept, elsewhere): (Vec<_>, Vec<_>) =
            file.records.into_iter().partition(|record| self.accounts_for(person, own, record));
        let keys: HashSet<_> = kept.iter().map(|record| self.key_of(record)).collect();
        file.records = kept;
        file.duplicates.retain(|(record, _)| keys.contains(&self.key_of(record)));
        (own || !file.records.is_empty()).then_some((file, elsewhere))
    }

    /// Whether this drop accounts for a joining record of a case file.
    pub(super) fn accounts_for_joining(&self, person: PersonIndex, record: &SourceRecord) -> bool {
        self.accounts_for(person, self.is_own(person), record)
    }

    /// Whether a record joins two case files.
    pub(super) fn joins(&self, record: &SourceRecord) -> bool {
        self.plan.entity(record.entity()).is_some_and(|entity| entity.joins.is_some())
    }

    pub(super) fn key_of(&self, record: &SourceRecord) -> (EntityId, Guid) {
        let key = self.plan.key_of(record.entity()).and_then(|key| record.guid(key));
        (record.entity(), key.unwrap_or_default())
    }

    /// The first run whose last batch has a joining record of a written case file.
    fn joined_by(&self, person: PersonIndex, record: &SourceRecord) -> Option<u32> {
        let written = self.scope?.written;
        written.of(self.people(), person)?;
        written.joined.get(&self.key_of(record)).copied()
    }

    fn accounts_for(&self, person: PersonIndex, own: bool, record: &SourceRecord) -> bool {
        if let Some(run) = self.joined_by(person, record) {
            return self.reads_run(run);
        }
        let joins = self.plan.entity(record.entity()).and_then(|entity| entity.joins);
        let other = joins.and_then(|joins| record.guid(joins.other)).and_then(|other| self.survivor(other));
        let Some(other) = other.filter(|other| *other != person) else { return own };
        match (self.closing(person), self.closing(other)) {
            (Some(one), Some(two)) => {
                let missed = self.scope.is_some_and(|scope| scope.missed.contains(&self.key_of(record)));
                missed || self.reads_run(one.max(two))
            }
            _ => own,
        }
    }
}
