//! A small synthetic drop, migrated, and changed by other hands.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::support::copy_folder;
use care2mosaic::pipeline::{
    Cancel, Finished, MigrateRequest, ReconcileRequest, RunError, Silent, migrate, reconcile,
};
use care2mosaic::synth::{Hooks, SynthOptions, copy_for_siblings, synth, synth_with};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// A drop and what it was migrated to, in a folder that goes with it.
pub(super) struct Migrated {
    folder: TempDir,
    pub(super) finished: Finished,
}

impl Migrated {
    /// Generates a drop of so many people and migrates it in batches.
    pub(super) fn new(people: u64, batch_size: u32, defects: Option<f64>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        synth(&folder.path().join("drop"), &SynthOptions { people, seed: 7, defects }).unwrap();
        let mappings = Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings");
        let finished = run(folder.path(), mappings, batch_size).unwrap();
        Self { folder, finished }
    }

    /// The same with hard cases, under a policy in which lines were put in place of others.
    pub(super) fn under(policy: &[(&str, &str)], people: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let defects = Some(0.3);
        synth(&folder.path().join("drop"), &SynthOptions { people, seed: 7, defects }).unwrap();
        let mappings = folder.path().join("mappings");
        copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings"), &mappings);
        let mut text = fs::read_to_string(mappings.join("policy.toml")).unwrap();
        for (before, after) in policy {
            assert!(text.contains(before), "{before}");
            text = text.replace(before, after);
        }
        fs::write(mappings.join("policy.toml"), text).unwrap();
        let finished = run(folder.path(), mappings, 100).unwrap();
        Self { folder, finished }
    }

    /// A clean drop in which forms were copied for brothers and sisters, under a policy that folds them.
    pub(super) fn with_siblings() -> &'static Self {
        static SHARED: OnceLock<Migrated> = OnceLock::new();
        SHARED.get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            let household =
                |household: &mut _, council: &_, rng: &mut _| copy_for_siblings(household, council, rng);
            let hooks = Hooks { household: Box::new(household), ..Hooks::default() };
            let options = SynthOptions { people: 80, seed: 7, defects: None };
            synth_with(&folder.path().join("drop"), &options, hooks).unwrap();
            let mappings = folder.path().join("mappings");
            copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings"), &mappings);
            let policy = fs::read_to_string(mappings.join("policy.toml")).unwrap();
            fs::write(mappings.join("policy.toml"), policy.replace("\"fan-out\"\n", "\"fold\"\n")).unwrap();
            let finished = run(folder.path(), mappings, 1000).unwrap();
            Self { folder, finished }
        })
    }

    /// A clean drop with two pictures in its first note, under a policy that makes documents of them.
    pub(super) fn with_images() -> &'static Self {
        static SHARED: OnceLock<Migrated> = OnceLock::new();
        SHARED.get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            let drop = folder.path().join("drop");
            synth(&drop, &SynthOptions { people: 60, seed: 7, defects: None }).unwrap();
            let text = "<p>Room:</p><img src='data:image/png;base64,iVBORw0KGgo='><img src='data:image/gif;base64,R0lGODlh'>";
            let path = drop.join("PersonCaseNote.csv");
            let mut reader = csv::Reader::from_path(&path).unwrap();
            let header = reader.headers().unwrap().clone();
            let notes = header.iter().position(|name| name == "Notes").unwrap();
            let mut rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            rows[0] = rows[0].iter().enumerate().map(|(at, cell)| if at == notes { text } else { cell }).collect();
            let mut writer =
                csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_path(&path).unwrap();
            writer.write_record(&header).unwrap();
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            writer.flush().unwrap();
            let mappings = folder.path().join("mappings");
            copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings"), &mappings);
            let policy = fs::read_to_string(mappings.join("policy.toml")).unwrap();
            let declared = policy.replace("inline_images = \"\"", "inline_images = \"PHOTO\"");
            fs::write(mappings.join("policy.toml"), declared).unwrap();
            let finished = run(folder.path(), mappings, 1000).unwrap();
            Self { folder, finished }
        })
    }

    /// One clean drop that many tests look at.
    pub(super) fn shared() -> &'static Self {
        static SHARED: OnceLock<Migrated> = OnceLock::new();
        SHARED.get_or_init(|| Self::new(120, 40, None))
    }

    /// A drop with hard cases that many tests look at.
    pub(super) fn with_hard_cases() -> &'static Self {
        static SHARED: OnceLock<Migrated> = OnceLock::new();
        SHARED.get_or_init(|| Self::new(250, 100, Some(0.3)))
    }

    /// The drop.
    pub(super) fn drop(&self) -> PathBuf {
        self.folder.path().join("drop")
    }

    /// The output folder.
    pub(super) fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// A copy of the output folder, to be changed.
    pub(super) fn copy(&self) -> Changed {
        let folder = tempfile::tempdir().unwrap();
        copy_folder(&self.out(), &folder.path().join("out"));
        Changed { folder, drop: self.drop() }
    }
}

