//! Unique values and references, across all batches.
//!
//! References within a batch are settled with the batch. What is left goes to disk beside the values of unique columns,
//! so that memory does not grow with the output.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use super::import_path;
use crate::reconcile::Difference;
use crate::reconcile::check::Check;
use crate::reconcile::partition::{Partitions, hash_of};
use crate::target::contract::{ColumnId, Contract, TableId};

/// Unique columns have no value twice.
pub const UNIQUE: Check =
    Check { id: "unique", summary: "no value of a unique column stands twice, in whatever batch" };

/// References lead to rows that are loaded before.
pub const REFERENCE: Check = Check {
    id: "reference",
    summary: "every reference leads to a row of the same batch, of the shared records, or, from a last batch, anywhere",
};

/// Hash 16, kind 1, batch 4, table 2, column 2, line 4, number of the want 4.
const WIDTH: usize = 33;
const PROVIDED: u8 = 0;
const WANTED: u8 = 1;

/// Where a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place {
    pub(super) batch: u32,
    pub(super) table: TableId,
    pub(super) column: ColumnId,
    pub(super) line: u64,
}

/// A value that must stand in one of some columns.
#[derive(Clone, Debug)]
pub(super) struct Want {
    /// Hashes of the value in each of the columns.
    pub(super) hashes: Vec<[u8; 16]>,
    /// Where it is wanted.
    pub(super) place: Place,
}

/// The values that one batch provides and wants.
#[derive(Clone, Debug, Default)]
pub(super) struct BatchKeys {
    provided: Vec<([u8; 16], Place)>,
    wanted: Vec<Want>,
}

/// A hash of a value of a column.
pub(super) fn hash(table: TableId, column: ColumnId, text: &str) -> [u8; 16] {
    hash_of(&(table, column, text))
}

impl BatchKeys {
    /// Takes a value of a unique or referenced column.
    pub(super) fn provide(&mut self, text: &str, place: Place) {
        self.provided.push((hash(place.table, place.column, text), place));
    }

    /// Takes a value that must stand in one of these columns.
    pub(super) fn want(&mut self, text: &str, columns: &[(TableId, ColumnId)], place: Place) {
        let hashes = columns.iter().map(|(table, column)| hash(*table, *column, text)).collect();
        self.wanted.push(Want { hashes, place });
    }

    /// Leaves out what the batch itself settles.
    pub(super) fn settle_within(&mut self) {
        let own: FxHashSet<[u8; 16]> = self.provided.iter().map(|(hash, _)| *hash).collect();
        self.wanted.retain(|want| !want.hashes.iter().any(|hash| own.contains(hash)));
    }
}

/// The values of all batches.
#[derive(Debug)]
pub(super) struct Keys {
    entries: Partitions<WIDTH>,
    wants: u32,
}

impl Keys {
    /// Starts with files in a folder that the caller removes.
    pub(super) fn create(folder: &Path) -> io::Result<Self> {
        Ok(Self { entries: Partitions::create(folder, "contract-keys")?, wants: 0 })
    }

    /// Takes what a batch provides, and what it wants of others.
    pub(super) fn take(&mut self, keys: &BatchKeys) -> io::Result<()> {
        for (hash, place) in &keys.provided {
            self.push(hash, PROVIDED, *place, 0)?;
        }
        for want in &keys.wanted {
            for hash in &want.hashes {
                self.push(hash, WANTED, want.place, self.wants)?;
            }
            self.wants += 1;
        }
        Ok(())
    }

    fn push(&mut self, hash: &[u8; 16], kind: u8, place: Place, want: u32) -> io::Result<()> {
        let mut entry = [0; WIDTH];
        entry[..16].copy_from_slice(hash);
        entry[16] = kind;
        entry[17..21].copy_from_slice(&place.batch.to_be_bytes());
        entry[21..23].copy_from_slice(&place.table.0.to_be_bytes());
        entry[23..25].copy_from_slice(&place.column.0.to_be_bytes());
        entry[25..29].copy_from_slice(&u32::try_from(place.line).unwrap_or(u32::MAX).to_be_bytes());
        entry[29..].copy_from_slice(&want.to_be_bytes());
        self.entries.push(&entry)
    }

    /// What stands twice in unique columns, and what nothing provides. `last` are the numbers of the runs' last batches.
    pub(super) fn finish(self, contract: &Contract, last: &BTreeSet<u32>) -> io::Result<Vec<Difference>> {
        let mut differences = Vec::new();
        let mut open: FxHashMap<u32, Place> = FxHashMap::default();
        let mut settled: FxHashSet<u32> = FxHashSet::default();
        self.entries.sorted_groups(
            |one, other| one[..16] == other[..16],
            |group| {
                let split = group.partition_point(|entry| entry[16] == PROVIDED);
                let (provided, wanted) = group.split_at(split);
                for entry in provided.iter().skip(1) {
                    let place = place(entry);
                    if contract.table(place.table).columns[usize::from(place.column.0)].unique {
                        differences.push(place.difference(contract, &UNIQUE));
                    }
                }
                for entry in wanted {
                    let want = number(entry, 29);
                    if provided.iter().any(|provided| reaches(contract, last, place(entry), place(provided)))
                    {
                        settled.insert(want);
                    } else {
                        open.insert(want, place(entry));
                    }
                }
                Ok(())
            },
        )?;
        let mut unmet: Vec<Place> =
            open.into_iter().filter(|(want, _)| !settled.contains(want)).map(|(_, place)| place).collect();
        unmet.sort_unstable();
        differences.extend(unmet.iter().map(|place| place.difference(contract, &REFERENCE)));
        Ok(differences)
    }
}

/// Whether a row may refer to another that is not of its own batch.
fn reaches(contract: &Contract, last: &BTreeSet<u32>, from: Place, to: Place) -> bool {
    from.batch == to.batch || contract.table(to.table).shared || last.contains(&from.batch)
}

impl Place {
    fn difference(self, contract: &Contract, check: &Check) -> Difference {
        let table = contract.table(self.table);
        Difference {
            table: table.name.clone(),
            field: table.columns[usize::from(self.column.0)].name.clone(),
            file: import_path(contract, self.batch, self.table),
            line: self.line,
            ..Difference::new(check.id)
        }
    }
}

fn place(entry: &[u8; WIDTH]) -> Place {
    let short = |at: usize| u16::from_be_bytes([entry[at], entry[at + 1]]);
    Place {
        batch: number(entry, 17),
        table: TableId(short(21)),
        column: ColumnId(short(23)),
        line: u64::from(number(entry, 25)),
    }
}

fn number(entry: &[u8; WIDTH], at: usize) -> u32 {
    u32::from_be_bytes([entry[at], entry[at + 1], entry[at + 2], entry[at + 3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_four_bytes_are_read_whole() {
        let mut entry = [0; WIDTH];
        entry[17..21].copy_from_slice(&0x0102_0304_u32.to_be_bytes());
        assert_eq!(number(&entry, 17), 0x0102_0304);
    }
}
