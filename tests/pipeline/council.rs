//! A synthetic drop on disk, and runs of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::support::copy_folder;
use care2mosaic::pipeline::{
    Cancel, Finished, LEASE, MigrateRequest, ReconcileRequest, RunError, Silent, VerifyRequest, migrate,
};
use care2mosaic::synth::{Hooks, SynthOptions, copy_for_siblings, synth, synth_with};
use tempfile::TempDir;

/// No check of the proof found anything.
#[track_caller]
pub(super) fn assert_proved(finished: &Finished) {
    let failed: Vec<_> = finished.report.checks.iter().filter(|check| check.findings > 0).collect();
    assert!(failed.is_empty(), "{failed:?} {:?}", finished.report.differences);
}

/// A synthetic drop, mappings of its own, and folders beside them.
pub(super) struct Council {
    folder: TempDir,
}

impl Council {
    /// A clean drop of so many people.
    pub(super) fn of(people: u64) -> Self {
        Self::new(&SynthOptions { people, seed: 7, defects: None })
    }

    /// A clean drop of so many people, whose lives another seed tells.
    pub(super) fn told_by(people: u64, seed: u64) -> Self {
        Self::new(&SynthOptions { people, seed, defects: None })
    }

    /// A drop of so many people in which that share of case files has a hard case.
    pub(super) fn with_defects(people: u64, share: f64) -> Self {
        Self::new(&SynthOptions { people, seed: 7, defects: Some(share) })
    }

    /// A clean drop of so many people in which forms were copied for brothers and sisters; the policy folds them.
    pub(super) fn with_siblings(people: u64) -> Self {
        let household =
            |household: &mut _, council: &_, rng: &mut _| copy_for_siblings(household, council, rng);
        let hooks = Hooks { household: Box::new(household), ..Hooks::default() };
        let council = Self::made(|drop| {
            synth_with(drop, &SynthOptions { people, seed: 7, defects: None }, hooks).unwrap();
        });
        council.edit("mappings/policy.toml", |text| text.replace("\"fan-out\"\n", "\"fold\"\n"));
        council
    }

    fn new(options: &SynthOptions) -> Self {
        Self::made(|drop| {
            synth(drop, options).unwrap();
        })
    }

    fn made(make: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        make(&folder.path().join("drop"));
        let mappings = Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings");
        copy_folder(&mappings, &folder.path().join("mappings"));
        Self { folder }
    }

    /// What a column of all case notes of an output folder holds.
    pub(super) fn case_notes(&self, out: &str, column: &str) -> Vec<String> {
        let batches = self.path(out).join("data/batches");
        let files = bytes_of(&batches).into_keys().filter(|name| name.ends_with("_CASE_NOTES.csv"));
        files.flat_map(|name| list(&batches.join(name))).map(|row| row[column].clone()).collect()
    }

    /// A path beside the drop.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A run of the drop into a folder of that name, twenty people a batch, without its proof.
    pub(super) fn request(&self, out: &str) -> MigrateRequest {
        MigrateRequest {
            export: self.path("drop"),
            corrections: Vec::new(),
            out: self.path(out),
            mappings: self.path("mappings"),
            profile: None,
            dry_run: false,
            reconcile: false,
            proof_key: None,
            ledger: None,
            lease: LEASE,
            batch_size: 20,
            threads: 1,
            typed_in: None,
        }
    }

    /// Asks for the proof of what stands in such a folder, against the drop.
    pub(super) fn proof_of(&self, out: &str) -> ReconcileRequest {
        let (out, sources) = (self.path(out), vec![self.path("drop")]);
        ReconcileRequest { out, sources, mosaic: None, ledger: None, threads: 1 }
    }

    /// A verification of a folder of that name by itself.
    pub(super) fn verification(&self, out: &str) -> VerifyRequest {
        VerifyRequest {
            out: self.path(out),
            sources: Vec::new(),
            case_file: None,
            allowed_signers: None,
            signer: None,
            ledger: None,
            threads: 1,
        }
    }

    /// Runs it.
    pub(super) fn migrate(&self, out: &str) -> Finished {
        run(&self.request(out)).unwrap()
    }

