//! Identities of one person, however many adoptions and other identities lie between them.

use std::collections::BTreeMap;

use crate::record::Guid;

/// Identities that are joined to each other, directly or through others.
#[derive(Debug, Default)]
pub(super) struct Chains {
    /// By identity another one of its chain; of the first of a chain, itself.
    parents: BTreeMap<Guid, Guid>,
}

impl Chains {
    /// Joins two identities, and all that are joined to either.
    pub(super) fn join(&mut self, one: Guid, other: Guid) {
        let (one, other) = (self.of(one), self.of(other));
        self.parents.insert(one.max(other), one.min(other));
    }

    /// The first identity of the chain that an identity is one of.
    pub(super) fn of(&self, mut identity: Guid) -> Guid {
        while let Some(parent) = self.parents.get(&identity).filter(|parent| **parent != identity) {
            identity = *parent;
        }
        identity
    }
}
