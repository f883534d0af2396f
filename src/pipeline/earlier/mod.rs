//! What earlier runs wrote into an output folder, read from its sealed batches: who has a case file there, and the rows
//! that a later run must not write again.

mod joined;
mod read;
mod sealed_rows;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

pub(crate) use read::{address_table, runs_in};

use super::stage::Parting;
use super::world::{People, PersonIndex};
use crate::ledger::BatchRow;
use crate::map::forward::Folds;
use crate::record::{EntityId, Guid};
pub(crate) use sealed_rows::SealedRows;

/// The number of the first run among those that write.
pub(crate) const FIRST_RUN: u32 = 1;

/// Where a case file was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// The batch.
    pub(crate) batch: u32,
    /// The run, counted among those that wrote something.
    pub(crate) run: u32,
}

/// What earlier runs wrote into an output folder.
#[derive(Debug)]
pub(crate) struct Earlier {
    /// The number of the run that comes now, counted among those that write.
    pub(crate) run: u32,
    /// The lowest number that no batch has.
    pub(crate) next_batch: u32,
    /// Whoever has a case file there, by key.
    people: HashMap<Guid, Written>,
    /// The person numbers of those case files.
    pub(crate) numbers: HashMap<Guid, u64>,
    /// The runs that sealed batches.
    pub(crate) runs: BTreeSet<u32>,
    /// The batches of case files.
    pub(crate) case_file_batches: BTreeSet<u32>,
    /// The runs whose last batch is sealed.
    closed: BTreeSet<u32>,
    /// Shared rows, and lines of the cross-reference about them.
    pub(crate) shared: SealedRows,
    /// Work that was folded into that of another.
    pub(crate) folds: Folds,
    /// Whether the batch of shared records of a first run is sealed.
    pub(crate) has_shared: bool,
    /// Rows of shared addresses: the run and the key, by the hash of the other columns.
    pub(crate) addresses: Vec<(Guid, u32, Guid)>,
    /// Records of sealed case files, by entity and key, that were turned away: nothing of them is written.
    pub(crate) turned_away: HashSet<(String, Guid)>,
    /// Those among them that waited for another person.
    pub(crate) waiting: HashSet<(String, Guid)>,
    /// Links of sealed case files to people, or their work, that were not written: the records, by entity and key.
    pub(crate) lost_links: HashSet<(String, Guid)>,
    /// Records that join two case files and stand in the last batch of a run, with the first such run.
    pub(crate) joined: HashMap<(EntityId, Guid), u32>,
    /// Batches that could not be written before and are left as they are.
    pub(crate) left: BTreeMap<u32, BatchRow>,
}

impl Earlier {
    /// Nothing.
    pub(crate) fn none() -> Self {
        Self {
            run: FIRST_RUN,
            next_batch: 0,
            people: HashMap::new(),
            numbers: HashMap::new(),
            runs: BTreeSet::new(),
            case_file_batches: BTreeSet::new(),
            closed: BTreeSet::new(),
            shared: SealedRows::default(),
            folds: Folds::default(),
            has_shared: false,
            addresses: Vec::new(),
            turned_away: HashSet::new(),
            waiting: HashSet::new(),
            lost_links: HashSet::new(),
            joined: HashMap::new(),
            left: BTreeMap::new(),
        }
    }

    /// Whether the run is the first that writes.
    pub(crate) fn is_first(&self) -> bool {
        self.run == FIRST_RUN
    }

    /// How everybody is parted who comes after it.
    pub(crate) fn parting(&self, batch_size: u32) -> Parting {
        let sealed = self.people.iter().map(|(key, written)| (*key, written.batch)).collect();
        Parting::after(batch_size, sealed).keeping(self.numbers.clone())
    }

    /// Where a surviving person's case file was written. Whoever was merged into somebody then, and survives now, has none; nor
    /// has a new person into whom somebody written was merged since.
    pub(crate) fn of(&self, people: &People, survivor: PersonIndex) -> Option<Written> {
        self.people.get(&people.guid(survivor)).copied()
    }

    /// The run whose last batch has what waited of a run: its own, else the first one after it, else the one now.
    pub(crate) fn closing(&self, run: u32) -> u32 {
        self.closed.range(run..).next().copied().unwrap_or(self.run)
    }
}
