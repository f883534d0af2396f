//! What became of the records of one case file, as far as lists tell of them.

use std::collections::HashMap;

use crate::map::forward::{CaseFileState, RecordOutcome};
use crate::pipeline::spill::packed_struct;
use crate::record::{Action, Finding, Origin, Outcome, SourceRecord};

/// What became of the records of one case file, or of the shared records, as far as lists tell of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CaseFileAccount {
    /// The person number; none for shared records, and for a person without one.
    pub(crate) number: Option<u64>,
    /// The state.
    pub(crate) state: CaseFileState,
    /// How many of its rows are held.
    pub(crate) held: u64,
    /// Records with an outcome for a reason of their own: excluded, rejected, held.
    pub(crate) outcomes: Vec<RecordOutcome>,
    /// Everything found but what is only counted, and what it does here.
    pub(crate) findings: Vec<(Finding, Action)>,
    /// The records to be corrected: those that are rejected, and those that withhold a case file or are withheld themselves.
    pub(crate) to_correct: Vec<SourceRecord>,
}

packed_struct!(CaseFileAccount { number, state, held, outcomes, findings, to_correct });

/// What settling changed in the account of a case file once everybody's fate was known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Amendment {
    /// The place of the account in its batch.
    pub(crate) place: u32,
    /// Outcomes in place of earlier ones.
    pub(crate) outcomes: Vec<RecordOutcome>,
    /// Further findings.
    pub(crate) findings: Vec<(Finding, Action)>,
    /// Whether the case file goes without something now.
    pub(crate) incomplete: bool,
}

packed_struct!(Amendment { place, outcomes, findings, incomplete });

impl CaseFileAccount {
    /// Takes what settling changed.
    pub(crate) fn amend(&mut self, amendment: Amendment) {
        if amendment.incomplete {
            self.state = CaseFileState::Incomplete;
        }
        let replaced: Vec<Origin> = amendment.outcomes.iter().map(|one| one.origin).collect();
        self.outcomes.retain(|one| !replaced.contains(&one.origin));
        self.outcomes.extend(amendment.outcomes);
        self.findings.extend(amendment.findings);
    }

    /// The outcomes by place, to be looked up.
    pub(crate) fn outcome_of(&self) -> OutcomeOf<'_> {
        OutcomeOf {
            written: self.state.written(),
            by_origin: self.outcomes.iter().map(|one| (one.origin, one)).collect(),
        }
    }
}

/// The outcomes of a case file by the place of the record.
#[derive(Debug)]
pub(crate) struct OutcomeOf<'a> {
    written: bool,
    by_origin: HashMap<Origin, &'a RecordOutcome>,
}

impl OutcomeOf<'_> {
    /// The outcome that a record has for a reason of its own; none where it goes with its case file.
    pub(crate) fn own(&self, origin: Origin) -> Option<&RecordOutcome> {
        self.by_origin.get(&origin).copied()
    }

    /// Whether the record is written, or folded into one that is.
    pub(crate) fn written(&self, origin: Origin) -> bool {
        let apart = self.own(origin);
        self.written && apart.is_none_or(|one| matches!(one.outcome, Outcome::Migrated | Outcome::Merged))
    }
}
