//! What became of the whole drop.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::changed::Changed;
use crate::pipeline::RunError;
use crate::pipeline::accounts::{Amendment, BatchAccount, CaseFileAccount};
use crate::pipeline::spill::SpillFile;

/// How much of what is sealed the mappings of today would change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct OthersToday {
    /// Case files.
    pub(crate) case_files: u64,
    /// Shared records.
    pub(crate) shared_records: u64,
}

/// What became of the whole drop.
#[derive(Debug)]
pub(crate) struct MappedDrop {
    /// In numbers, over all parts; its lines are in ascending person number.
    pub(crate) account: BatchAccount,
    /// What is sealed and the mappings of today would change.
    pub(crate) differing: OthersToday,
    /// Sealed case files that are others in this drop.
    pub(crate) changed: Changed,
    pub(super) outside: CaseFileAccount,
    pub(super) accounts: SpillFile,
    pub(super) amendments: SpillFile,
    /// The first person number of each part.
    pub(super) firsts: Vec<u64>,
}

/// The accounts of one part, in ascending person number.
type PartAccounts = Peekable<IntoIter<CaseFileAccount>>;

impl MappedDrop {
    /// Hands on every account: what belongs to no case file, then case files in ascending person number.
    pub(crate) fn each(
        &self,
        mut each: impl FnMut(&CaseFileAccount) -> Result<(), RunError>,
    ) -> Result<(), RunError> {
        each(&self.outside)?;
        let mut waiting: Vec<(u64, u32)> =
            (1..).zip(&self.firsts).map(|(part, first)| (order(*first), part)).collect();
        waiting.sort_unstable_by(|one, other| other.cmp(one));
        let mut open: Vec<PartAccounts> = Vec::new();
        loop {
            let mut next = least(&mut open);
            while waiting.last().is_some_and(|(first, _)| next.is_none_or(|(least, _)| *first < least)) {
                if let Some((_, part)) = waiting.pop() {
                    open.push(self.part(part)?);
                }
                next = least(&mut open);
            }
            let Some((_, place)) = next else { return Ok(()) };
            if let Some(account) = open[place].next() {
                each(&account)?;
            }
            open.retain_mut(|accounts| accounts.peek().is_some());
        }
    }

    /// The accounts of a part, with what settling changed.
    fn part(&self, part: u32) -> Result<PartAccounts, RunError> {
        let mut accounts: Vec<CaseFileAccount> = self.accounts.get(part)?.unwrap_or_default();
        for amendment in self.amendments.get::<Vec<Amendment>>(part)?.unwrap_or_default() {
            if let Some(account) = accounts.get_mut(amendment.place as usize) {
                account.amend(amendment);
            }
        }
        Ok(accounts.into_iter().peekable())
    }
}

/// The lowest person number that comes next, and the place of its part.
fn least(open: &mut [PartAccounts]) -> Option<(u64, usize)> {
    let next = open.iter_mut().enumerate();
    next.filter_map(|(place, accounts)| Some((order(accounts.peek()?.number.unwrap_or(0)), place))).min()
}

/// People without a number come last.
fn order(number: u64) -> u64 {
    if number == 0 { u64::MAX } else { number }
}
