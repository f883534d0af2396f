//! The verdict of a run.

use serde::{Deserialize, Serialize};

/// The verdict of a run, which a page and an exit code begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every record and column agrees, and nothing was turned away.
    Reconciled,
    /// Every record and column agrees; some records or values were rejected, or case files held.
    ReconciledWithExceptions,
    /// Something does not balance, or differs.
    NotReconciled,
    /// Written, and not yet reconciled.
    Unproven,
    /// Refused before anything was written.
    Refused,
}

impl Verdict {
    /// The verdict of a word of the ledger.
    pub fn of_word(word: &str) -> Option<Self> {
        let all = [
            Self::Reconciled,
            Self::ReconciledWithExceptions,
            Self::NotReconciled,
            Self::Unproven,
            Self::Refused,
        ];
        all.into_iter().find(|verdict| verdict.word() == word)
    }

    /// The word in report and ledger.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reconciled => "reconciled",
            Self::ReconciledWithExceptions => "reconciled-with-exceptions",
            Self::NotReconciled => "not-reconciled",
            Self::Unproven => "unproven",
            Self::Refused => "refused",
        }
    }
}
