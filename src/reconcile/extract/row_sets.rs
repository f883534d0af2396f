//! The rows of one table on both sides, parted by the hash of their key into files on disk: key, digests of cells, and
//! place of each, and no cell.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::comparison::{ExtractDifference, ExtractDifferenceKind, TableComparison};
use crate::target::contract::{ColumnId, TableId};

const PARTITIONS: usize = 64;
const HASH: usize = 16;

/// A hash of a key or of a cell.
pub(super) type Hash = [u8; HASH];

/// Which side a row is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Written,
    Extract,
}

/// A row: what is compared of it, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RowMark {
    pub(super) key: Hash,
    pub(super) side: Side,
    /// The number of its file.
    pub(super) file: u32,
    pub(super) line: u64,
    pub(super) cells: Vec<Hash>,
    /// Of a table with pairs: what the pair is, a row of the extract seen from the other side.
    pub(super) pair: Option<Hash>,
    /// How lists name it.
    pub(super) name: String,
}

/// The rows of one table on both sides.
pub(super) struct RowSets {
    paths: Vec<PathBuf>,
    files: Vec<BufWriter<File>>,
    columns: usize,
    counts: [u64; 2],
    /// How many written rows are of each pair.
    pairs: HashMap<Hash, u64>,
}

impl RowSets {
    /// Makes the files in a folder that the caller removes.
    pub(super) fn create(folder: &Path, columns: usize) -> io::Result<Self> {
        let paths: Vec<_> =
            (0..PARTITIONS).map(|number| folder.join(format!("extract.{number:02}"))).collect();
        let open = |path: &PathBuf| {
            let file = File::options().create(true).truncate(true).write(true).mode(0o600).open(path)?;
            Ok(BufWriter::with_capacity(1 << 14, file))
        };
        let files = paths.iter().map(open).collect::<io::Result<_>>()?;
        Ok(Self { paths, files, columns, counts: [0; 2], pairs: HashMap::new() })
    }

    /// Takes a row.
    pub(super) fn push(&mut self, row: &RowMark) -> io::Result<()> {
        self.counts[row.side as usize] += 1;
        if let (Side::Written, Some(pair)) = (row.side, row.pair) {
            *self.pairs.entry(pair).or_default() += 1;
        }
        let out = &mut self.files[usize::from(row.key[0]) % PARTITIONS];
        out.write_all(&row.key)?;
        out.write_all(&[row.side as u8])?;
        out.write_all(&row.file.to_le_bytes())?;
        out.write_all(&row.line.to_le_bytes())?;
        row.cells.iter().try_for_each(|cell| out.write_all(cell))?;
        out.write_all(&[u8::from(row.pair.is_some())])?;
        out.write_all(&row.pair.unwrap_or_default())?;
        let name = row.name.as_bytes();
        out.write_all(&u32::try_from(name.len()).unwrap_or(u32::MAX).to_le_bytes())?;
        out.write_all(name)
    }

    /// Compares both sides, one part of the keys in memory at a time. `paths` are the files of each side by their numbers.
    pub(super) fn compare(
        mut self,
        table: TableId,
        paths: [&[String]; 2],
        differences: &mut Vec<ExtractDifference>,
    ) -> io::Result<TableComparison> {
        let mut told = Told {
            comparison: TableComparison {
                table,
                written: self.counts[0],
                found: self.counts[1],
                missing: 0,
                unexpected: 0,
                doubled: 0,
                different: 0,
                mirrored: 0,
                columns: Vec::new(),
            },
            unknown: Vec::new(),
            columns: BTreeMap::new(),
            paths,
            differences,
        };
        for (file, path) in self.files.iter_mut().zip(&self.paths) {
            file.flush()?;
            let mut bytes = Vec::new();
            File::open(path)?.read_to_end(&mut bytes)?;
            let mut rows = rows(&bytes, self.columns)?;
            rows.sort_unstable();
            for group in rows.chunk_by(|one, other| one.key == other.key) {
                told.group(group);
            }
            std::fs::remove_file(path)?;
        }
        told.mirrors(&mut self.pairs);
        told.comparison.columns = told.columns.into_iter().collect();
        Ok(told.comparison)
    }
}

