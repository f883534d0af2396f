//! Entries of one width, parted by their first byte into files on disk, so that groups of equal ones can be looked at
//! without holding all in memory.

use std::fs::File;
use std::hash::{BuildHasher, Hash, RandomState};
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

const PARTITIONS: usize = 32;

/// Entries of `WIDTH` bytes; the first byte decides the file, so it must be spread evenly (the start of a hash).
#[derive(Debug)]
pub(in crate::reconcile) struct Partitions<const WIDTH: usize> {
    paths: Vec<PathBuf>,
    files: Vec<BufWriter<File>>,
}

impl<const WIDTH: usize> Partitions<WIDTH> {
    /// Makes the files in a folder that the caller removes.
    pub(in crate::reconcile) fn create(folder: &Path, name: &str) -> io::Result<Self> {
        let paths: Vec<_> =
            (0..PARTITIONS).map(|number| folder.join(format!("{name}.{number:02}"))).collect();
        let open = |path: &PathBuf| {
            let file = File::options().create(true).truncate(true).write(true).mode(0o600).open(path)?;
            Ok(BufWriter::with_capacity(1 << 14, file))
        };
        let files = paths.iter().map(open).collect::<io::Result<_>>()?;
        Ok(Self { paths, files })
    }

    /// Takes an entry.
    pub(in crate::reconcile) fn push(&mut self, entry: &[u8; WIDTH]) -> io::Result<()> {
        self.files[usize::from(entry[0]) % PARTITIONS].write_all(entry)
    }

    /// Hands every group of entries that are the `same` to `take`, each group in ascending order, and removes the files.
    pub(in crate::reconcile) fn sorted_groups(
        mut self,
        same: impl Fn(&[u8; WIDTH], &[u8; WIDTH]) -> bool,
        mut take: impl FnMut(&[[u8; WIDTH]]) -> io::Result<()>,
    ) -> io::Result<()> {
        for (file, path) in self.files.iter_mut().zip(&self.paths) {
            file.flush()?;
            let mut bytes = Vec::new();
            File::open(path)?.read_to_end(&mut bytes)?;
            let (entries, _) = bytes.as_chunks_mut::<WIDTH>();
            entries.sort_unstable();
            for group in entries.chunk_by(|one, other| same(one, other)) {
                take(group)?;
            }
            std::fs::remove_file(path)?;
        }
        Ok(())
    }
}

/// A hash of 16 bytes with keys that are drawn anew for each process: nobody can look for two texts with one hash.
pub(in crate::reconcile) fn hash_of<T: Hash + ?Sized>(value: &T) -> [u8; 16] {
    static KEYS: OnceLock<(RandomState, RandomState)> = OnceLock::new();
    let (one, two) = KEYS.get_or_init(|| (RandomState::new(), RandomState::new()));
    let mut hash = [0; 16];
    hash[..8].copy_from_slice(&one.hash_one(value).to_be_bytes());
    hash[8..].copy_from_slice(&two.hash_one(value).to_be_bytes());
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_come_together_whatever_the_order() {
        let folder = tempfile::tempdir().unwrap();
        let mut partitions = Partitions::<3>::create(folder.path(), "entries").unwrap();
        for number in 0..200_u8 {
            partitions.push(&[number % 50, 0, number]).unwrap();
        }
        let mut groups = Vec::new();
        let same = |one: &[u8; 3], other: &[u8; 3]| one[0] == other[0];
        let take = |group: &[[u8; 3]]| {
            groups.push(group.to_vec());
            Ok(())
        };
        partitions.sorted_groups(same, take).unwrap();
        groups.sort();
        assert_eq!(groups.len(), 50);
        assert_eq!(groups[1], [[1, 0, 1], [1, 0, 51], [1, 0, 101], [1, 0, 151]]);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
