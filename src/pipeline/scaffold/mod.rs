//! A first set of mappings for a drop that the mappings at hand do not fit, with every choice that a person must make
//! marked.

mod added_column;
mod base_profile;
mod code_rows;
mod column_guess;
mod columns_alike;
mod described_column;
mod draft;
mod evidence;
mod file_tables;
mod guess;
mod key_guess;
mod known_columns;
mod new_table;
mod other_names;
mod parting;
mod profile_text;
mod table_guess;
mod target_columns;

use std::path::PathBuf;

pub use self::guess::ScaffoldGuess;

use self::base_profile::{base_profile, mistaken};
use self::columns_alike::ColumnNames;
use self::draft::Draft;
use self::evidence::Evidence;
use super::coverage::uncovered_codes;
use super::migrate::lies_in;
use super::survey::{Survey, whole};
use super::{Cancel, Observer, RunError, Watcher};
use crate::map::open_choices;
use crate::map::plan::Plan;
use crate::source::{DropFolder, Profile};

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
    /// What the draft takes for true until somebody says so, in the order in which it was guessed.
    pub guesses: Vec<ScaffoldGuess>,
    /// The profile that the draft reads the drop by.
    pub profile: String,
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
///
/// # Errors
/// [`RunError::Usage`] where the folder lies in the drop, of which its files would be; see [`RunError`] for the rest.
pub fn scaffold(
    plan: &Plan,
    request: &ScaffoldRequest,
    observer: &dyn Observer,
    cancel: &Cancel,
) -> Result<Scaffold, RunError> {
    if lies_in(&request.folder, &request.export) {
        let folder = request.folder.display();
        return Err(RunError::Usage(format!(
            "{folder} lies in the export; name a folder beside it with --scaffold, so that the export stays as it was read"
        )));
    }
    let watcher = Watcher::new(observer, cancel);
    let mut draft = Draft::of(&request.mappings)?;
    let names = ColumnNames::of(plan.dictionary());
    let drop = DropFolder::look(&request.export)?;
    let profile = base_profile(plan, &request.mappings, request.profile.as_deref(), &drop);
    // What refuses the drop is told before that nobody knows its profile.
    let profile = profile.or_else(|error| {
        DropFolder::open(&request.export).map_or_else(|why| Err(why.into()), |_| Err(error))
    })?;
    let drop = whole(drop, &profile)?;
    parting::add(&mut draft, &drop, &profile)?;
    let drafted = |draft: &Draft| surveyed(draft, plan, request, &profile.name);
    let survey = drafted(&draft)?;
    file_tables::add(&mut draft, plan, &survey, &names)?;
    let mut survey = drafted(&draft)?;
    let (mut files, mut codes) = uncovered_codes(plan, &survey, watcher)?;
    if other_names::add(&mut draft, plan, &survey, (&files, &names))? {
        survey = drafted(&draft)?;
        (files, codes) = uncovered_codes(plan, &survey, watcher)?;
    }
    let evidence = Evidence::new(plan, &survey, (&files, &names), &draft, watcher)?;
    evidence.new_tables().iter().for_each(|table| new_table::add(&mut draft, &evidence, table));
    added_column::add(&mut draft, &evidence)?;
    profile_text::add(&mut draft, &evidence);
    code_rows::add(&mut draft, plan, &codes);
    draft.write(&request.folder)?;
    let open = open_choices(&request.folder);
    let choices = |file: &str| open.iter().filter(|one| one.file.as_os_str() == file).count();
    let files = draft.changed().map(|file| ScaffoldFile { file: file.to_owned(), choices: choices(file) });
    let guesses = draft.guesses().to_vec();
    Ok(Scaffold { files: files.collect(), guesses, profile: profile.name })
}

/// The drop as the profile of the draft reads it.
fn surveyed(
    draft: &Draft,
    plan: &Plan,
    request: &ScaffoldRequest,
    profile: &str,
) -> Result<Survey, RunError> {
    let text = draft.text(&format!("profiles/{profile}.toml"));
    let profile = Profile::parse(profile, &text, plan.dictionary()).map_err(mistaken)?;
    Survey::by(DropFolder::open(&request.export)?, &[], profile, plan.dictionary())
}
