//! Rows of folders that hold several batches' people, parted by the batch of the export.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use super::folder_reader::read_folder;
use super::folders::{Folders, Holds};
use super::lists::Lists;
use super::row_owner::RowOwner;
use super::target_counts::FileCount;
use super::{ProveError, ProveInput};
use crate::pipeline::earlier::address_table;
use crate::pipeline::stage::{BlockLog, put_number, take_bytes, take_number};
use crate::reconcile::check::contract::{BatchFound, ContractRules};
use crate::reconcile::reader::{BatchFolder, ImportRow};
use crate::reconcile::{TargetFile, TargetSide};
use crate::target::contract::TableId;

const MEMORY: usize = 8 << 20;
const PARTS: usize = 64;

/// The list of shared rows.
pub(super) const SHARED: u32 = 0;

/// Rows parted by the batch of the export whose people they belong to.
pub(super) struct PartedRows {
    log: BlockLog,
    nobody: u32,
    files: Vec<TargetFile>,
    /// The rows that absorbed joining records, each with whether it was met.
    absorbing: HashMap<(TableId, String), bool>,
    pub(super) counts: Vec<FileCount>,

    /// What the contract checks found, by folder.
    pub(super) found: Vec<BatchFound>,
}

impl PartedRows {
    /// Parts the rows of all folders that need it.
    pub(super) fn part(
        input: &ProveInput<'_>,
        rules: &ContractRules<'_>,
        folders: &Folders,
        lists: &Lists,
    ) -> Result<Self, ProveError> {
        let nobody = input.staged.spools.parts() + 1;
        let log = BlockLog::create(input.temporary.join("prove-rows"), nobody as usize + 1, MEMORY)?;
        let absorbing = lists.absorbing(input).into_iter().map(|row| (row, false)).collect();
        let parted =
            Self { log, nobody, files: Vec::new(), absorbing, counts: Vec::new(), found: Vec::new() };
        let mut parting = Parting {
            input,
            owner: RowOwner::new(input.plan),
            parted,
            known: HashMap::new(),
            borrowed: 0,
            waiting: Waiting::create(input.temporary)?,
        };
        for folder in &folders.elsewhere {
            parting.borrow(folder)?;
        }
        parting.borrowed = parting.parted.files.len() as u64;
        for folder in folders.holding(Holds::Several) {
            parting.folder(rules, folder)?;
            parting.known.clear();
        }
        parting.place_waiting()?;
        parting.parted.log.finish()?;
        Ok(parting.parted)
    }

    /// Adds the rows of a list to a side.
    pub(super) fn load(&self, list: u32, side: &mut TargetSide) -> Result<(), ProveError> {
        let mut numbers: HashMap<u64, crate::reconcile::FileNo> = HashMap::new();
        self.log.read(list as usize, |mut bytes| {
            while !bytes.is_empty() {
                let row = take_row(&mut bytes).ok_or_else(|| self.log.damaged())?;
                let file = *numbers.entry(row.file).or_insert_with(|| {
                    let place = usize::try_from(row.file).unwrap_or(usize::MAX);
                    side.add_file(self.files[place].clone())
                });
                side.push(row.table, file, row.line, row.cells);
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Whether a row that absorbed a joining record stands in these folders.
    pub(super) fn absorbs(&self, table: TableId, key: &str) -> bool {
        self.absorbing.get(&(table, key.to_owned())).copied().unwrap_or_default()
    }

    /// The list of rows that belong to nobody of the export.
    pub(super) fn nobody(&self) -> u32 {
        self.nobody
    }
}

/// A row as it was put away.
struct PutRow<'b> {
    table: TableId,
    file: u64,
    line: u64,
    cells: Vec<Option<&'b str>>,
}

fn put_row(out: &mut Vec<u8>, table: TableId, file: usize, row: &ImportRow) {
    put_number(out, u64::from(table.0));
    put_number(out, file as u64);
    put_number(out, row.line);
    put_number(out, row.len() as u64);
    for cell in row.cells() {
        put_number(out, cell.map_or(0, |text| text.len() as u64 + 1));
        out.extend_from_slice(cell.unwrap_or_default().as_bytes());
    }
}

fn take_row<'b>(bytes: &mut &'b [u8]) -> Option<PutRow<'b>> {
    let table = TableId(u16::try_from(take_number(bytes)?).ok()?);
    let (file, line, count) = (take_number(bytes)?, take_number(bytes)?, take_number(bytes)?);
    let mut cells = Vec::with_capacity(usize::try_from(count).ok()?);
    for _ in 0..count {
        cells.push(take_text(bytes)?);
    }
    Some(PutRow { table, file, line, cells })
}

#[expect(clippy::option_option, reason = "the bytes may be no cell; a cell may be null")]
fn take_text<'b>(bytes: &mut &'b [u8]) -> Option<Option<&'b str>> {
    let Some(length) = take_number(bytes)?.checked_sub(1) else { return Some(None) };
    let text = take_bytes(bytes, usize::try_from(length).ok()?)?;
    std::str::from_utf8(text).ok().map(Some)
}

