//! What is remembered of casework records while they pass, for rules that look at everybody.

use super::StageError;
use super::everyone::{Adoptions, Suspects};
use super::layout::EntityLayout;
use crate::pipeline::world::{People, PersonIndex, Works};
use crate::record::{Guid, SourceRecord};

/// What is remembered of casework records while they pass.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    pub(crate) suspects: Suspects,
    pub(crate) adoptions: Adoptions,
}

impl Watch {
    /// Looks at a record of a surviving person.
    pub(crate) fn see(
        &mut self,
        (people, works): (&People, &Works),
        record: &SourceRecord,
        (key, layout): (Guid, &EntityLayout),
        person: PersonIndex,
    ) -> Result<(), StageError> {
        self.suspects.see(record, person);
        self.adoptions.see((people, works), record, (key, layout), person)
    }
}
