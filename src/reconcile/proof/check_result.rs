//! What a check came to.

use crate::reconcile::check::Check;

/// What a check came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckResult {
    /// The check.
    pub check: &'static Check,
    /// How many findings it has; each is a difference.
    pub findings: u64,
}

impl CheckResult {
    /// Whether it found nothing.
    pub fn passed(&self) -> bool {
        self.findings == 0
    }
}