/// Rows while they are parted.
struct Parting<'a> {
    input: &'a ProveInput<'a>,
    owner: RowOwner,
    parted: PartedRows,
    /// The batches of rows of the folder that others may point at.
    known: HashMap<(TableId, String), u32>,
    /// How many of the files were made of another drop.
    borrowed: u64,
    waiting: Waiting,
}

impl Parting<'_> {
    /// Takes the rows of shared addresses of a folder that was made of another drop: they may be whose people are here too.
    fn borrow(&mut self, folder: &BatchFolder) -> Result<(), ProveError> {
        let contract = self.input.plan.contract();
        let Some((table, key)) = address_table(self.input.plan) else { return Ok(()) };
        let Some(file) = folder.file_of(table) else { return Ok(()) };
        let place = self.parted.files.len();
        self.parted.files.push(TargetFile { batch: folder.number, path: file.path.clone() });
        let (mut taken, waiting) = (Ok(()), &mut self.waiting);
        let read = folder.each_row(contract, file, |_, row| {
            if taken.is_ok() {
                taken = waiting.add(table, row.get(key), place, row);
            }
            Ok(())
        });
        taken?;
        read.map(drop).map_err(ProveError::output(folder.folder().join(&file.name)))
    }

    fn folder(&mut self, rules: &ContractRules<'_>, folder: &BatchFolder) -> Result<(), ProveError> {
        let first = self.parted.files.len();
        let own = folder.files.iter();
        self.parted
            .files
            .extend(own.map(|file| TargetFile { batch: folder.number, path: file.path.clone() }));
        let place = |name: &str| folder.files.iter().position(|file| file.name == name).unwrap_or_default();
        let input = self.input;
        let read = read_folder(input, rules, folder, |table, file, row| {
            self.row(table, first + place(&file.name), row)
        })?;
        self.parted.counts.extend(read.counts);
        self.parted.found.push(read.found);
        Ok(())
    }

    fn row(&mut self, table: TableId, file: usize, row: &ImportRow) -> Result<(), ProveError> {
        let contract = self.input.plan.contract().table(table);
        let key = contract.key.first().and_then(|column| row.get(*column));
        if let (Some(key), [_], false) = (key, contract.key.as_slice(), self.parted.absorbing.is_empty())
            && let Some(met) = self.parted.absorbing.get_mut(&(table, key.to_owned()))
        {
            *met = true;
        }
        let list = if contract.shared { Some(SHARED) } else { self.list(table, row) };
        match list {
            Some(list) => {
                self.parted.log.append(list as usize, |out| put_row(out, table, file, row))?;
                if let (true, Some(key)) = (self.owner.pointed_at.contains(&table), key) {
                    self.known.insert((table, key.to_owned()), list);
                }
                self.point(table, row, list)
            }
            None if self.owner.pointed_at.contains(&table) => self.waiting.add(table, key, file, row),
            None => {
                let nobody = self.parted.nobody as usize;
                Ok(self.parted.log.append(nobody, |out| put_row(out, table, file, row))?)
            }
        }
    }

    /// The list of a row: by the keys in it, else by the rows it points at.
    fn list(&self, table: TableId, row: &ImportRow) -> Option<u32> {
        self.owner.batch(self.input, table, row).or_else(|| {
            let mut references = RowOwner::references(self.input.plan, table);
            references.find_map(|(column, of)| self.known.get(&(of, row.get(column)?.to_owned())).copied())
        })
    }

    /// Tells waiting rows whose they are.
    fn point(&mut self, table: TableId, row: &ImportRow, list: u32) -> Result<(), ProveError> {
        for (column, of) in RowOwner::references(self.input.plan, table) {
            if let (true, Some(key)) = (self.waiting.tables.contains(&of), row.get(column)) {
                self.waiting.point(of, key, list)?;
            }
        }
        Ok(())
    }

    /// Rows that only others point at go to everybody whose rows do.
    fn place_waiting(&mut self) -> Result<(), ProveError> {
        let Parting { waiting, parted, borrowed, .. } = self;
        waiting.rows.finish()?;
        waiting.pointers.finish()?;
        for part in 0..PARTS {
            let pointers = waiting.pointers(part)?;
            let mut placed: Vec<(u32, Vec<u8>)> = Vec::new();
            waiting.rows.read(part, |mut bytes| {
                while !bytes.is_empty() {
                    let (key, rest) = take_key(&mut bytes).ok_or_else(|| waiting.rows.damaged())?;
                    let mut row = rest;
                    let file = take_row(&mut row).ok_or_else(|| waiting.rows.damaged())?.file;
                    let own = &rest[..rest.len() - row.len()];
                    bytes = row;
                    match pointers.get(&key) {
                        Some(lists) => placed.extend(lists.iter().map(|list| (*list, own.to_vec()))),
                        None if file < *borrowed => {}
                        None => placed.push((parted.nobody, own.to_vec())),
                    }
                }
                Ok(())
            })?;
            for (list, row) in placed {
                parted.log.append(list as usize, |out| out.extend_from_slice(&row))?;
            }
        }
        Ok(())
    }
}

