//! Compares an extract with the import files, table by table.

use std::borrow::Cow;
use std::io;
use std::path::Path;

use super::comparison::Comparison;
use super::error::ExtractError;
use super::files::{Extract, ExtractFile};
use super::normal;
use super::row_sets::{RowMark, RowSets, Side};
use crate::reconcile::partition::hash_of;
use crate::reconcile::reader::{BatchFolder, FaultKind, ImportRow, NamedFile};
use crate::reconcile::row_name;
use crate::record::Guid;
use crate::target::contract::{Column, ColumnId, ColumnKind, Contract, TableId};

/// Faults that an extract may have: how cells are quoted and lines end is no value.
const FREE: [FaultKind; 4] =
    [FaultKind::ByteOrderMark, FaultKind::NoByteOrderMark, FaultKind::NeedlessQuotes, FaultKind::LineEnd];

/// Compares an extract with the rows of these batches; temporary files go to a folder that the caller removes.
///
/// # Errors
/// A file cannot be read, or is not in the form that was declared. What differs is no error.
pub fn compare_extract(
    extract: &Extract,
    batches: &[BatchFolder],
    contract: &Contract,
    temporary: &Path,
    stopped: &dyn Fn() -> bool,
) -> Result<Comparison, ExtractError> {
    let tables = Tables { extract, batches, contract, temporary, stopped };
    let mut comparison = Comparison::default();
    for id in (0..).map(TableId).take(contract.tables().len()) {
        if !extract.rules.lacks_table(id) {
            tables.compare(id, &mut comparison)?;
        }
    }
    comparison.differences.sort();
    Ok(comparison)
}

struct Tables<'a> {
    extract: &'a Extract,
    batches: &'a [BatchFolder],
    contract: &'a Contract,
    temporary: &'a Path,
    stopped: &'a dyn Fn() -> bool,
}

