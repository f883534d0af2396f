//! What becomes of everybody's case file.

use std::sync::atomic::{AtomicU8, Ordering};

use super::world::PersonIndex;
use crate::map::forward::{CaseFileState, Fate};

/// One byte a person, set by whichever thread judges the case file.
#[derive(Debug)]
pub(super) struct Fates {
    fates: Vec<AtomicU8>,
}

impl Fates {
    /// Nobody is judged yet.
    pub(super) fn new(people: usize) -> Self {
        Self { fates: (0..people).map(|_| AtomicU8::new(0)).collect() }
    }

    /// Notes the state of a case file.
    pub(super) fn set(&self, person: PersonIndex, state: CaseFileState) {
        let fate = match state {
            CaseFileState::Complete | CaseFileState::Incomplete => 1,
            CaseFileState::Held => 2,
            CaseFileState::Excluded => 3,
        };
        self.fates[person.at()].store(fate, Ordering::Relaxed);
    }

    /// What becomes of a person's case file.
    pub(super) fn get(&self, person: PersonIndex) -> Fate {
        match self.fates[person.at()].load(Ordering::Relaxed) {
            1 => Fate::Written,
            2 => Fate::Held,
            3 => Fate::Excluded,
            _ => Fate::Unknown,
        }
    }
}
