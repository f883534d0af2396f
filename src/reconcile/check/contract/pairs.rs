//! Pairs that stand in one row at a time, across all batches.

use std::io;
use std::path::Path;

use super::import_path;
use crate::reconcile::Difference;
use crate::reconcile::check::Check;
use crate::reconcile::check::validation::Pair;
use crate::reconcile::partition::{Partitions, hash_of};
use crate::reconcile::reader::ImportRow;
use crate::record::Guid;
use crate::target::contract::Contract;

/// A pair of people stands in one relationship at a time.
pub const PAIR_ONCE: Check = Check {
    id: "pair-once",
    summary: "two people stand in one relationship row at a time, whichever is named first",
};

/// Hash 16, number of the rule 2, start 10, end 10, batch 4, line 4, key of the row 16.
const WIDTH: usize = 62;

/// A pair as it is kept on disk.
pub(super) type PairEntry = [u8; WIDTH];

/// The entry of a row; `key` is its own, nil where it is none.
pub(super) fn entry(
    number: u16,
    rule: &Pair,
    (batch, key): (u32, Guid),
    row: &ImportRow,
) -> Option<PairEntry> {
    let (one, other) = (row.get(rule.one)?, row.get(rule.other)?);
    let pair = if one < other { (one, other) } else { (other, one) };
    let mut entry = [0; WIDTH];
    entry[..16].copy_from_slice(&hash_of(&(number, pair)));
    entry[16..18].copy_from_slice(&number.to_be_bytes());
    entry[18..28].copy_from_slice(&day(row.get(rule.start), b'0'));
    entry[28..38].copy_from_slice(&day(row.get(rule.end), b'9'));
    entry[38..42].copy_from_slice(&batch.to_be_bytes());
    entry[42..46].copy_from_slice(&u32::try_from(row.line).unwrap_or(u32::MAX).to_be_bytes());
    entry[46..].copy_from_slice(&key.bytes());
    Some(entry)
}

/// A day in ten bytes; none is before or after all others.
fn day(text: Option<&str>, none: u8) -> [u8; 10] {
    text.and_then(|text| text.as_bytes().first_chunk().copied()).unwrap_or([none; 10])
}

/// The pairs of all batches.
#[derive(Debug)]
pub(super) struct Pairs {
    entries: Partitions<WIDTH>,
}

impl Pairs {
    /// Starts with files in a folder that the caller removes.
    pub(super) fn create(folder: &Path) -> io::Result<Self> {
        Ok(Self { entries: Partitions::create(folder, "contract-pairs")? })
    }

    /// Takes those of a batch.
    pub(super) fn take(&mut self, entries: &[PairEntry]) -> io::Result<()> {
        entries.iter().try_for_each(|entry| self.entries.push(entry))
    }

    /// Rows whose pair stands in another row at the same time.
    pub(super) fn finish(self, contract: &Contract, rules: &[Pair]) -> io::Result<Vec<Difference>> {
        let mut differences = Vec::new();
        self.entries.sorted_groups(
            |one, other| one[..16] == other[..16],
            |group| {
                let mut latest = [0; 10];
                for entry in group {
                    let rule = rules[usize::from(u16::from_be_bytes([entry[16], entry[17]]))];
                    if entry[18..28] < latest[..] {
                        differences.push(difference(contract, &rule, entry));
                    }
                    latest = latest.max(entry[28..38].try_into().expect("ten bytes of a longer entry"));
                }
                Ok(())
            },
        )?;
        differences.sort();
        Ok(differences)
    }
}

fn difference(contract: &Contract, rule: &Pair, entry: &PairEntry) -> Difference {
    let number = |at: usize| u32::from_be_bytes([entry[at], entry[at + 1], entry[at + 2], entry[at + 3]]);
    let key: [u8; 16] = entry[46..].try_into().expect("the last sixteen bytes");
    let key = if key == [0; 16] { String::new() } else { Guid::from_bytes(key).to_string() };
    Difference {
        source_id: key.clone(),
        legacy_id: key,
        table: contract.table(rule.table).name.clone(),
        file: import_path(contract, number(38), rule.table),
        line: u64::from(number(42)),
        ..Difference::new(PAIR_ONCE.id)
    }
}
