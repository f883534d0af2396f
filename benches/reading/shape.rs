//! Formats, and exports in them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use care2mosaic::record::{EntityId, FileId};
use care2mosaic::source::{
    Claim, Dictionary, DropFile, DropFolder, Entity, FileReader, Profile, RecordReader,
};

use crate::bare;

/// The table that is read: the one with the most columns.
const TABLE: &str = "Person";

/// A format, and what reads it alone.
pub(crate) struct Shape {
    /// What it is called.
    pub(crate) title: &'static str,
    /// The crates that read it alone.
    pub(crate) crates: &'static str,
    profile: &'static str,
    bare: fn(&Path) -> u64,
}

/// A table of an export.
pub(crate) struct Sample {
    /// Its bytes.
    pub(crate) bytes: u64,
    path: PathBuf,
    name: String,
    profile: Profile,
    entity: (EntityId, Entity),
    bare: fn(&Path) -> u64,
    /// What was taken apart is removed with it.
    _drop: DropFolder,
}

impl Shape {
    /// All formats.
    pub(crate) const ALL: [Self; 8] = [
        Self { title: "CSV", crates: "`csv`", profile: "v6-sql", bare: bare::delimited },
        Self {
            title: "text, UTF-16",
            crates: "`encoding_rs`, `csv`",
            profile: "text",
            bare: bare::tabs_in_utf16,
        },
        Self {
            title: "bulk copy, UTF-16",
            crates: "`encoding_rs`, `csv`",
            profile: "bcp",
            bare: bare::bulk_copy,
        },
        Self { title: "OData JSON", crates: "`serde_json`", profile: "odata", bare: bare::json },
        Self { title: "service JSON", crates: "`serde_json`", profile: "service-json", bare: bare::json },
        Self {
            title: "Configuration Migration Tool",
            crates: "`quick-xml`",
            profile: "data-xml",
            bare: bare::xml,
        },
        Self {
            title: "SpreadsheetML 2003",
            crates: "`quick-xml`",
            profile: "spreadsheet-xml",
            bare: bare::xml,
        },
        Self { title: "XLSX", crates: "`calamine`", profile: "xlsx", bare: bare::workbook },
    ];

    /// Makes an export in the format, and finds the table.
    pub(crate) fn sample(&self, folder: &Path, people: &str) -> Sample {
        let mappings = Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings");
        let dictionary = Dictionary::load(&mappings.join("dictionary.csv")).expect("a dictionary");
        let profiles = Profile::all(&mappings, &dictionary).expect("profiles");
        let profile = profiles.into_iter().find(|profile| profile.name == self.profile).expect("a profile");
        let export = folder.join(self.profile);
        let mut synth = Command::new(env!("CARGO_BIN_EXE_care2mosaic"));
        synth.arg("synth").arg(&export).args(["--people", people, "--shape", self.profile]);
        let made = synth.stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(made.expect("the program").success(), "no export");
        let drop = DropFolder::open(&export).expect("an export");
        let id = dictionary.find(TABLE).expect("a table that the dictionary knows");
        let is_table = |file: &&DropFile| profile.claim(&file.path) == Claim::Entity(id);
        let file = drop.files().iter().find(is_table).expect("the table");
        Sample {
            bytes: file.bytes,
            path: drop.full_path(file),
            name: file.path.clone(),
            entity: (id, dictionary.entity(id).clone()),
            profile,
            bare: self.bare,
            _drop: drop.clone(),
        }
    }
}

impl Sample {
    /// Reads it with the reader of this package; the number of records.
    pub(crate) fn read(&self) -> u64 {
        let (id, entity) = &self.entity;
        let opened = FileReader::open(&self.path, &self.name, FileId(0), &self.profile.format, (*id, entity));
        let (mut reader, mut count) = (opened.expect("a table"), 0);
        while reader.read().expect("a record").is_some() {
            count += 1;
        }
        reader.finish().expect("the end of the file");
        count
    }

    /// Reads it with the bare crate.
    pub(crate) fn read_bare(&self) -> u64 {
        (self.bare)(&self.path)
    }

    /// Hashes it, and reads nothing; its bytes.
    pub(crate) fn hash(&self) -> u64 {
        bare::sha256(&self.path)
    }
}
