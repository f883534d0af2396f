//! The keys of shared addresses: of the source addresses of written people that are equal in all columns of the
//! address table, the lowest key stands for all. Partitioned on disk by the hash of the columns.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use sha2::{Digest, Sha256};

use crate::map::forward::AddressClaim;
use crate::record::Guid;

const PARTITIONS: usize = 16;
const ENTRY: usize = 16 + 16 + 4;

/// Takes the addresses of case files that are written.
pub(super) struct AddressKeys {
    folder: PathBuf,
    parts: Vec<Mutex<BufWriter<File>>>,
}

/// The keys that differ from the address's own, by batch.
#[derive(Debug, Default)]
pub(super) struct SharedAddresses {
    by_batch: HashMap<u32, Vec<(Guid, Guid)>>,
}

impl AddressKeys {
    /// Starts in a folder that is removed with its run.
    pub(super) fn create(folder: &Path) -> io::Result<Self> {
        let part = |number: usize| {
            let mut options = File::options();
            let file = options.create(true).truncate(true).write(true).mode(0o600).open(path(folder, number))?;
            Ok(Mutex::new(BufWriter::new(file)))
        };
        Ok(Self { folder: folder.to_path_buf(), parts: (0..PARTITIONS).map(part).collect::<io::Result<_>>()? })
    }

    /// Takes an address of a batch.
    pub(super) fn take(&self, batch: u32, claim: &AddressClaim) -> io::Result<()> {
        let hash = columns_hash(&claim.cells);
        let part = &self.parts[usize::from(hash[0]) % PARTITIONS];
        let mut out = part.lock().map_err(|_| io::Error::other("another thread failed"))?;
        out.write_all(&hash)?;
        out.write_all(&claim.address.bytes())?;
        out.write_all(&batch.to_le_bytes())
    }

    /// Settles which address has which key.
    pub(super) fn settle(self) -> io::Result<SharedAddresses> {
        let mut shared = SharedAddresses::default();
        for part in &self.parts {
            part.lock().map_err(|_| io::Error::other("another thread failed"))?.flush()?;
        }
        for number in 0..PARTITIONS {
            let path = path(&self.folder, number);
            settle_part(&path, &mut shared)?;
            std::fs::remove_file(&path)?;
        }
        Ok(shared)
    }
}

impl SharedAddresses {
    /// The addresses of a batch whose row has another's key.
    pub(super) fn of(&self, batch: u32) -> HashMap<Guid, Guid> {
        self.by_batch.get(&batch).map(|keys| keys.iter().copied().collect()).unwrap_or_default()
    }
}

fn path(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("addresses.{number:02}"))
}

/// Half of a SHA-256 over the columns, each with its length, so that no two sets of columns are taken for one.
fn columns_hash(cells: &[Option<String>]) -> [u8; 16] {
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
    half
}

fn settle_part(path: &Path, shared: &mut SharedAddresses) -> io::Result<()> {
    let mut reader = BufReader::new(File::open(path)?);
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes)?;
    let mut entries: Vec<&[u8]> = bytes.chunks_exact(ENTRY).collect();
    entries.sort_unstable();
    for equal in entries.chunk_by(|a, b| a[..16] == b[..16]) {
        let first = guid(equal[0]);
        for entry in &equal[1..] {
            let batch = u32::from_le_bytes([entry[32], entry[33], entry[34], entry[35]]);
            shared.by_batch.entry(batch).or_default().push((guid(entry), first));
        }
    }
    Ok(())
}

fn guid(entry: &[u8]) -> Guid {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&entry[16..32]);
    Guid::from_bytes(bytes)
}
