//! What the lists say of everybody's case file.

use super::listed::each_line;
use super::{ProveError, ProveInput};
use crate::pipeline::world::PersonIndex;
use crate::reconcile::CaseFileState;
use crate::reconcile::reader::ExceptionList;
use crate::record::Guid;

/// What the lists say of everybody's case file: held, left out, or, where no list has it, written.
pub(super) struct States {
    /// By position among the surviving.
    states: Vec<CaseFileState>,
}

impl States {
    /// Reads who was held and who was left out.
    pub(super) fn read(input: &ProveInput<'_>) -> Result<Self, ProveError> {
        let people = input.people();
        let unnumbered = |person: PersonIndex| people.number(person) == 0;
        let first = |person| {
            let written = input.is_written(person).unwrap_or(!unnumbered(person));
            if written { CaseFileState::Complete } else { CaseFileState::Held }
        };
        let mut states = Self { states: people.surviving().map(first).collect() };
        each_line(input, ExceptionList::Held, |line| {
            for person in line.case_file().map(|number| input.with_number(number)).unwrap_or_default() {
                states.set(input, person, CaseFileState::Held);
            }
        })?;
        let dictionary = input.plan.dictionary();
        let person = input.plan.model().people.person;
        each_line(input, ExceptionList::Excluded, |line| {
            if dictionary.find(line.get("ENTITY")) != Some(person) {
                return;
            }
            let key = Guid::parse(line.get("SOURCE_ID")).ok();
            if let Some(found) =
                key.and_then(|key| people.find(key)).filter(|found| people.survivor(*found) == *found)
            {
                states.set(input, found, CaseFileState::Excluded);
            }
        })?;
        Ok(states)
    }

    fn set(&mut self, input: &ProveInput<'_>, person: PersonIndex, state: CaseFileState) {
        self.states[input.people().position(person) as usize] = state;
    }

    /// The state of a surviving person's case file.
    pub(super) fn of(&self, position: u32) -> CaseFileState {
        self.states.get(position as usize).copied().unwrap_or(CaseFileState::Held)
    }
}