impl Tables<'_> {
    fn compare(&self, id: TableId, comparison: &mut Comparison) -> Result<(), ExtractError> {
        let written: Vec<_> =
            self.batches.iter().filter_map(|batch| Some((batch, batch.file_of(id)?))).collect();
        let found: Vec<_> = self.extract.files.iter().filter(|file| file.table == id).collect();
        if written.is_empty() && found.is_empty() {
            return Ok(());
        }
        let failed = |source| self.failed(source);
        let mut sets =
            RowSets::create(self.temporary, self.contract.table(id).columns.len()).map_err(failed)?;
        let mut paths = [Vec::new(), Vec::new()];
        for (number, (batch, file)) in (0..).zip(written) {
            paths[0].push(file.path.clone());
            self.written((id, number), &batch.folder().join(&file.name), &mut sets)?;
        }
        for (number, file) in (0..).zip(found) {
            paths[1].push(file.name.clone());
            let sha256 = self.found(number, file, &mut sets)?;
            comparison.files.push((file.name.clone(), sha256));
        }
        let paths = [paths[0].as_slice(), paths[1].as_slice()];
        let told = sets.compare(id, paths, &mut comparison.differences).map_err(failed)?;
        if told.written + told.found > 0 {
            comparison.tables.push(told);
        }
        Ok(())
    }

    /// Takes the rows of an import file, by the names of its own header: an earlier run may have had fewer columns.
    fn written(
        &self,
        (id, number): (TableId, u32),
        path: &Path,
        sets: &mut RowSets,
    ) -> Result<(), ExtractError> {
        let table = self.contract.table(id);
        let unreadable = |source| ExtractError::Read { path: path.to_path_buf(), source };
        let mut file = NamedFile::open(path, table.form).map_err(unreadable)?;
        let place = |column: &Column| file.names().iter().position(|name| *name == column.name);
        let places: Vec<_> = table.columns.iter().map(place).collect();
        while let Some(row) = file.read_row().map_err(unreadable)? {
            let normal = |_: ColumnId, column: &Column, text| normal::written(text, column.kind);
            let cells = self.cells(id, row, &places, normal);
            let name = row_name(table, |column| cells[usize::from(column.0)].as_deref());
            self.push(id, (Side::Written, number, row.line), (&cells, name), sets)?;
        }
        Ok(())
    }

    /// Takes the rows of a file of the extract, and gives its SHA-256.
    fn found(&self, number: u32, file: &ExtractFile, sets: &mut RowSets) -> Result<String, ExtractError> {
        let (id, rules) = (file.table, &self.extract.rules);
        let path = self.extract.folder.join(&file.name);
        let unreadable = |source| ExtractError::Read { path: path.clone(), source };
        let mut rows = NamedFile::open(&path, rules.form).map_err(unreadable)?;
        rows.allow(&FREE);
        while let Some(row) = rows.read_row().map_err(unreadable)? {
            let normal = |own: ColumnId, column: &Column, text| {
                let text = normal::extracted(text, column.kind, rules);
                let later = rules.is_day_before(id, own).then(|| normal::day_after(&text)).flatten();
                later.map_or(text, Cow::Owned)
            };
            let cells = self.cells(id, row, &file.places, normal);
            let name = self.shown(id, &cells);
            self.push(id, (Side::Extract, number, row.line), (&cells, name), sets)?;
        }
        match rows.faults().iter().find(|fault| !FREE.contains(&fault.kind)) {
            Some(fault) => Err(ExtractError::Form { path, line: fault.line, kind: fault.kind }),
            None => Ok(rows.digest().1),
        }
    }

    /// The cells of a row in the contract's order, as they are compared; null for one that the extract does not have.
    fn cells<'r>(
        &self,
        id: TableId,
        row: &'r ImportRow,
        places: &[Option<usize>],
        normal: impl Fn(ColumnId, &Column, &'r str) -> Cow<'r, str>,
    ) -> Vec<Option<Cow<'r, str>>> {
        let rules = &self.extract.rules;
        let columns = (0..).map(ColumnId).zip(&self.contract.table(id).columns).zip(places);
        let cell = |((own, column), place): ((ColumnId, &Column), &Option<usize>)| {
            let place = place.filter(|_| !rules.lacks_column(id, own))?;
            let text = row.get(ColumnId(u16::try_from(place).ok()?))?;
            let null = text.is_empty() || rules.null_words.iter().any(|word| word == text);
            (!null).then(|| normal(own, column, text))
        };
        columns.map(cell).collect()
    }

    /// How lists name a row of the extract. Anybody may have typed what stands in it: only what has the form of a key, or
    /// is a code of the contract, is shown.
    fn shown(&self, id: TableId, cells: &[Option<Cow<'_, str>>]) -> String {
        let table = self.contract.table(id);
        row_name(table, |column| {
            let text = cells[usize::from(column.0)].as_deref()?;
            self.is_key(&table.columns[usize::from(column.0)], text).then_some(text)
        })
    }

    fn is_key(&self, column: &Column, text: &str) -> bool {
        match &column.codes {
            Some(codes) => self.contract.has_code(codes, text),
            None if matches!(column.kind, ColumnKind::Number { .. }) => {
                text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit())
            }
            None => is_row_key(text),
        }
    }

    fn push(
        &self,
        id: TableId,
        (side, file, line): (Side, u32, u64),
        (cells, name): (&[Option<Cow<'_, str>>], String),
        sets: &mut RowSets,
    ) -> Result<(), ExtractError> {
        if (self.stopped)() {
            return Err(ExtractError::Interrupted);
        }
        let key: Vec<_> =
            self.contract.table(id).key.iter().map(|column| &cells[usize::from(column.0)]).collect();
        // Rows that were entered by hand have no key; nothing that was written is without one.
        let has_none = side == Side::Extract && !key.is_empty() && key.iter().all(|cell| cell.is_none());
        let key = if has_none { hash_of(&cells) } else { hash_of(&key) };
        let pair = self.pair(id, side, cells);
        let cells = cells.iter().map(hash_of).collect();
        sets.push(&RowMark { key, side, file, line, cells, pair, name }).map_err(|source| self.failed(source))
    }

    /// What the pair of a row is, of a row of the extract seen from the other side; none where the table has no pairs.
    fn pair(&self, id: TableId, side: Side, cells: &[Option<Cow<'_, str>>]) -> Option<[u8; 16]> {
        let mirrored = self.extract.rules.mirrored(id)?;
        let [mut one, mut other] = mirrored.ends;
        if side == Side::Extract {
            std::mem::swap(&mut one, &mut other);
        }
        let columns = [one, other].into_iter().chain(mirrored.same.iter().copied());
        let pair: Vec<_> = columns.map(|column| &cells[usize::from(column.0)]).collect();
        Some(hash_of(&pair))
    }

    fn failed(&self, source: io::Error) -> ExtractError {
        ExtractError::Temporary { path: self.temporary.to_path_buf(), source }
    }
}

/// A GUID alone: what stands behind one in a row that nobody wrote, anybody may have typed.
fn is_row_key(text: &str) -> bool {
    Guid::parse(text).is_ok()
}