/// A copy of an output folder that other hands change.
pub(super) struct Changed {
    folder: TempDir,
    drop: PathBuf,
}

/// An import file as header and rows; a cell without text is null.
#[derive(Clone)]
pub(super) struct ImportTable {
    pub(super) batch: String,
    pub(super) name: String,
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

impl ImportTable {
    /// The path within the output folder.
    pub(super) fn path(&self) -> String {
        format!("data/batches/{}/{}", self.batch, self.name)
    }

    /// The physical line on which the row at a place starts.
    pub(super) fn line(&self, place: usize) -> u64 {
        let ends: usize = self.rows[..place].iter().flatten().map(|cell| cell.matches('\n').count()).sum();
        (2 + place + ends) as u64
    }
}

/// A line of `differences.csv`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DifferenceLine {
    pub(super) check: String,
    pub(super) case_file: String,
    pub(super) entity: String,
    pub(super) source_id: String,
    pub(super) table: String,
    pub(super) legacy_id: String,
    pub(super) field: String,
    pub(super) file: String,
    pub(super) line: u64,
}

impl Changed {
    /// The output folder.
    pub(super) fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// The import files of all batches, in order.
    pub(super) fn tables(&self) -> Vec<ImportTable> {
        let mut tables = Vec::new();
        for batch in names(&self.out().join("data/batches")) {
            for name in names(&self.out().join("data/batches").join(&batch)) {
                if std::path::Path::new(&name).extension().is_some_and(|extension| extension == "csv")
                    && name != "xref.csv"
                {
                    tables.push(self.table(&batch, &name));
                }
            }
        }
        tables
    }

    /// The folder's name of the batch that comes last, with the rows that join case files.
    pub(super) fn last_batch(&self) -> String {
        names(&self.out().join("data/batches")).pop().unwrap()
    }

    /// The entity of a written record.
    pub(super) fn entity_of(&self, batch: &str, source_id: &str) -> String {
        let mut reader =
            csv::Reader::from_path(self.out().join("digests").join(batch).with_extension("csv")).unwrap();
        let row = reader.records().map(Result::unwrap).find(|row| &row[3] == source_id).unwrap();
        row[2].to_owned()
    }

