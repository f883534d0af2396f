//! What a worker hands over of a batch to whoever finishes the run.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::pipeline::spill::Packed;
use crate::target::{TargetError, write_atomically};

/// The folder of what is handed over, beside those of the workers.
pub(super) const HANDOVER: &str = "handover";

/// What workers hand over to whoever finishes the run: a file a batch. It is only believed where it is whole and by a
/// process that had the very same before it; else the batch is worked out again.
#[derive(Clone, Debug)]
pub(crate) struct Handover {
    folder: PathBuf,
    /// What its bytes depend on.
    basis: [u8; 32],
}

impl Handover {
    /// Files in a folder; `basis` is what numbers in them depend on.
    pub(super) fn new(workers: &Path, basis: &[u8]) -> Self {
        Self { folder: workers.join(HANDOVER), basis: Sha256::digest(basis).into() }
    }

    /// Hands a batch over.
    pub(crate) fn give(&self, number: u32, value: &impl Packed) -> Result<(), TargetError> {
        let mut bytes = Vec::new();
        value.put(&mut bytes);
        let seal = self.seal(&bytes);
        write_atomically(&self.path(number), |out| {
            out.write_all(&seal)?;
            out.write_all(&bytes)
        })
    }

    /// A batch that another worker handed over.
    pub(crate) fn take<T: Packed>(&self, number: u32) -> Option<T> {
        let bytes = std::fs::read(self.path(number)).ok()?;
        let (seal, mut bytes) = bytes.split_at_checked(32)?;
        if self.seal(bytes) != seal {
            return None;
        }
        T::take(&mut bytes)
    }

    fn seal(&self, bytes: &[u8]) -> [u8; 32] {
        Sha256::new().chain_update(self.basis).chain_update(bytes).finalize().into()
    }

    fn path(&self, number: u32) -> PathBuf {
        self.folder.join(format!("{number:04}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_damaged_or_of_another_basis_is_not_believed() {
        let folder = tempfile::tempdir().unwrap();
        let handover = Handover::new(folder.path(), b"drop");
        handover.give(3, &String::from("what a worker found")).unwrap();
        assert_eq!(handover.take::<String>(3).as_deref(), Some("what a worker found"));
        assert_eq!(handover.take::<String>(4), None);
        assert_eq!(Handover::new(folder.path(), b"another drop").take::<String>(3), None);
        let path = folder.path().join(HANDOVER).join("0003");
        let mut bytes = std::fs::read(&path).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(handover.take::<String>(3), None);
    }
}
