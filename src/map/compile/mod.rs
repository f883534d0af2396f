//! The compiler: from the files of a mappings folder to a plan, or to every mistake in them.
//!
//! Past the compiler an unknown name cannot exist. Mistakes are collected, not thrown: one of a file never hides those
//! after it, except where the file is no TOML at all.

mod assembly;
mod beside;
mod carriers;
mod cell;
mod chain;
mod code_source;
mod code_use;
mod coded;
mod columns;
mod compute;
mod condition;
mod csv_lines;
mod digest;
mod entity;
mod exactness;
mod examples;
mod label;
mod lines;
mod list;
mod mistakes;
mod names;
mod note;
mod notes;
mod parent_tail;
mod policy;
mod policy_twice;
mod proven_columns;
mod rows;
mod rules;
mod scope;
mod siblings;
mod steps;
mod templates;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use self::code_source::CodeSource;
use self::code_use::CodeUse;
pub use self::label::column_label;
pub(super) use self::mistakes::Mistakes;
use self::policy::CompiledPolicy;
use super::open_choices;
use super::plan::{MergedNote, Model, Notes, Plan, Policy};
use crate::record::{Diagnostic, EntityId, FieldId};
use crate::source::Dictionary;
use crate::target::contract::Contract;

/// Files of a mappings folder that are no mapping of an entity.
const OTHER_FILES: [&str; 8] = [
    "audit.toml",
    "extract.toml",
    "model.toml",
    "notes.toml",
    "people.toml",
    "policy.toml",
    "totals.toml",
    "validations.toml",
];

/// What every mapping file is compiled against.
struct World {
    dictionary: Dictionary,
    contract: Contract,
    model: Model,
    notes: Notes,
    merged: BTreeMap<String, MergedNote>,
    policy: Policy,
    /// Where each value of the policy stands.
    policy_places: BTreeMap<String, Range<usize>>,
    codes: Vec<CodeSource>,
}

/// One mapping file being compiled.
struct Compiler<'a> {
    world: &'a World,
    entity: EntityId,
    mistakes: Mistakes,
    /// The row being compiled: where it stands, and what parts several codes of one cell.
    uses: Vec<CodeUse>,
    separator: Option<char>,
    policies: BTreeSet<String>,
    /// Columns that some cell or line names, however wrongly.
    mentioned: BTreeSet<FieldId>,
    /// Where each cell stands, by row and column.
    cell_spans: BTreeMap<(usize, u16), Range<usize>>,
}

/// Compiles a mappings folder.
///
/// # Errors
/// Every mistake of every file, in order of file and place. While a choice is open, only the open ones: what else is
/// wrong may follow from them.
pub fn compile(mappings: &Path) -> Result<Plan, Vec<Diagnostic>> {
    let mut found = open_choices(mappings);
    if !found.is_empty() {
        return Err(sorted(found));
    }
    let plan = base(mappings, &mut found).map(|base| assembly::assemble(mappings, base, &mut found));
    match plan {
        Some(plan) if found.is_empty() => Ok(plan),
        _ => Err(sorted(found)),
    }
}

/// In order of file and place; a mistake that two files share stands once.
fn sorted(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let key = |one: &Diagnostic| (one.file.clone(), one.span.start, one.span.end, one.title.clone());
    found.sort_by_key(key);
    found.dedup();
    found
}

/// What everything else is compiled against; without it nothing else can be judged.
fn base(mappings: &Path, found: &mut Vec<Diagnostic>) -> Option<(World, CompiledPolicy)> {
    let dictionary = Dictionary::load(&mappings.join("dictionary.csv"));
    let contract = Contract::load(&mappings.join("contract"));
    let dictionary = dictionary.map_err(|all| found.extend(all.into_iter().map(|one| one.diagnostic))).ok();
    let contract = contract.map_err(|all| found.extend(all)).ok();
    let (dictionary, contract) = (dictionary?, contract?);
    let model = Model::load(mappings, &dictionary).map_err(|all| found.extend(all)).ok();
    let notes = notes::notes(mappings, &contract, found);
    let codes = code_source::code_sources(mappings, &dictionary, &contract, found);
    let target = (notes.as_ref().map(|notes| &notes.notes), &contract);
    let compiled = policy::policy(mappings, &dictionary, target);
    let (model, notes) = (model?, notes?);
    let world = World {
        dictionary,
        contract,
        model,
        notes: notes.notes,
        merged: notes.merged,
        policy: compiled.policy.clone(),
        policy_places: compiled.places.clone(),
        codes,
    };
    Some((world, compiled))
}

/// The files that map an entity, in order of name.
pub(super) fn mapping_files(mappings: &Path) -> Vec<PathBuf> {
    let mut files = files_in(mappings, "toml");
    files.retain(|file| !OTHER_FILES.iter().any(|other| file == Path::new(other)));
    files
}

/// The files of a folder with an extension, in order of name.
fn files_in(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries.map(|entry| PathBuf::from(entry.file_name())).collect();
    files.retain(|file| file.extension().is_some_and(|own| own == extension));
    files.sort();
    files
}
