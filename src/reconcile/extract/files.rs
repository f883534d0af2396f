//! The files of an extract: which table each is of, and which column of it each of its columns is.

use std::path::{Path, PathBuf};

use super::error::ExtractError;
use super::load::load_extract_rules;
use super::rules::ExtractRules;
use crate::reconcile::reader::NamedFile;
use crate::target::contract::{ColumnId, Contract, Table, TableId};

/// What says how an extract is written; one in the extract takes the place of the mappings' own.
pub(super) const RULES: &str = "extract.toml";

/// An extract that is covered: every file and column is one of the contract, or declared.
#[derive(Debug)]
pub struct Extract {
    /// The folder.
    pub(super) folder: PathBuf,
    pub(super) rules: ExtractRules,
    pub(super) files: Vec<ExtractFile>,
}

/// A file of an extract.
#[derive(Debug)]
pub(super) struct ExtractFile {
    /// Its name within the folder.
    pub(super) name: String,
    pub(super) table: TableId,
    /// For each column of the contract, its place in the file.
    pub(super) places: Vec<Option<usize>>,
}

impl Extract {
    /// Lists a folder and reads the headers of its files.
    ///
    /// # Errors
    /// All files and columns that are neither in the contract nor declared, and all that are missing; a folder without one
    /// file of a table.
    pub fn open(folder: &Path, mappings: &Path, contract: &Contract) -> Result<Self, ExtractError> {
        let said_in = if folder.join(RULES).is_file() { folder } else { mappings };
        let rules = load_extract_rules(said_in, contract).map_err(|mistakes| {
            let path = said_in.join(RULES);
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let line = |at: usize| text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
            let told = mistakes.iter();
            let told = told.map(|one| format!("line {}: {}: {}", line(one.span.start), one.title, one.label));
            ExtractError::Rules { mistakes: told.collect(), path }
        })?;
        let mut extract = Self { folder: folder.to_path_buf(), rules, files: Vec::new() };
        let mut found = Vec::new();
        for name in extract.names()? {
            extract.add(name, contract, &mut found)?;
        }
        if !found.is_empty() {
            return Err(ExtractError::NotCovered { folder: extract.folder, found });
        }
        // Not a Mosaic without a row: nobody drew an extract of it.
        if extract.files.is_empty() {
            Err(ExtractError::Empty { folder: extract.folder })
        } else {
            Ok(extract)
        }
    }

    /// What `extract.toml` says.
    pub fn rules(&self) -> &ExtractRules {
        &self.rules
    }

    /// The path of what says how the extract is written, where it is a file of the extract.
    pub fn own_rules(&self) -> Option<PathBuf> {
        Some(self.folder.join(RULES)).filter(|path| path.is_file())
    }

    /// The names in the folder that are to be compared, in order.
    fn names(&self) -> Result<Vec<String>, ExtractError> {
        let failed = |source| ExtractError::Read { path: self.folder.clone(), source };
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&self.folder).map_err(failed)? {
            names.push(entry.map_err(failed)?.file_name().to_string_lossy().into_owned());
        }
        names.retain(|name| name != RULES && !self.rules.ignored.contains(name));
        names.sort();
        Ok(names)
    }

    fn add(
        &mut self,
        name: String,
        contract: &Contract,
        found: &mut Vec<String>,
    ) -> Result<(), ExtractError> {
        let path = self.folder.join(&name);
        let Some(table) = table_of(&name, contract).filter(|_| path.is_file()) else {
            found.push(format!("{name} is the file of no table"));
            return Ok(());
        };
        let failed = |source| ExtractError::Read { path: path.clone(), source };
        let file = NamedFile::open(&path, self.rules.form).map_err(failed)?;
        let header = Header { rules: &self.rules, id: table, table: contract.table(table), file: &name };
        let places = header.places(file.names(), found);
        self.files.push(ExtractFile { name, table, places });
        Ok(())
    }
}

/// The table of a file: `05_MO_PERSONS.csv`, `MO_PERSONS.csv`, each also in parts, as `05_MO_PERSONS.part0001.csv`.
fn table_of(name: &str, contract: &Contract) -> Option<TableId> {
    let lower = name.to_ascii_lowercase();
    let stem = lower.strip_suffix(".csv")?;
    let whole = match stem.rsplit_once(".part") {
        Some((whole, part)) if !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) => whole,
        _ => stem,
    };
    let is = |table: &Table| table.stem.eq_ignore_ascii_case(whole) || table.name.eq_ignore_ascii_case(whole);
    let place = contract.tables().iter().position(is)?;
    u16::try_from(place).ok().map(TableId)
}

/// A header, held against the columns of a table.
struct Header<'a> {
    rules: &'a ExtractRules,
    id: TableId,
    table: &'a Table,
    file: &'a str,
}

impl Header<'_> {
    /// For each column of the contract, its place in the file.
    fn places(&self, names: &[String], found: &mut Vec<String>) -> Vec<Option<usize>> {
        let place = |name: &str| names.iter().position(|own| own.trim().eq_ignore_ascii_case(name));
        let columns = &self.table.columns;
        let places: Vec<_> = columns.iter().map(|column| place(&column.name)).collect();
        if places.iter().all(Option::is_none) {
            found.push(format!("{} has no header with columns of {}", self.file, self.table.name));
            return places;
        }
        for ((column, place), id) in columns.iter().zip(&places).zip((0..).map(ColumnId)) {
            if place.is_none() && !self.rules.lacks_column(self.id, id) {
                found.push(format!("{} lacks the column {}", self.file, column.name));
            }
        }
        for (number, name) in (1..).zip(names) {
            self.judge(number, name.trim(), names, found);
        }
        places
    }

    fn judge(&self, number: usize, name: &str, names: &[String], found: &mut Vec<String>) {
        // What has not the form of a name may be a value: it is told by its place.
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        // A header that runs over lines has taken in rows.
        let is_header = !names.iter().any(|name| name.contains(['\r', '\n']));
        let like_a_name = name.bytes().all(is_name) && name.starts_with(|first: char| first.is_alphabetic());
        let like_a_name = is_header && like_a_name;
        let shown = if like_a_name { name.to_owned() } else { format!("number {number}") };
        let known = self.table.columns.iter().any(|column| column.name.eq_ignore_ascii_case(name));
        if !known && !self.rules.is_added(self.id, name) {
            found.push(format!("{} has a column of no declaration, {shown}", self.file));
        }
        if names.iter().filter(|own| own.trim().eq_ignore_ascii_case(name)).count() > 1 {
            found.push(format!("{} has the column {shown} more than once", self.file));
        }
    }
}
