//! Who calls, writes and comes to meetings.

use super::super::maker::Maker;
use crate::record::Guid;

/// Somebody that a lookup names: table, key, and what they are shown by.
pub(super) type Named = (&'static str, Guid, String);

impl Maker<'_> {
    /// A worker of a team.
    pub(super) fn some_worker(&mut self, team: usize) -> Named {
        let places = self.council.teams()[team].workers.clone();
        let worker = &self.council.workers()[places.start + self.rng.index(places.len())];
        ("SystemUser", worker.guid, worker.full_name())
    }

    /// Somebody else than a worker: of the family, of another agency, or an agency itself.
    pub(super) fn somebody_else(&mut self) -> Named {
        let relative = self.relative();
        match (self.rng.below(10), relative) {
            (0..5, Some((guid, name))) => ("Person", guid, name),
            (0..8, _) => {
                let professionals = self.council.professionals();
                let professional = &professionals[self.rng.index(professionals.len())];
                ("Professional", professional.guid, professional.shown())
            }
            _ => {
                let providers = self.council.providers();
                let provider = &providers[self.rng.index(providers.len())];
                ("Provider", provider.guid, provider.name.clone())
            }
        }
    }

    /// A telephone number that nobody has.
    pub(super) fn fictitious_number(&mut self) -> String {
        format!("01632 960{:03}", self.rng.below(1000))
    }
}
