//! The contract checks that go beyond one batch.

use std::collections::BTreeSet;
use std::io;
use std::sync::Mutex;

use super::{ProveError, ProveInput};
use crate::reconcile::Difference;
use crate::reconcile::check::contract::{BatchFound, ContractRules, OutputCheck};
use crate::reconcile::totals::TotalCount;

/// The contract checks that go beyond one batch; several threads hand over what their batches came to.
pub(super) struct WholeOutput<'a> {
    input: &'a ProveInput<'a>,
    check: Mutex<OutputCheck<'a>>,
}

impl<'a> WholeOutput<'a> {
    /// Starts with temporary files.
    pub(super) fn create(
        input: &'a ProveInput<'a>,
        rules: &'a ContractRules<'a>,
    ) -> Result<Self, ProveError> {
        let check = OutputCheck::create(rules, input.temporary).map_err(|source| temporary(input, source))?;
        Ok(Self { input, check: Mutex::new(check) })
    }

    /// Takes what folders came to.
    pub(super) fn take(&self, found: Vec<BatchFound>) -> Result<(), ProveError> {
        let failed = |source| temporary(self.input, source);
        let mut check = self.check.lock().map_err(|_| failed(io::Error::other("another thread failed")))?;
        found.into_iter().try_for_each(|found| check.take(found)).map_err(failed)
    }

    /// Everything found, and what was counted of the totals; `last` are the numbers of the runs' last batches.
    pub(super) fn finish(
        self,
        last: &BTreeSet<u32>,
    ) -> Result<(Vec<Difference>, Vec<TotalCount>), ProveError> {
        let failed = |source| temporary(self.input, source);
        let check = self.check.into_inner().map_err(|_| failed(io::Error::other("another thread failed")))?;
        check.finish(last).map_err(failed)
    }
}

fn temporary(input: &ProveInput<'_>, source: io::Error) -> ProveError {
    ProveError::Temporary { path: input.temporary.to_path_buf(), source }
}
