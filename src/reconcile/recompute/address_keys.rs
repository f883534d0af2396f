//! The keys of shared addresses, worked out again.
//!
//! Equal addresses of written people are one row; its key is the lowest source key among those of the run that wrote
//! the row first. Partitioned on disk, so that memory does not grow with the number of addresses.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::ExpectedRow;
use super::file_names::column_that_computes;
use crate::map::plan::{Compute, Plan};
use crate::reconcile::partition::{Partitions, hash_of};
use crate::record::Guid;

/// The hash of the cells, the run, and the source key.
const WIDTH: usize = 16 + 4 + 16;

/// Takes the address rows of written case files.
#[derive(Debug)]
pub struct AddressClaims {
    entries: Partitions<WIDTH>,
}

impl AddressClaims {
    /// Starts with files in a folder that the caller removes.
    pub fn create(folder: &Path) -> io::Result<Self> {
        Ok(Self { entries: Partitions::create(folder, "address-claims")? })
    }

    /// Takes what one written case file claims; `run` is the run that sealed it. Rows that are no addresses are passed
    /// over.
    pub fn take(&mut self, plan: &Plan, run: u32, rows: &[ExpectedRow]) -> io::Result<()> {
        for row in rows.iter().filter(|row| is_address(plan, row)) {
            let Ok(key) = Guid::parse(&row.source_id) else { continue };
            let mut entry = [0; WIDTH];
            entry[..16].copy_from_slice(&hash_of(&cells_without_key(plan, row)));
            entry[16..20].copy_from_slice(&run.to_be_bytes());
            entry[20..].copy_from_slice(&key.bytes());
            self.entries.push(&entry)?;
        }
        Ok(())
    }

    /// Settles which address has which key, and in which run its row was written.
    pub fn settle(self) -> io::Result<AddressKeys> {
        let mut keys = AddressKeys::default();
        self.entries.sorted_groups(
            |one, other| one[..16] == other[..16],
            |group| {
                let key = guid(&group[0]);
                for entry in &group[1..] {
                    if guid(entry) != key {
                        keys.shared.push((guid(entry), key));
                    }
                }
                Ok(())
            },
        )?;
        keys.shared.sort_unstable();
        Ok(keys)
    }
}

/// The addresses whose row has another's key; 32 bytes each.
#[derive(Clone, Debug, Default)]
pub struct AddressKeys {
    shared: Vec<(Guid, Guid)>,
}

impl AddressKeys {
    /// The key of the row that an address shares; none where its row has its own key.
    pub fn get(&self, address: Guid) -> Option<Guid> {
        let place = self.shared.binary_search_by_key(&address, |(own, _)| *own).ok()?;
        Some(self.shared[place].1)
    }
}

/// Whether a row is one that equal addresses share.
pub(super) fn is_address(plan: &Plan, row: &ExpectedRow) -> bool {
    let rule = row.rule.and_then(|rule| plan.entity(row.entity)?.rows.get(rule));
    rule.is_some_and(|rule| {
        let key = column_that_computes(rule, |compute| matches!(compute, Compute::AddressKey));
        key.is_some_and(|key| plan.contract().table(rule.table).key == [key])
    })
}

fn cells_without_key<'r>(plan: &Plan, row: &'r ExpectedRow) -> BTreeMap<usize, Option<&'r str>> {
    let key = &plan.contract().table(row.row.table).key;
    let cells = row.row.cells.iter().enumerate();
    let kept = cells.filter(|(place, _)| !key.iter().any(|column| usize::from(column.0) == *place));
    kept.map(|(place, cell)| (place, cell.as_deref())).collect()
}

fn guid(entry: &[u8; WIDTH]) -> Guid {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&entry[20..]);
    Guid::from_bytes(bytes)
}
