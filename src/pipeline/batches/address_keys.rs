//! The keys of shared addresses: of the source addresses of written people that are equal in all columns of the
//! address table, the lowest key stands for all. Partitioned on disk by the hash of the columns.

use std::collections::HashSet;
use std::path::Path;

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::map::forward::AddressClaim;
use crate::pipeline::earlier::Earlier;
use crate::pipeline::spill::SpillFile;
use crate::pipeline::stage::StageError;
use crate::record::{CodeCounts, EntityId, Guid, Reason};

const PARTS: u32 = 64;

/// How many records have an address that is a row of an earlier run.
const NO_RECORDS: u32 = 0;

/// A source address: the hash of its columns, the run whose last batch it is in, its key; how many records have it
/// within its case file, their entity.
type Entry = ((Guid, (u32, Guid)), (u32, EntityId));

/// Takes the addresses of case files that are written.
#[derive(Debug)]
pub(crate) struct AddressKeys {
    file: SpillFile,
}

/// The keys that differ from the address's own, and how many records share an address.
#[derive(Debug, Default)]
pub(crate) struct SharedAddresses {
    keys: FxHashMap<Guid, Guid>,
    /// Keys of rows that stand in the last batch of an earlier run.
    sealed: HashSet<Guid>,
    /// `address-shared`, for each record whose row stands for several.
    pub(crate) counted: CodeCounts,
}

impl AddressKeys {
    /// Starts in a folder that is removed with its run.
    pub(crate) fn create(folder: &Path) -> Result<Self, StageError> {
        Ok(Self { file: SpillFile::create(folder, "addresses")? })
    }

    /// Takes the addresses of a part of the export, each with the run whose last batch it is in.
    pub(crate) fn take(&self, part: u32, claims: &[(u32, AddressClaim)]) -> Result<(), StageError> {
        let mut parts: Vec<Vec<Entry>> = vec![Vec::new(); PARTS as usize];
        for (run, claim) in claims {
            let hash = columns_hash(&claim.cells);
            let records = u32::try_from(claim.records.len()).unwrap_or(u32::MAX);
            let entity = claim.records.first().map_or(EntityId(0), |record| record.entity);
            let part = part_of(hash) as usize;
            parts[part].push(((hash, (*run, claim.address)), (records, entity)));
        }
        for (own, entries) in (0..).zip(&parts).filter(|(_, entries)| !entries.is_empty()) {
            self.file.put(part * PARTS + own, entries)?;
        }
        Ok(())
    }

    /// Settles which address has which key, after so many parts of the export. The rows of earlier runs keep theirs.
    pub(crate) fn settle(&self, parts: u32, earlier: &Earlier) -> Result<SharedAddresses, StageError> {
        let mut shared = SharedAddresses::default();
        for own in 0..PARTS {
            let sealed = earlier.addresses.iter().filter(|(hash, ..)| part_of(*hash) == own);
            let sealed = sealed.map(|(hash, run, key)| ((*hash, (*run, *key)), (NO_RECORDS, EntityId(0))));
            let mut entries: Vec<Entry> = sealed.collect();
            for part in 1..=parts {
                entries.extend(self.file.get::<Vec<Entry>>(part * PARTS + own)?.unwrap_or_default());
            }
            entries.sort_unstable();
            for equal in entries.chunk_by(|left, right| left.0.0 == right.0.0) {
                shared.take(equal, earlier.run);
            }
        }
        Ok(shared)
    }
}

impl SharedAddresses {
    /// The key of the row that stands for a source address.
    pub(crate) fn key_of(&self, address: Guid) -> Guid {
        self.keys.get(&address).copied().unwrap_or(address)
    }

    /// Whether the row of this key stands in the last batch of an earlier run.
    pub(crate) fn is_sealed(&self, key: Guid) -> bool {
        self.sealed.contains(&key)
    }

