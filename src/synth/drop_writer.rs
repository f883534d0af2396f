//! The files of a drop, written row by row.

mod table_file;

use std::fs::{DirBuilder, File, Permissions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use self::table_file::TableFile;
use super::{Household, Row, Schema, SynthError, TableId};

/// The table that holds the count of every other.
const CONTROL_TOTALS: &str = "ControlTotals";

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SynthSummary {
    /// Rows of each table, in the dictionary's order; tables without rows have 0.
    pub tables: Vec<(String, u64)>,
    /// How many attached files there are.
    pub files: u64,
    /// Bytes of all tables and files.
    pub bytes: u64,
    /// How many households the council has.
    pub households: u64,
}

impl SynthSummary {
    /// How many rows a table has.
    pub fn rows(&self, table: &str) -> u64 {
        self.tables.iter().find(|(name, _)| name == table).map_or(0, |(_, rows)| *rows)
    }
}

/// Writes a drop into a temporary folder beside its place; only a finished drop takes its name.
#[derive(Debug)]
pub struct DropWriter<'a> {
    schema: &'a Schema,
    folder: TempDir,
    place: PathBuf,
    tables: Vec<TableFile>,
    files: u64,
    file_bytes: u64,
    uncounted: Vec<TableId>,
}

impl<'a> DropWriter<'a> {
    /// Opens a file for every table. The folder named must be new or empty.
    pub fn create(place: &Path, schema: &'a Schema) -> Result<Self, SynthError> {
        refuse_occupied(place)?;
        let parent = place.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        DirBuilder::new().recursive(true).mode(0o700).create(parent).map_err(SynthError::at(parent))?;
        let mut builder = tempfile::Builder::new();
        let folder = builder.prefix(".synth-").permissions(Permissions::from_mode(0o700)).tempdir_in(parent);
        let folder = folder.map_err(SynthError::at(parent))?;
        let files = folder.path().join("files");
        DirBuilder::new().mode(0o700).create(&files).map_err(SynthError::at(&files))?;
        let entities = schema.dictionary().entities().iter();
        let tables =
            entities.map(|entity| TableFile::create(folder.path(), entity)).collect::<Result<_, _>>()?;
        Ok(Self {
            schema,
            folder,
            place: place.to_path_buf(),
            tables,
            files: 0,
            file_bytes: 0,
            uncounted: Vec::new(),
        })
    }

    /// Writes a row into its table's file.
    pub fn row(&mut self, row: &Row) -> Result<(), SynthError> {
        self.tables[usize::from(row.table.0)].write(&row.values)
    }

    /// Writes a table's header once more, as where two exports were joined. It is no row.
    pub fn repeat_header(&mut self, table: TableId) -> Result<(), SynthError> {
        let entity = self.schema.dictionary().entity(table);
        self.tables[usize::from(table.0)].header(entity)
    }

    /// Ends the next row of a table with a line feed alone.
    pub fn end_next_with_line_feed(&mut self, table: TableId) {
        self.tables[usize::from(table.0)].line_feed_next();
    }

    /// Takes everything out of a table's file, the header as well.
    pub fn empty(&mut self, table: TableId) -> Result<(), SynthError> {
        self.tables[usize::from(table.0)].empty()
    }

    /// Leaves a table out of the control totals.
    pub fn leave_uncounted(&mut self, table: TableId) {
        self.uncounted.push(table);
    }

    /// Writes all rows and files of a household.
    pub fn household(&mut self, household: &Household) -> Result<(), SynthError> {
        for row in &household.rows {
            self.row(row)?;
        }
        for (name, bytes) in &household.files {
            self.file(name, bytes)?;
        }
        Ok(())
    }

    /// Writes an attached file; one that is there already is written over.
    fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), SynthError> {
        let path = self.folder.path().join("files").join(name);
        let mut file = private().open(&path).map_err(SynthError::at(&path))?;
        file.write_all(bytes).map_err(SynthError::at(&path))?;
        self.files += 1;
        self.file_bytes += bytes.len() as u64;
        Ok(())
    }

    /// Writes the control totals, as `taken_on` says for each table's place, and gives the folder its name.
    pub fn finish(
        mut self,
        households: u64,
        taken_on: impl Fn(usize) -> String,
    ) -> Result<SynthSummary, SynthError> {
        self.control_totals(taken_on)?;
        let mut summary = SynthSummary { files: self.files, households, ..SynthSummary::default() };
        summary.bytes = self.file_bytes;
        for table in self.tables {
            summary.tables.push((table.name().to_owned(), table.rows()));
            summary.bytes += table.finish()?;
        }
        if self.place.exists() {
            std::fs::remove_dir(&self.place).map_err(SynthError::at(&self.place))?;
        }
        std::fs::rename(self.folder.path(), &self.place).map_err(SynthError::at(&self.place))?;
        // What has its name now is no temporary folder any more.
        let _named = self.folder.keep();
        Ok(summary)
    }

    fn control_totals(&mut self, taken_on: impl Fn(usize) -> String) -> Result<(), SynthError> {
        let totals = self.schema.table(CONTROL_TOTALS);
        let left_out: Vec<_> =
            self.uncounted.iter().chain([&totals]).map(|table| usize::from(table.0)).collect();
        for place in (0..self.tables.len()).filter(|place| !left_out.contains(place)) {
            let table = &self.tables[place];
            let mut row = Row::new(self.schema, totals);
            row.set(self.schema, "ENTITY", Some(table.name().to_owned()));
            row.set(self.schema, "ROWS", Some(table.rows().to_string()));
            row.set(self.schema, "INACTIVE_ROWS", table.inactive_rows().map(|rows| rows.to_string()));
            row.set(self.schema, "TAKEN_ON", Some(taken_on(place)));
            self.row(&row)?;
        }
        Ok(())
    }
}

/// A file that only its owner may read.
pub(super) fn private() -> std::fs::OpenOptions {
    let mut options = File::options();
    options.write(true).create(true).truncate(true).mode(0o600);
    options
}

pub(super) fn refuse_occupied(place: &Path) -> Result<(), SynthError> {
    let occupied = match std::fs::read_dir(place) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => true,
        Err(error) => return Err(SynthError::at(place)(error)),
    };
    if occupied { Err(SynthError::NotEmpty { path: place.to_path_buf() }) } else { Ok(()) }
}
