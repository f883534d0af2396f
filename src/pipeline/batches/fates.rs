//! What becomes of everybody's case file.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};

use crate::map::forward::{CaseFileState, Fate};
use crate::pipeline::world::{People, PersonIndex};
use crate::record::Guid;

/// Five bytes a person, set by whichever thread judges the case file, and the rules that left people out.
#[derive(Debug)]
pub(crate) struct Fates<'a> {
    people: &'a People,
    states: Vec<AtomicU8>,
    closing: Vec<AtomicU32>,
    rules: Mutex<HashMap<PersonIndex, String>>,
}

impl<'a> Fates<'a> {
    /// Nobody is judged yet.
    pub(crate) fn new(people: &'a People) -> Self {
        let states = (0..people.len()).map(|_| AtomicU8::new(0)).collect();
        let closing = (0..people.len()).map(|_| AtomicU32::new(0)).collect();
        Self { people, states, closing, rules: Mutex::default() }
    }

    /// Notes the state of a case file, and the rule that left its person out.
    pub(crate) fn set(&self, person: PersonIndex, state: CaseFileState, rule: Option<&str>) {
        let state = match state {
            CaseFileState::Complete | CaseFileState::Incomplete => 1,
            CaseFileState::Held => 2,
            CaseFileState::Excluded => 3,
        };
        self.states[person.at()].store(state, Ordering::Relaxed);
        if let Some(rule) = rule {
            let mut rules = self.rules.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            rules.insert(person, rule.to_owned());
        }
    }

    /// Notes the run in whose last batch the addresses and joining records of a written case file stand.
    pub(crate) fn close(&self, person: PersonIndex, run: u32) {
        self.closing[person.at()].store(run, Ordering::Relaxed);
    }

    /// The run in whose last batch the addresses and joining records of a person's case file stand.
    pub(crate) fn closing(&self, person: Guid) -> u32 {
        let person = self.people.find(person).map(|person| self.people.survivor(person));
        person.map_or(u32::MAX, |person| self.closing[person.at()].load(Ordering::Relaxed))
    }

    /// What became of a person's case file, merges followed; nobody's is nobody's to write.
    pub(crate) fn of(&self, person: Guid) -> Fate {
        let Some(person) = self.people.find(person) else { return Fate::Rejected };
        let person = self.people.survivor(person);
        match self.states[person.at()].load(Ordering::Relaxed) {
            1 => Fate::Written,
            3 => Fate::Excluded { rule: self.rule(person) },
            _ => Fate::Held,
        }
    }

    fn rule(&self, person: PersonIndex) -> String {
        let rules = self.rules.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        rules.get(&person).cloned().unwrap_or_default()
    }
}