    /// One import file.
    pub(super) fn table(&self, batch: &str, name: &str) -> ImportTable {
        let path = self.out().join("data/batches").join(batch).join(name);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).unwrap();
        let mut rows: Vec<Vec<String>> =
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        let header = rows.remove(0);
        ImportTable { batch: batch.to_owned(), name: name.to_owned(), header, rows }
    }

    /// Writes an import file, and a manifest that bears it out.
    pub(super) fn put(&self, table: &ImportTable) {
        let path = self.out().join(table.path());
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_path(&path).unwrap();
        writer.write_record(&table.header).unwrap();
        table.rows.iter().for_each(|row| writer.write_record(row).unwrap());
        writer.flush().unwrap();
        drop(writer);
        self.forge(&table.batch, &table.name, Some(table.rows.len()));
    }

    /// Makes the manifest of a batch bear out a file as it is now.
    pub(super) fn forge(&self, batch: &str, name: &str, rows: Option<usize>) {
        let folder = self.out().join("data/batches").join(batch);
        let bytes = fs::read(folder.join(name)).unwrap();
        self.change_manifest(batch, |files| {
            for file in files.iter_mut().filter(|file| file["path"] == name) {
                if let Some(rows) = rows {
                    file["rows"] = rows.into();
                }
                file["bytes"] = bytes.len().into();
                file["sha256"] = sha256(&bytes).into();
            }
        });
    }

    /// Changes the list of files in the manifest of a batch.
    pub(super) fn change_manifest(&self, batch: &str, change: impl FnOnce(&mut Vec<serde_json::Value>)) {
        let path = self.out().join("data/batches").join(batch).join("manifest.json");
        let mut manifest: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        change(manifest["files"].as_array_mut().unwrap());
        let mut text = serde_json::to_string_pretty(&manifest).unwrap();
        text.push('\n');
        fs::write(path, text).unwrap();
    }

    /// Changes the lines of a text file; its first line is a header.
    pub(super) fn change_lines(&self, path: &str, change: impl FnOnce(&mut Vec<String>)) {
        let path = self.out().join(path);
        let mut lines: Vec<String> =
            fs::read_to_string(&path).unwrap().split_inclusive('\n').map(str::to_owned).collect();
        change(&mut lines);
        fs::write(&path, lines.concat()).unwrap();
    }

    /// Proves the folder again; its ledger bears out lists and digests as they are now.
    pub(super) fn reconcile(&self) -> (Finished, Vec<DifferenceLine>) {
        crate::support::note_files(&self.out());
        let request = ReconcileRequest {
            out: self.out(),
            sources: vec![self.drop.clone()],
            mosaic: None,
            ledger: None,
            threads: 2,
        };
        let finished = reconcile(&request, &Silent, &Cancel::default()).unwrap();
        (finished, differences(&self.out()))
    }

    /// The person number of each person's key.
    pub(super) fn numbers(&self) -> BTreeMap<String, String> {
        let people = self.tables().into_iter().filter(|table| table.name == "05_MO_PERSONS.csv");
        people.flat_map(|table| table.rows).map(|row| (row[0].clone(), row[1].clone())).collect()
    }
}

/// The lines of `differences.csv`.
pub(super) fn differences(out: &Path) -> Vec<DifferenceLine> {
    let mut reader = csv::Reader::from_path(out.join("reconciliation/differences.csv")).unwrap();
    let line = |row: csv::StringRecord| {
        let cell = |place: usize| row[place].to_owned();
        DifferenceLine {
            check: cell(0),
            case_file: cell(1),
            entity: cell(2),
            source_id: cell(3),
            table: cell(4),
            legacy_id: cell(5),
            field: cell(6),
            file: cell(7),
            line: row[8].parse().unwrap_or_default(),
        }
    };
    reader.records().map(|row| line(row.unwrap())).collect()
}

/// SHA-256 in lower-case hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    care2mosaic::target::hex(&Sha256::digest(bytes))
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn run(folder: &Path, mappings: PathBuf, batch_size: u32) -> Result<Finished, RunError> {
    let request = MigrateRequest {
        export: folder.join("drop"),
        corrections: Vec::new(),
        out: folder.join("out"),
        mappings,
        profile: None,
        dry_run: false,
        reconcile: true,
        proof_key: None,
        ledger: None,
        lease: care2mosaic::pipeline::LEASE,
        batch_size,
        threads: 2,
        typed_in: None,
    };
    migrate(&request, &Silent, &Cancel::default())
}