    /// Of what stands in an earlier run's last batch only its rows count: what a sealed case file says of its addresses now
    /// is written nowhere.
    fn take(&mut self, equal: &[Entry], run: u32) {
        let is_sealed = |entry: &&Entry| entry.1.0 == NO_RECORDS;
        let of_this_run = |((_, (own, _)), _): &&Entry| *own == run;
        if let Some(((_, (first, lowest)), _)) =
            equal.iter().find(is_sealed).or_else(|| equal.iter().find(of_this_run))
        {
            if *first < run {
                self.sealed.insert(*lowest);
            }
            let others = equal.iter().filter(of_this_run).filter(|((_, (_, address)), _)| address != lowest);
            self.keys.extend(others.map(|((_, (_, address)), _)| (*address, *lowest)));
        }
        let records: u32 = equal.iter().map(|(_, (records, _))| records).sum();
        if records > 1 {
            for (_, (records, entity)) in equal {
                (0..*records).for_each(|_| self.counted.add(*entity, None, Reason::AddressShared));
            }
        }
    }
}

fn part_of(hash: Guid) -> u32 {
    u32::from(hash.bytes()[0]) % PARTS
}

/// Half of a SHA-256 over the columns, each with its length, so that no two sets of columns are taken for one.
pub(crate) fn columns_hash(cells: &[Option<String>]) -> Guid {
    let mut hasher = Sha256::new();
    for cell in cells {
        match cell {
            None => hasher.update([0]),
            Some(text) => {
                hasher.update([1]);
                hasher.update((text.len() as u64).to_le_bytes());
                hasher.update(text);
            }
        }
    }
    let digest: [u8; 32] = hasher.finalize().into();
    let mut half = [0; 16];
    half.copy_from_slice(&digest[..16]);
    Guid::from_bytes(half)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::forward::RecordPlace;
    use crate::record::{FileId, Origin};

    fn guid(key: u8) -> Guid {
        Guid::from_bytes([key; 16])
    }

    fn claim(key: u8, text: &str) -> AddressClaim {
        let origin = Origin { file: FileId(0), line: u64::from(key) };
        let address = guid(key);
        let record = RecordPlace { entity: EntityId(3), key: address, origin };
        AddressClaim { address, cells: vec![None, Some(text.to_owned())], records: vec![record] }
    }

    #[test]
    fn the_lowest_key_of_equal_addresses_stands_for_all() {
        let folder = tempfile::tempdir().unwrap();
        let keys = AddressKeys::create(folder.path()).unwrap();
        keys.take(2, &[(1, claim(9, "a")), (1, claim(5, "b"))]).unwrap();
        keys.take(1, &[(1, claim(7, "a"))]).unwrap();
        let shared = keys.settle(2, &Earlier::none()).unwrap();
        let key = |key| shared.key_of(Guid::from_bytes([key; 16])).bytes()[0];
        assert_eq!([key(9), key(7), key(5)], [7, 7, 5]);
        assert_eq!(shared.counted.of(EntityId(3), None, Reason::AddressShared), 2);
        assert!(!shared.is_sealed(Guid::from_bytes([7; 16])));
    }

    #[test]
    fn a_key_of_an_earlier_run_stays() {
        let folder = tempfile::tempdir().unwrap();
        let keys = AddressKeys::create(folder.path()).unwrap();
        keys.take(1, &[(1, claim(9, "a")), (2, claim(4, "a"))]).unwrap();
        keys.take(2, &[(2, claim(3, "b"))]).unwrap();
        let sealed = |text: &str, key| (columns_hash(&[None, Some(text.to_owned())]), 1, guid(key));
        let mut earlier = Earlier::none();
        (earlier.run, earlier.addresses) = (2, vec![sealed("a", 9), sealed("b", 8)]);
        let shared = keys.settle(2, &earlier).unwrap();
        let key = |key| shared.key_of(guid(key)).bytes()[0];
        assert_eq!([key(4), key(3)], [9, 8]);
        assert!([9, 8].into_iter().all(|key| shared.is_sealed(guid(key))));
    }

    /// A sealed person's address says something else today: it is no row, so that nobody shares it.
    #[test]
    fn what_a_sealed_case_file_says_now_has_no_row() {
        let folder = tempfile::tempdir().unwrap();
        let keys = AddressKeys::create(folder.path()).unwrap();
        keys.take(1, &[(1, claim(2, "new")), (2, claim(9, "new")), (2, claim(5, "new"))]).unwrap();
        let mut earlier = Earlier::none();
        (earlier.run, earlier.addresses) =
            (2, vec![(columns_hash(&[None, Some("old".to_owned())]), 1, guid(2))]);
        let shared = keys.settle(1, &earlier).unwrap();
        assert_eq!([9, 5].map(|key| shared.key_of(guid(key))), [guid(5); 2]);
        assert!(!shared.is_sealed(guid(5)));
    }
}
