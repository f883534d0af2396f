//! The mappings folder that is being drafted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::guess::ScaffoldGuess;
use crate::pipeline::RunError;
use crate::target::TargetError;

/// The files of a mappings folder, held in memory until they are written elsewhere.
#[derive(Debug)]
pub(super) struct Draft {
    files: BTreeMap<String, Vec<u8>>,
    changed: BTreeSet<String>,
    guesses: Vec<ScaffoldGuess>,
}

impl Draft {
    /// The files of a folder.
    pub(super) fn of(mappings: &Path) -> Result<Self, RunError> {
        let mut files = BTreeMap::new();
        read(mappings, "", &mut files)?;
        Ok(Self { files, changed: BTreeSet::new(), guesses: Vec::new() })
    }

    /// The text of a file; empty where there is none.
    pub(super) fn text(&self, file: &str) -> String {
        self.files.get(file).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    }

    /// Every file of a form with its text, but for those in folders.
    pub(super) fn at_the_top(&self, form: &str) -> impl Iterator<Item = String> {
        let files = self.files.keys().filter(move |file| !file.contains('/') && file.ends_with(form));
        files.map(|file| self.text(file))
    }

    /// Puts a text in place of a file's, or makes the file.
    pub(super) fn put(&mut self, file: &str, text: String) {
        self.files.insert(file.to_owned(), text.into_bytes());
        self.changed.insert(file.to_owned());
    }

    /// Adds lines at the end of a file.
    pub(super) fn append(&mut self, file: &str, lines: &str) {
        let mut text = self.text(file);
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        self.put(file, text + lines);
    }

    /// Notes a guess that stands in a file.
    pub(super) fn guess(&mut self, file: &str, what: String, evidence: String) {
        self.guesses.push(ScaffoldGuess { file: file.to_owned(), what, evidence });
    }

    /// The guesses that stand in it, in the order in which they were made.
    pub(super) fn guesses(&self) -> &[ScaffoldGuess] {
        &self.guesses
    }

    /// The files that differ from those it started from.
    pub(super) fn changed(&self) -> impl Iterator<Item = &str> {
        self.changed.iter().map(String::as_str)
    }

    /// Writes all of it into a folder.
    pub(super) fn write(&self, folder: &Path) -> Result<(), RunError> {
        for (file, bytes) in &self.files {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(TargetError::at(&path))?;
            fs::write(&path, bytes).map_err(TargetError::at(&path))?;
        }
        Ok(())
    }
}

/// A text of TOML.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn read(root: &Path, folder: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<(), RunError> {
    let path = root.join(folder);
    for entry in fs::read_dir(&path).map_err(TargetError::at(&path))? {
        let entry = entry.map_err(TargetError::at(&path))?;
        let name = format!("{folder}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            read(root, &format!("{name}/"), files)?;
        } else {
            files.insert(name, fs::read(entry.path()).map_err(TargetError::at(&entry.path()))?);
        }
    }
    Ok(())
}