fn rows(mut bytes: &[u8], columns: usize) -> io::Result<Vec<RowMark>> {
    let mut rows = Vec::new();
    while !bytes.is_empty() {
        rows.push(take_row(&mut bytes, columns).ok_or(io::ErrorKind::UnexpectedEof)?);
    }
    Ok(rows)
}

fn take_row(bytes: &mut &[u8], columns: usize) -> Option<RowMark> {
    let key = take(bytes)?;
    let side = if take::<1>(bytes)? == [0] { Side::Written } else { Side::Extract };
    let (file, line) = (u32::from_le_bytes(take(bytes)?), u64::from_le_bytes(take(bytes)?));
    let cells = (0..columns).map(|_| take(bytes)).collect::<Option<_>>()?;
    let paired = take::<1>(bytes)? == [1];
    let pair = take(bytes)?;
    let length = usize::try_from(u32::from_le_bytes(take(bytes)?)).ok()?;
    let (name, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    let name = String::from_utf8(name.to_vec()).ok()?;
    Some(RowMark { key, side, file, line, cells, pair: paired.then_some(pair), name })
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*head)
}

/// What is told of a table.
struct Told<'a> {
    comparison: TableComparison,
    columns: BTreeMap<ColumnId, u64>,
    /// Rows of the extract under no written key, which may be the other side of a pair.
    unknown: Vec<RowMark>,
    paths: [&'a [String]; 2],
    differences: &'a mut Vec<ExtractDifference>,
}

