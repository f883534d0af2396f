//! Tables of which not everything was read.

use std::collections::BTreeSet;

use crate::record::EntityId;
use crate::source::{Claim, Profile, Refusal};

/// Tables of which files could not be read, or must not be: that they lack rows, or have no file, says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doubt {
    all: bool,
    entities: BTreeSet<EntityId>,
}

impl Doubt {
    /// The tables that a profile gives what is refused to.
    pub(super) fn of(refusals: &[Refusal], profile: &Profile) -> Self {
        let mut doubt = Self::default();
        for refusal in refusals {
            doubt.all |= refusal.is_of_any_table;
            let file = refusal.stop.file.as_str();
            match profile.claim(file) {
                Claim::Entity(entity) => doubt.add(entity),
                Claim::Disputed(one, other) => [one, other].into_iter().for_each(|entity| doubt.add(entity)),
                Claim::Document | Claim::Ignored(_) | Claim::Nobody => {}
            }
            if let Some(rule) = profile.reporting.as_ref().filter(|rule| rule.holds(file)) {
                doubt.add(rule.answers.entity);
            }
        }
        doubt
    }

    /// Notes a table of which a file was not read.
    pub fn add(&mut self, entity: EntityId) {
        self.entities.insert(entity);
    }

    /// Whether something of a table may be missing for that reason alone.
    pub fn is_about(&self, entity: EntityId) -> bool {
        self.all || self.entities.contains(&entity)
    }

    /// Whether there is such a table, or may be.
    pub fn is_any(&self) -> bool {
        self.all || !self.entities.is_empty()
    }
}
