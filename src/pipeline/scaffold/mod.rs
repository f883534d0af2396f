//! A first set of mappings for a drop that the mappings at hand do not fit, with every choice that a person must make
//! marked.

mod added_column;
mod code_rows;
mod column_guess;
mod described_column;
mod draft;
mod evidence;
mod known_columns;
mod new_table;
mod profile_text;
mod table_guess;

use std::path::PathBuf;

use self::draft::Draft;
use self::evidence::Evidence;
use super::coverage::uncovered_codes;
use super::survey::Survey;
use super::{Cancel, Observer, RunError, Watcher};
use crate::map::open_choices;
use crate::map::plan::Plan;

/// A drop to write mappings for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScaffoldRequest {
    /// The drop.
    pub export: PathBuf,
    /// The mappings to start from.
    pub mappings: PathBuf,
    /// The profile to start from; else the one that claims every file of the drop, or the nearest.
    pub profile: Option<String>,
    /// The new folder.
    pub folder: PathBuf,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scaffold {
    /// The files that differ from the mappings it started from, in order.
    pub files: Vec<ScaffoldFile>,
}

impl Scaffold {
    /// How many choices are open.
    pub fn choices(&self) -> usize {
        self.files.iter().map(|file| file.choices).sum()
    }
}

/// A file that differs from the mappings it started from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScaffoldFile {
    /// The file, within the folder.
    pub file: String,
    /// How many choices are open in it.
    pub choices: usize,
}

/// Reads a drop, and writes the mappings that it was held against into a new folder, with what the drop has besides: tables and
/// columns that they do not know, files that are not there, codes without a row. Of values, only the form is looked at.
pub fn scaffold(
    plan: &Plan,
    request: &ScaffoldRequest,
    observer: &dyn Observer,
    cancel: &Cancel,
) -> Result<Scaffold, RunError> {
    let profile = request.profile.as_deref();
    let survey = Survey::new((&request.export, &[]), &request.mappings, profile, plan.dictionary())?;
    let watcher = Watcher::new(observer, cancel);
    let (files, codes) = uncovered_codes(plan, &survey, watcher)?;
    let mut draft = Draft::of(&request.mappings)?;
    let evidence = Evidence::new(plan, &survey, &files, &draft, watcher)?;
    evidence.new_tables().iter().for_each(|table| new_table::add(&mut draft, &evidence, table));
    added_column::add(&mut draft, &evidence)?;
    profile_text::add(&mut draft, &evidence);
    code_rows::add(&mut draft, plan, &codes);
    draft.write(&request.folder)?;
    let open = open_choices(&request.folder);
    let choices = |file: &str| open.iter().filter(|one| one.file.as_os_str() == file).count();
    let files = draft.changed().map(|file| ScaffoldFile { file: file.to_owned(), choices: choices(file) });
    Ok(Scaffold { files: files.collect() })
}