impl Told<'_> {
    /// Rows of one key, those written first: equal ones go together, then others in their order; what is left over is on one
    /// side alone.
    fn group(&mut self, rows: &[RowMark]) {
        let (written, found) = rows.split_at(rows.partition_point(|row| row.side == Side::Written));
        let mut found: Vec<&RowMark> = found.iter().collect();
        let known = written.len();
        let mut written: Vec<&RowMark> = written.iter().collect();
        written.retain(|own| match found.iter().position(|other| other.cells == own.cells) {
            Some(place) => {
                found.remove(place);
                false
            }
            None => true,
        });
        let pairs = written.len().min(found.len());
        for (own, other) in written.iter().zip(&found) {
            self.different(own, other);
        }
        for row in &written[pairs..] {
            self.comparison.missing += 1;
            self.tell(ExtractDifferenceKind::Missing, row, &row.name, None);
        }
        for row in &found[pairs..] {
            if known > 0 {
                self.doubled(row, &rows[0].name);
            } else if row.pair.is_some() {
                self.unknown.push((*row).clone());
            } else {
                self.unexpected(row);
            }
        }
    }

    /// Of the rows under no written key, those that are the other side of a written pair, once for each, are the target's own:
    /// in the order of the files, so that the same ones are told every time.
    fn mirrors(&mut self, written: &mut HashMap<Hash, u64>) {
        let mut unknown = std::mem::take(&mut self.unknown);
        unknown.sort_by_key(|row| (row.file, row.line));
        for row in unknown {
            match row.pair.and_then(|pair| written.get_mut(&pair)).filter(|left| **left > 0) {
                Some(left) => {
                    *left -= 1;
                    self.comparison.mirrored += 1;
                }
                None => self.unexpected(&row),
            }
        }
    }

    fn doubled(&mut self, row: &RowMark, name: &str) {
        self.comparison.unexpected += 1;
        self.comparison.doubled += 1;
        self.tell(ExtractDifferenceKind::Doubled, row, name, None);
    }

    fn unexpected(&mut self, row: &RowMark) {
        self.comparison.unexpected += 1;
        self.tell(ExtractDifferenceKind::Unexpected, row, &row.name, None);
    }

    fn different(&mut self, own: &RowMark, other: &RowMark) {
        self.comparison.different += 1;
        for ((own_cell, cell), column) in own.cells.iter().zip(&other.cells).zip((0..).map(ColumnId)) {
            if own_cell != cell {
                *self.columns.entry(column).or_default() += 1;
                self.tell(ExtractDifferenceKind::Different, other, &own.name, Some(column));
            }
        }
    }

    fn tell(&mut self, kind: ExtractDifferenceKind, row: &RowMark, name: &str, column: Option<ColumnId>) {
        let file = self.paths[row.side as usize].get(row.file as usize).cloned().unwrap_or_default();
        let table = self.comparison.table;
        let (row, line) = (name.to_owned(), row.line);
        self.differences.push(ExtractDifference { table, kind, row, file, line, column });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(side: Side, key: u8, line: u64, cells: [u8; 2]) -> RowMark {
        RowMark {
            key: [key; HASH],
            side,
            file: 0,
            line,
            cells: cells.map(|cell| [cell; HASH]).to_vec(),
            pair: None,
            name: format!("row {key}"),
        }
    }

    fn compare(rows: &[RowMark]) -> (TableComparison, Vec<ExtractDifference>) {
        let folder = tempfile::tempdir().unwrap();
        let mut sets = RowSets::create(folder.path(), 2).unwrap();
        for row in rows {
            sets.push(row).unwrap();
        }
        let (written, found) = (["written".to_owned()], ["found".to_owned()]);
        let mut differences = Vec::new();
        let comparison = sets.compare(TableId(0), [&written, &found], &mut differences).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        (comparison, differences)
    }

    #[test]
    fn rows_in_another_order_are_the_same() {
        let mut rows: Vec<_> = (0..200).map(|key| mark(Side::Written, key, 1, [key, 0])).collect();
        rows.extend((0..200).rev().map(|key| mark(Side::Extract, key, 2, [key, 0])));
        let (comparison, differences) = compare(&rows);
        assert_eq!((comparison.written, comparison.found), (200, 200));
        assert_eq!(differences, []);
    }

    #[test]
    fn what_is_on_one_side_alone_or_differs_is_told_with_its_place() {
        let rows = [
            mark(Side::Written, 1, 10, [1, 1]),
            mark(Side::Written, 2, 11, [1, 1]),
            mark(Side::Extract, 2, 20, [1, 2]),
            mark(Side::Extract, 3, 21, [1, 1]),
            // The one that is equal is taken for the row, whichever comes first.
            mark(Side::Written, 4, 12, [1, 1]),
            mark(Side::Extract, 4, 22, [2, 2]),
            mark(Side::Extract, 4, 23, [1, 1]),
        ];
        let (comparison, differences) = compare(&rows);
        assert_eq!((comparison.missing, comparison.different, comparison.unexpected), (1, 1, 2));
        assert_eq!(comparison.doubled, 1);
        assert_eq!(comparison.columns, [(ColumnId(1), 1)]);
        let told: Vec<_> = differences.iter().map(|one| (one.kind.word(), one.line, one.column)).collect();
        assert_eq!(
            told,
            [
                ("missing", 10, None),
                ("different", 20, Some(ColumnId(1))),
                ("unexpected", 21, None),
                ("doubled", 22, None),
            ]
        );
    }

    #[test]
    fn one_row_for_each_pair_is_its_other_side() {
        let pair = |row: RowMark, pair: u8| RowMark { pair: Some([pair; HASH]), ..row };
        let rows = [
            pair(mark(Side::Written, 1, 10, [1, 1]), 7),
            pair(mark(Side::Extract, 1, 20, [1, 1]), 8),
            // The first of these is the other side; the second is one too many, and so is what was loaded twice.
            pair(mark(Side::Extract, 2, 21, [2, 1]), 7),
            pair(mark(Side::Extract, 3, 22, [2, 1]), 7),
            pair(mark(Side::Extract, 1, 23, [1, 1]), 7),
        ];
        let (comparison, differences) = compare(&rows);
        assert_eq!((comparison.mirrored, comparison.unexpected, comparison.missing), (1, 2, 0));
        let mut lines: Vec<_> = differences.iter().map(|one| one.line).collect();
        lines.sort_unstable();
        assert_eq!(lines, [22, 23]);
    }
}
