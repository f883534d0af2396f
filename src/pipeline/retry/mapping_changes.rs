//! What changed in the mappings since a run, entity by entity.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::map::plan::{EntityPlan, Plan, Step};
use crate::report::model::MappingChange;

/// What changed in the mappings since the copy of them was made: one entry an entity and file, in order of entity.
/// Files that concern every entity, such as the policy, have none.
pub(super) fn mapping_changes(copy: &Path, mappings: &Path, plan: &Plan) -> Vec<MappingChange> {
    let (before, now) = (lines(copy), lines(mappings));
    let files: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    let mut changes = Vec::new();
    for file in files {
        let (old, new) = (before.get(file), now.get(file));
        if old == new {
            continue;
        }
        let (added, removed) = (beyond(new, old), beyond(old, new));
        changes.extend(concerned(plan, file).into_iter().map(|entity| MappingChange {
            entity,
            file: file.clone(),
            added,
            removed,
        }));
    }
    changes.sort();
    changes
}

type Lines = BTreeMap<String, u64>;

/// How many lines of one file the other does not have.
fn beyond(one: Option<&Lines>, other: Option<&Lines>) -> u64 {
    let count = |(line, count): (&String, &u64)| {
        count.saturating_sub(other.and_then(|other| other.get(line)).copied().unwrap_or(0))
    };
    one.into_iter().flatten().map(count).sum()
}

/// The entities that a file of the mappings is about.
fn concerned(plan: &Plan, file: &str) -> Vec<String> {
    let name = |entity: &EntityPlan| plan.dictionary().entity(entity.entity).name.clone();
    let own = plan.entities().filter(|entity| entity.file == file);
    let of_codes = file.strip_prefix("codes/").and_then(|name| name.strip_suffix(".csv"));
    let using = plan.entities().filter(|entity| of_codes.is_some_and(|table| uses(plan, entity, table)));
    let entities: Vec<String> = own.chain(using).map(name).collect();
    if entities.is_empty() { vec![String::new()] } else { entities }
}

fn uses(plan: &Plan, entity: &EntityPlan, table: &str) -> bool {
    let branches = entity.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.branches);
    let mut steps = branches.flat_map(|branch| &branch.steps);
    steps.any(|step| matches!(step, Step::Code { table: own, .. } if plan.code_table(*own).name() == table))
}

/// The lines of every file of a folder, by its path within it.
fn lines(folder: &Path) -> BTreeMap<String, Lines> {
    let mut files = BTreeMap::new();
    collect(folder, "", &mut files);
    files
}

fn collect(folder: &Path, under: &str, files: &mut BTreeMap<String, Lines>) {
    for entry in std::fs::read_dir(folder.join(under)).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if under.is_empty() { name } else { format!("{under}/{name}") };
        if entry.path().is_dir() {
            collect(folder, &path, files);
            continue;
        }
        let text = std::fs::read(entry.path()).unwrap_or_default();
        let mut lines = Lines::new();
        for line in String::from_utf8_lossy(&text).lines() {
            *lines.entry(line.to_owned()).or_default() += 1;
        }
        files.insert(path, lines);
    }
}