    /// Changes a text file of the drop or of the mappings.
    pub(super) fn edit(&self, name: &str, edit: impl FnOnce(String) -> String) {
        let path = self.path(name);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, edit(text)).unwrap();
    }

    /// Changes rows of a table of the drop: each is its cells by column, in the drop's own form.
    pub(super) fn edit_rows(&self, table: &str, edit: impl FnMut(&mut BTreeMap<String, String>)) {
        self.edit_rows_in("drop", table, edit);
    }

    /// The same in a drop of another name.
    pub(super) fn edit_rows_in(
        &self,
        drop: &str,
        table: &str,
        mut edit: impl FnMut(&mut BTreeMap<String, String>),
    ) {
        self.edit(&format!("{drop}/{table}.csv"), |text| {
            let lines = records(&text);
            let header: Vec<String> = cells(lines[0]);
            let mut out = lines[0].to_owned();
            for line in &lines[1..] {
                let mut row = header.iter().cloned().zip(cells(line)).collect();
                edit(&mut row);
                let cells: Vec<&str> = header.iter().map(|name| row[name].as_str()).collect();
                out += &cells.join(",");
                out += "\r\n";
            }
            out
        });
    }

    /// Adds a row to a table of the drop: the `nth` of its rows, changed; the control totals know of it.
    pub(super) fn add_row(
        &self,
        table: &str,
        nth: usize,
        change: impl FnOnce(&mut BTreeMap<String, String>),
    ) {
        self.add_row_in("drop", table, nth, change);
    }

    /// The same in a drop of another name.
    pub(super) fn add_row_in(
        &self,
        drop: &str,
        table: &str,
        nth: usize,
        change: impl FnOnce(&mut BTreeMap<String, String>),
    ) {
        let mut inactive = false;
        self.edit(&format!("{drop}/{table}.csv"), |text| {
            let lines = records(&text);
            let header = cells(lines[0]);
            let mut row = header.iter().cloned().zip(cells(lines[nth])).collect();
            change(&mut row);
            inactive = row.get("Inactive").is_some_and(|flag| flag == "1");
            let cells: Vec<&str> = header.iter().map(|name| row[name].as_str()).collect();
            text + &cells.join(",") + "\r\n"
        });
        self.edit_rows_in(drop, "ControlTotals", |row| {
            if row["ENTITY"] == table {
                let more = |text: &str| (text.parse::<u64>().unwrap() + 1).to_string();
                row.insert("ROWS".into(), more(&row["ROWS"]));
                if inactive {
                    row.insert("INACTIVE_ROWS".into(), more(&row["INACTIVE_ROWS"]));
                }
            }
        });
    }
}

/// Runs a request that nobody watches or stops.
pub(super) fn run(request: &MigrateRequest) -> Result<Finished, RunError> {
    migrate(request, &Silent, &Cancel::default())
}

/// The records of a file, line ends and all; those within quotes are part of their record.
pub(super) fn records(text: &str) -> Vec<&str> {
    let (mut records, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, character) in text.char_indices() {
        match character {
            '"' => quoted = !quoted,
            '\n' if !quoted => {
                records.push(&text[start..=at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    records
}

/// The cells of a record as they are written, quotes and all.
pub(super) fn cells(record: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    for character in record.trim_end_matches(['\r', '\n']).chars() {
        quoted ^= character == '"';
        if character == ',' && !quoted {
            cells.push(std::mem::take(&mut cell));
        } else {
            cell.push(character);
        }
    }
    cells.push(cell);
    cells
}

/// The lines of a list, each its cells by column.
pub(super) fn list(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let line = |line: csv::StringRecord| {
        header.iter().map(str::to_owned).zip(line.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|record| line(record.unwrap())).collect()
}

/// Rows of a table of all batches, each its cells by column.
pub(super) fn rows(out: &Path, file: &str) -> Vec<BTreeMap<String, String>> {
    let mut batches: Vec<_> =
        std::fs::read_dir(out.join("data/batches")).unwrap().map(|entry| entry.unwrap().path()).collect();
    batches.sort();
    let files = batches.into_iter().map(|batch| batch.join(file)).filter(|path| path.exists());
    files.flat_map(|path| list(&path)).collect()
}

/// The bytes of every file below a folder by its path within it.
pub(super) fn bytes_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}
