//! The rows of import files, counted and hashed.

use std::cmp::Ordering;

use sha2::{Digest, Sha256};

use crate::reconcile::reader::ImportRow;
use crate::target::contract::{ColumnId, TableId};

/// The rows of one import file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileCount {
    pub(super) table: TableId,
    /// The number of the batch folder.
    pub(super) batch: u32,
    pub(super) rows: u64,
    /// SHA-256 over the rows in ascending order of key, then of all cells.
    pub(super) sha256: [u8; 32],
}

/// Counts and hashes rows that come in ascending order of key; says so where they do not.
pub(in crate::pipeline) struct RowsDigest<'k> {
    key: &'k [ColumnId],
    hasher: Sha256,
    bytes: Vec<u8>,
    before: Option<ImportRow>,
    rows: u64,
    ascending: bool,
}

impl<'k> RowsDigest<'k> {
    /// No rows yet, of a table with this key.
    pub(in crate::pipeline) fn new(key: &'k [ColumnId]) -> Self {
        Self { key, hasher: Sha256::new(), bytes: Vec::new(), before: None, rows: 0, ascending: true }
    }

    /// Takes the next row.
    pub(in crate::pipeline) fn take(&mut self, row: &ImportRow) {
        self.rows += 1;
        let before = self.before.as_ref();
        self.ascending &= before.is_none_or(|before| order(self.key, before, row) != Ordering::Greater);
        if self.ascending {
            self.bytes.clear();
            for cell in row.cells() {
                self.bytes.push(u8::from(cell.is_some()));
                let text = cell.unwrap_or_default();
                self.bytes.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
                self.bytes.extend_from_slice(text.as_bytes());
            }
            self.hasher.update(&self.bytes);
        }
        match &mut self.before {
            Some(before) => before.clone_from(row),
            None => self.before = Some(row.clone()),
        }
    }

    /// The number of rows and their hash; none where they were not in ascending order.
    pub(in crate::pipeline) fn finish(self) -> (u64, Option<[u8; 32]>) {
        let hash = self.ascending.then(|| self.hasher.finalize().into());
        (self.rows, hash)
    }
}

/// The hash of rows in whatever order they come.
pub(super) fn hash_unsorted(key: &[ColumnId], mut rows: Vec<ImportRow>) -> [u8; 32] {
    rows.sort_by(|one, other| order(key, one, other));
    let mut digest = RowsDigest::new(key);
    for row in &rows {
        digest.take(row);
    }
    digest.finish().1.unwrap_or_default()
}

fn order(key: &[ColumnId], one: &ImportRow, other: &ImportRow) -> Ordering {
    let mut of_key = key.iter().map(|column| one.get(*column).cmp(&other.get(*column)));
    of_key.find(|order| order.is_ne()).unwrap_or_else(|| one.cells().cmp(other.cells()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[Option<&str>]) -> ImportRow {
        ImportRow::new(1, 0, cells.iter().copied())
    }

    #[test]
    fn the_order_of_rows_does_not_matter_and_their_cells_do() {
        let key = [ColumnId(1)];
        let rows = [row(&[Some("x"), Some("1")]), row(&[None, Some("2")])];
        let mut digest = RowsDigest::new(&key);
        for row in &rows {
            digest.take(row);
        }
        let (count, hash) = digest.finish();
        assert_eq!((count, hash), (2, Some(hash_unsorted(&key, vec![rows[1].clone(), rows[0].clone()]))));
        let other = hash_unsorted(&key, vec![row(&[Some("x"), Some("1")]), row(&[Some(""), Some("2")])]);
        assert_ne!(hash, Some(other));
    }
}
