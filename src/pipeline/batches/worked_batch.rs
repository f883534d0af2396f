//! What working on a batch leaves to those that follow.

use super::BatchWork;
use super::case_files::Leavings;
use super::unsettled::Unsettled;
use crate::map::forward::{AddressClaim, CaseFileState};
use crate::pipeline::RunError;
use crate::pipeline::accounts::{BatchAccount, CaseFileAccount};
use crate::pipeline::spill::packed_struct;
use crate::record::Guid;

/// What working on a batch leaves to those that follow; it can be handed to another process that staged the same drop.
#[derive(Debug)]
pub(super) struct WorkedBatch {
    /// In numbers.
    pub(super) account: BatchAccount,
    /// By case file, in order.
    pub(super) accounts: Vec<CaseFileAccount>,
    /// What waits until everybody's fate is known.
    pub(super) unsettled: Vec<Unsettled>,
    /// The addresses of written people, each with the run whose last batch it is in.
    pub(super) claims: Vec<(u32, AddressClaim)>,
    /// What became of whom, and the rule that left somebody out.
    pub(super) fates: Vec<PersonFate>,
    /// Attached files that a row describes.
    pub(super) described: Vec<Guid>,
    /// Work that was folded into that of another.
    pub(super) folds: Vec<(Guid, Guid)>,
}

/// What became of a person's case file.
#[derive(Debug)]
pub(super) struct PersonFate {
    pub(super) person: Guid,
    pub(super) state: CaseFileState,
    pub(super) rule: Option<String>,
}

packed_struct!(WorkedBatch { account, accounts, unsettled, claims, fates, described, folds });
packed_struct!(PersonFate { person, state, rule });
packed_struct!(AddressClaim { address, cells, records });

impl WorkedBatch {
    /// Leaves everything where later passes look for it, and gives the account.
    pub(super) fn leave(
        self,
        work: &BatchWork<'_>,
        leavings: &Leavings<'_>,
        part: u32,
    ) -> Result<BatchAccount, RunError> {
        let people = work.staged.world.people();
        for fate in &self.fates {
            if let Some(person) = people.find(fate.person) {
                leavings.fates.set(person, fate.state, fate.rule.as_deref());
                leavings.fates.close(person, work.writing.earlier.run);
            }
        }
        self.described.iter().for_each(|key| work.documents.describe(*key));
        leavings.folds().extend(self.folds);
        leavings.accounts.put(part, &self.accounts)?;
        leavings.unsettled.put(part, &self.unsettled)?;
        leavings.addresses.take(part, &self.claims)?;
        Ok(self.account)
    }
}
