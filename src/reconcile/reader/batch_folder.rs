//! The folder of one batch, read back.

use std::io;
use std::path::{Path, PathBuf};

use super::{BatchManifest, Fault, FaultKind, ImportFile, ImportRow};
use crate::target::contract::{Contract, TableId};

/// An import file of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchFile {
    /// The table whose rows it holds; none for a name that is no table's.
    pub table: Option<TableId>,
    /// Its name in the batch folder.
    pub name: String,
    /// Its path relative to the output folder.
    pub path: String,
}

/// The folder of one batch.
#[derive(Clone, Debug)]
pub struct BatchFolder {
    /// The number of the batch.
    pub number: u32,
    /// What its manifest says; none where it has none that can be read.
    pub manifest: Option<BatchManifest>,
    /// Its files but manifest, cross-reference and documents: import files in load order, then what is no import file.
    pub files: Vec<BatchFile>,
    /// The names of the documents, in order.
    pub documents: Vec<String>,
    folder: PathBuf,
}

impl BatchFolder {
    /// The numbers of the batch folders of an output folder, in order.
    pub fn numbers(output: &Path) -> io::Result<Vec<u32>> {
        let names = names(&batches(output))?;
        let mut numbers: Vec<u32> = names.iter().filter_map(|name| number(name)).collect();
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// Lists the folder of a batch.
    pub fn open(output: &Path, number: u32, contract: &Contract) -> io::Result<Self> {
        let name = format!("{number:04}");
        let folder = batches(output).join(&name);
        let names = names(&folder)?;
        let manifest = BatchManifest::read(&folder).ok();
        let documents = if names.iter().any(|name| name == "documents") {
            self::names(&folder.join("documents"))?
        } else {
            Vec::new()
        };
        let known = ["manifest.json", "xref.csv", "documents"];
        let file = |own: String| BatchFile {
            table: table_of(contract, &own),
            path: format!("data/batches/{name}/{own}"),
            name: own,
        };
        let mut files: Vec<_> =
            names.into_iter().filter(|own| !known.contains(&own.as_str())).map(file).collect();
        files.sort_by(|a, b| {
            (a.table.is_none(), a.table, &a.name).cmp(&(b.table.is_none(), b.table, &b.name))
        });
        Ok(Self { number, manifest, files, documents, folder })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The run that wrote it, counted from 1; 0 where no manifest tells.
    pub fn run(&self) -> u32 {
        self.manifest.as_ref().map_or(0, |manifest| manifest.run)
    }

    /// The import file of a table, where the batch has rows of it.
    pub fn file_of(&self, table: TableId) -> Option<&BatchFile> {
        self.files.iter().find(|file| file.table == Some(table))
    }

    /// Hands every row of an import file to `take`, in order, and tells what the file was like.
    pub fn each_row(
        &self,
        contract: &Contract,
        file: &BatchFile,
        mut take: impl FnMut(TableId, &ImportRow) -> io::Result<()>,
    ) -> io::Result<FileRead> {
        let Some(table) = file.table else { return Ok(FileRead::default()) };
        let Ok(mut rows) = ImportFile::open(&self.folder.join(&file.name), contract.table(table)) else {
            let fault = Fault { line: 0, offset: 0, kind: FaultKind::Unreadable };
            return Ok(FileRead { faults: vec![fault], ..FileRead::default() });
        };
        while let Some(row) = rows.read_row()? {
            take(table, row)?;
        }
        let mut faults = rows.faults().to_vec();
        if rows.rows() == 0 {
            faults.push(Fault { line: 1, offset: 0, kind: FaultKind::NoRows });
        }
        let (bytes, sha256) = rows.digest();
        Ok(FileRead { rows: rows.rows(), bytes, sha256, faults })
    }
}

/// What an import file was like, once it was read to its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileRead {
    /// How many records followed the header.
    pub rows: u64,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256 in lower-case hexadecimal.
    pub sha256: String,
    /// What was wrong with its form.
    pub faults: Vec<Fault>,
}

fn batches(output: &Path) -> PathBuf {
    output.join("data").join("batches")
}

fn number(name: &str) -> Option<u32> {
    let digits = name.len() >= 4 && name.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| name.parse().ok()).flatten()
}

/// The names in a folder, in order.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let entries = std::fs::read_dir(folder)?;
    let mut names = entries
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<io::Result<Vec<_>>>()?;
    names.sort_unstable();
    Ok(names)
}

fn table_of(contract: &Contract, name: &str) -> Option<TableId> {
    let place = contract.tables().iter().position(|table| table.file_name() == name)?;
    u16::try_from(place).ok().map(TableId)
}
