//! What changed in the mappings since a run, entity by entity.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::map::plan::{EntityPlan, Plan, Step};
use crate::report::model::MappingChange;

/// What changed in the mappings since the copy of them was made: one entry an entity and file, in order of entity.
/// Files that concern every entity, such as the policy, have none.
pub(crate) fn mapping_changes(copy: &Path, mappings: &Path, plan: &Plan) -> Vec<MappingChange> {
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

/// The same in words, the policy by its keys and without the contract, which is told by its tables.
pub(crate) fn told(changes: &[MappingChange], copy: &Path, mappings: &Path) -> Vec<String> {
    let changes = changes.iter().filter(|change| !change.file.starts_with(CONTRACT));
    let words = |change: &MappingChange| match &*change.file {
        POLICY => {
            let keys: Vec<String> = policy_keys(copy, mappings).into_iter().collect();
            if keys.is_empty() { change.to_string() } else { format!("{POLICY}: {}", some(&keys)) }
        }
        _ => change.to_string(),
    };
    changes.map(words).collect()
}

/// The tables of the contract that are described otherwise.
pub(crate) fn contract_tables(copy: &Path, mappings: &Path) -> BTreeSet<String> {
    let (before, now) = (lines(&copy.join(CONTRACT)), lines(&mappings.join(CONTRACT)));
    let files: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    let differing = files.into_iter().filter(|file| before.get(*file) != now.get(*file));
    let named = |file: &String| {
        let described =
            [mappings, copy].into_iter().find_map(|folder| toml_of(&folder.join(CONTRACT).join(file)));
        let table = described.and_then(|table| Some(table.get("table")?.as_str()?.to_owned()));
        table.unwrap_or_else(|| format!("{CONTRACT}{file}"))
    };
    differing.map(named).collect()
}

/// The entities that the data dictionary describes otherwise.
pub(crate) fn dictionary_entities(copy: &Path, mappings: &Path) -> BTreeSet<String> {
    let text = |folder: &Path| std::fs::read_to_string(folder.join("dictionary.csv")).unwrap_or_default();
    let (before, now) = (text(copy), text(mappings));
    let (before, now): (BTreeSet<&str>, BTreeSet<&str>) = (before.lines().collect(), now.lines().collect());
    let differing = before.symmetric_difference(&now).filter_map(|line| line.split(',').next());
    differing.map(str::to_owned).collect()
}

/// The first of some words, and how many more there are.
pub(crate) fn some(words: &[String]) -> String {
    let mut shown: Vec<String> = words.iter().take(SHOWN).cloned().collect();
    if words.len() > SHOWN {
        shown.push(format!("and {} more", words.len() - SHOWN));
    }
    shown.join("; ")
}

/// How many are shown.
const SHOWN: usize = 8;

/// The folder of the contract.
const CONTRACT: &str = "contract/";

/// The file of the council's decisions.
const POLICY: &str = "policy.toml";

/// The keys of the policy that have other values.
fn policy_keys(copy: &Path, mappings: &Path) -> BTreeSet<String> {
    let keys = |folder: &Path| {
        let mut keys = BTreeMap::new();
        flatten("", toml_of(&folder.join(POLICY)).unwrap_or_default(), &mut keys);
        keys
    };
    let (before, now) = (keys(copy), keys(mappings));
    let all = before.keys().chain(now.keys()).cloned();
    all.filter(|key| before.get(key) != now.get(key)).collect()
}

fn toml_of(path: &Path) -> Option<toml::Table> {
    std::fs::read_to_string(path).ok()?.parse().ok()
}

/// The values of a table by their keys, those of tables within it behind the key of that and a dot.
fn flatten(under: &str, table: toml::Table, keys: &mut BTreeMap<String, toml::Value>) {
    for (key, value) in table {
        let key = if under.is_empty() { key } else { format!("{under}.{key}") };
        match value {
            toml::Value::Table(table) => flatten(&key, table, keys),
            value => {
                keys.insert(key, value);
            }
        }
    }
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
