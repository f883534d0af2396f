//! What is known of one record's outcome while its case file is mapped.

use crate::record::{Action, Finding, Reason};

/// What is known so far of one record's outcome; several may apply, and exclude goes before hold before reject.
#[derive(Clone, Debug, Default)]
pub(super) struct Verdict {
    pub(super) excluded: Option<(Reason, String)>,
    pub(super) held: Option<Reason>,
    pub(super) rejected: Option<Reason>,
    pub(super) merged: bool,
    /// Folded into the record that its master column names.
    pub(super) by_master: bool,
}

impl Verdict {
    /// Whether the record is written where its case file is: as rows of its own or in another's.
    pub(super) fn open(&self) -> bool {
        self.excluded.is_none() && self.rejected.is_none()
    }

    /// Whether the record gives rows of its own, unless its whole case file is held.
    pub(super) fn gives_rows(&self) -> bool {
        self.open() && !self.merged && !self.by_master
    }

    /// Whether another record, found by comparing the two, gives its row.
    pub(super) fn is_absorbed(&self) -> bool {
        self.open() && self.merged && !self.by_master
    }

    /// Takes what a code does; the first of each kind stands.
    pub(super) fn take(&mut self, reason: Reason, action: Action) {
        match action {
            Action::Exclude => {
                self.excluded.get_or_insert_with(|| (reason, reason.code().to_owned()));
            }
            Action::Hold => {
                self.held.get_or_insert(reason);
            }
            Action::RejectRow => {
                self.rejected.get_or_insert(reason);
            }
            Action::Merge => self.merged = true,
            _ => {}
        }
    }
}

/// A finding, what it does here, and the record's place in the case file.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) finding: Finding,
    pub(super) action: Action,
    pub(super) place: Option<usize>,
}