/// Rows that name nobody, and who points at them, on disk by key.
struct Waiting {
    tables: BTreeSet<TableId>,
    rows: BlockLog,
    pointers: BlockLog,
}

type Key = (TableId, String);

impl Waiting {
    fn create(folder: &Path) -> Result<Self, ProveError> {
        Ok(Self {
            tables: BTreeSet::new(),
            rows: BlockLog::create(folder.join("prove-waiting"), PARTS, MEMORY)?,
            pointers: BlockLog::create(folder.join("prove-pointers"), PARTS, MEMORY)?,
        })
    }

    fn add(
        &mut self,
        table: TableId,
        key: Option<&str>,
        file: usize,
        row: &ImportRow,
    ) -> Result<(), ProveError> {
        let key = key.unwrap_or_default();
        self.tables.insert(table);
        Ok(self.rows.append(part_of(key), |out| {
            put_key(out, table, key);
            put_row(out, table, file, row);
        })?)
    }

    fn point(&mut self, table: TableId, key: &str, list: u32) -> Result<(), ProveError> {
        Ok(self.pointers.append(part_of(key), |out| {
            put_key(out, table, key);
            put_number(out, u64::from(list));
        })?)
    }

    /// Who points at which row, of one part.
    fn pointers(&self, part: usize) -> Result<HashMap<Key, BTreeSet<u32>>, ProveError> {
        let mut all: HashMap<Key, BTreeSet<u32>> = HashMap::new();
        self.pointers.read(part, |mut bytes| {
            while !bytes.is_empty() {
                let (key, mut rest) = take_key(&mut bytes).ok_or_else(|| self.pointers.damaged())?;
                let list = take_number(&mut rest).and_then(|list| u32::try_from(list).ok());
                all.entry(key).or_default().insert(list.ok_or_else(|| self.pointers.damaged())?);
                bytes = rest;
            }
            Ok(())
        })?;
        Ok(all)
    }
}

fn part_of(key: &str) -> usize {
    let sum = key.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    (sum.wrapping_mul(0x9E37_79B9) >> 26) as usize % PARTS
}

fn put_key(out: &mut Vec<u8>, table: TableId, key: &str) {
    put_number(out, u64::from(table.0));
    put_number(out, key.len() as u64 + 1);
    out.extend_from_slice(key.as_bytes());
}

/// The key that bytes begin with, and what follows.
fn take_key<'b>(bytes: &mut &'b [u8]) -> Option<(Key, &'b [u8])> {
    let table = TableId(u16::try_from(take_number(bytes)?).ok()?);
    let key = take_text(bytes)??.to_owned();
    Some(((table, key), bytes))
}
