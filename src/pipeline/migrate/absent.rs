//! People whom earlier runs held and whom the export of today does not have: nobody wrote them, and no other list names them.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::ledger::Ledger;
use crate::pipeline::RunError;
use crate::pipeline::earlier::Earlier;
use crate::pipeline::world::People;
use crate::reconcile::CaseFileState;
use crate::record::Guid;

/// What earlier runs held, each case file as the last run has it that knew of it.
#[derive(Debug, Default)]
pub(super) struct HeldBefore {
    /// By person number, the keys that are known of it: those of people who were held for their own row.
    numbers: BTreeMap<u64, BTreeSet<Guid>>,
    /// People without a number (0), or whose number somebody else had as well.
    others: BTreeMap<Guid, u64>,
}

impl HeldBefore {
    /// Reads what the finished runs before one held; `person` is the entity whose records are people.
    pub(super) fn read(ledger: &Ledger, run: u32, person: &str) -> Result<Self, RunError> {
        let mut before = Self::default();
        let earlier = ledger.runs()?.into_iter().filter(|row| !row.dry_run && row.finished.is_some());
        for row in earlier.filter(|row| row.number < run) {
            before.take(ledger, row.number, person)?;
        }
        Ok(before)
    }

    fn take(&mut self, ledger: &Ledger, run: u32, person: &str) -> Result<(), RunError> {
        let mut held: BTreeMap<u64, u32> = BTreeMap::new();
        for (number, state) in ledger.unwritten_case_files(run)? {
            if state == CaseFileState::Held.word() {
                *held.entry(number).or_default() += 1;
            } else {
                self.numbers.remove(&number);
            }
        }
        if !self.others.is_empty() {
            // Whoever is left out by a rule is missed by nobody.
            for (_, key) in ledger.records_listed(run, "excluded", person)? {
                Guid::parse(&key).ok().and_then(|key| self.others.remove(&key));
            }
        }
        let alone = held.iter().filter(|(number, count)| **number != 0 && **count == 1);
        self.numbers.extend(alone.map(|(number, _)| (*number, BTreeSet::new())));
        for (number, key) in ledger.records_listed(run, "hold", person)? {
            let Ok(key) = Guid::parse(&key) else { continue };
            let number = number.unwrap_or_default();
            if held.get(&number) == Some(&1) && number != 0 {
                self.others.remove(&key);
                self.numbers.entry(number).or_default().insert(key);
            } else {
                self.others.insert(key, number);
            }
        }
        Ok(())
    }

    /// How many people are neither among `people` nor sealed, by person number; 0 stands for those without one of their own.
    /// A case file is the same while its number is there, or somebody whose row was held under it.
    pub(super) fn absent(
        mut self,
        people: &People,
        earlier: &Earlier,
        sealed: &BTreeSet<u64>,
    ) -> BTreeMap<u64, u64> {
        if self.numbers.is_empty() && self.others.is_empty() {
            return BTreeMap::new();
        }
        let is_known = |key: &Guid| people.find(*key).is_some() || earlier.numbers.contains_key(key);
        let wanted: HashSet<u64> = self.others.values().copied().collect();
        let mut taken: HashSet<u64> =
            wanted.iter().filter(|number| sealed.contains(number)).copied().collect();
        for number in people.everyone().map(|person| people.number(person)) {
            self.numbers.remove(&number);
            if wanted.contains(&number) {
                taken.insert(number);
            }
        }
        self.numbers.retain(|number, keys| !sealed.contains(number) && !keys.iter().any(is_known));
        let mut absent: BTreeMap<u64, u64> = self.numbers.into_keys().map(|number| (number, 1)).collect();
        for (_, number) in self.others.into_iter().filter(|(key, _)| !is_known(key)) {
            // Beside somebody else with the number, theirs tells of nobody.
            let number = if taken.contains(&number) { 0 } else { number };
            *absent.entry(number).or_default() += 1;
        }
        absent
    }
}
