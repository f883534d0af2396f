//! Copies of one piece of work for several people, folded into one piece of work with several subjects.
//!
//! Every case file is mapped for itself. Then, of copies whose rows tell the same, those of one stand for all: the others'
//! rows that tell the work itself are left out, and whatever names a copy names the one that stands.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::folds::{Folds, named_in};
use super::mapped::{CrossReference, MappedCaseFile};
use crate::map::plan::{Plan, SiblingTables};
use crate::record::{Guid, Outcome, Reason};
use crate::target::contract::{ColumnId, TableId, TargetRow};

/// A copy: the place of its case file among those at hand, and its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SiblingCopy {
    /// The place of the case file.
    pub file: usize,
    /// The key.
    pub key: Guid,
}

/// The rows that tell a piece of work, without its key.
type Told = BTreeSet<(TableId, Vec<Option<String>>)>;

/// Which of the copies can be folded into which: each into the first of its family, in the order given, whose rows tell the
/// same and which is about somebody else. Where a row would then say something else than one that has its key, nothing is
/// guessed, and the copy stays a piece of work of its own.
pub fn find_folds(plan: &Plan, files: &[MappedCaseFile], families: &[Vec<SiblingCopy>]) -> Folds {
    let tables = plan.sibling_tables();
    let copies: HashSet<Guid> = families.iter().flatten().map(|copy| copy.key).collect();
    let told = told(tables, files, &copies);
    let mut folds: Folds = families.iter().flat_map(|family| fold_family(files, family, &told)).collect();
    while let Some(copy) = contradiction(plan, files, &folds) {
        folds.part(copy);
    }
    folds
}

fn fold_family(
    files: &[MappedCaseFile],
    family: &[SiblingCopy],
    told: &HashMap<Guid, Told>,
) -> Vec<(Guid, Guid)> {
    let mut leads: Vec<(SiblingCopy, BTreeSet<Guid>)> = Vec::new();
    let mut folded = Vec::new();
    for copy in family {
        let (Some(own), person) = (told.get(&copy.key), files[copy.file].person) else { continue };
        let same = leads
            .iter_mut()
            .find(|(lead, people)| told.get(&lead.key) == Some(own) && !people.contains(&person));
        match same {
            Some((lead, people)) => {
                people.insert(person);
                folded.push((copy.key, lead.key));
            }
            None => leads.push((*copy, BTreeSet::from([person]))),
        }
    }
    folded
}

/// What the rows of each copy tell; those of which something waits for others, or goes together with other work, are left out.
fn told(tables: &SiblingTables, files: &[MappedCaseFile], copies: &HashSet<Guid>) -> HashMap<Guid, Told> {
    let mut told: HashMap<Guid, Told> = HashMap::new();
    let mut waiting = HashSet::new();
    for file in files {
        for row in file.rows.iter().filter(|row| tables.tells_the_work(row.table)) {
            let named: BTreeSet<Guid> = names(tables, row).collect();
            match named.first() {
                Some(key) if named.len() == 1 && copies.contains(key) => {
                    told.entry(*key).or_default().insert((row.table, neutral(tables, row)));
                }
                Some(_) if named.len() > 1 => waiting.extend(named),
                _ => {}
            }
        }
        let last = file.last_rows.iter().filter(|last| tables.tells_the_work(last.row.table));
        waiting.extend(last.flat_map(|last| names(tables, &last.row)));
    }
    told.retain(|key, _| !waiting.contains(key));
    told
}

/// The cells of a row without the key of the work, and without those in which copies may differ.
fn neutral(tables: &SiblingTables, row: &TargetRow) -> Vec<Option<String>> {
    let named = tables.columns(row.table);
    let cells = (0_u16..).map(ColumnId).zip(&row.cells);
    let cell = |(column, cell): (ColumnId, &Option<String>)| {
        if tables.may_differ(row.table, column) {
            return None;
        }
        let text = cell.as_deref()?;
        let key = named.contains(&column).then(|| named_in(text)).flatten();
        Some(key.map_or_else(|| text.to_owned(), |key| text[key.text().len()..].to_owned()))
    };
    cells.map(cell).collect()
}

/// The pieces of work that a row names.
fn names<'r>(tables: &'r SiblingTables, row: &'r TargetRow) -> impl Iterator<Item = Guid> + 'r {
    let cells =
        tables.columns(row.table).iter().filter_map(|column| row.cells[usize::from(column.0)].as_deref());
    cells.filter_map(named_in)
}

/// A row that beside the work names somebody or something else, as others may have it too.
type Beside = HashMap<(TableId, Vec<Option<String>>), (Vec<Option<String>>, Option<Guid>)>;

/// A copy that cannot be folded, because a row that names it would contradict another or lead back to itself.
fn contradiction(plan: &Plan, files: &[MappedCaseFile], folds: &Folds) -> Option<Guid> {
    let tables = plan.sibling_tables();
    let members = members(folds);
    let mut seen = Beside::new();
    for row in files.iter().flat_map(all_rows) {
        if tables.tells_the_work(row.table) || !names(tables, row).any(|key| members.contains(&key)) {
            continue;
        }
        let copy = names(tables, row).find(|key| folds.lead_of(*key).is_some());
        let mut own = row.clone();
        folds.put_into(tables, &mut own);
        if copy.is_some() && distinct(tables, &own) < distinct(tables, row) {
            return copy;
        }
        match seen.get(&key_of(plan, &own)) {
            Some((cells, _)) if *cells == own.cells => {}
            Some((_, by)) => return copy.or(*by),
            None => {
                seen.insert(key_of(plan, &own), (own.cells, copy));
            }
        }
    }
    None
}

fn all_rows(file: &MappedCaseFile) -> impl Iterator<Item = &TargetRow> {
    file.rows.iter().chain(file.last_rows.iter().map(|last| &last.row))
}

fn members(folds: &Folds) -> HashSet<Guid> {
    folds.iter().flat_map(|(copy, lead)| [copy, lead]).collect()
}

fn distinct(tables: &SiblingTables, row: &TargetRow) -> usize {
    names(tables, row).collect::<BTreeSet<_>>().len()
}

fn key_of(plan: &Plan, row: &TargetRow) -> (TableId, Vec<Option<String>>) {
    let key = plan.contract().table(row.table).key.iter();
    (row.table, key.map(|column| row.cells[usize::from(column.0)].clone()).collect())
}

/// Folds copies: case files have the rows, lines and outcomes that they have with them. A row that several give is written
/// once, with the first of them.
pub fn apply_folds(plan: &Plan, folds: &Folds, files: &mut [MappedCaseFile]) {
    if folds.is_empty() {
        return;
    }
    let members = members(folds);
    let mut seen = HashSet::new();
    for file in &mut *files {
        file.rows.retain_mut(|row| stays(plan, (folds, &members), row, &mut seen));
    }
    for file in &mut *files {
        file.last_rows.retain_mut(|last| stays(plan, (folds, &members), &mut last.row, &mut seen));
        lines(plan, folds, file);
        outcomes(plan, folds, file);
    }
}

/// Puts the keys of work that was folded into a row; whether the row is written.
fn stays(
    plan: &Plan,
    (folds, members): (&Folds, &HashSet<Guid>),
    row: &mut TargetRow,
    seen: &mut HashSet<(TableId, Vec<Option<String>>)>,
) -> bool {
    let tables = plan.sibling_tables();
    if !names(tables, row).any(|key| members.contains(&key)) {
        return true;
    }
    let changed = folds.put_into(tables, row);
    if tables.tells_the_work(row.table) { !changed } else { seen.insert(key_of(plan, row)) }
}

fn lines(plan: &Plan, folds: &Folds, file: &mut MappedCaseFile) {
    let joining = file.joining.iter_mut().flat_map(|joining| &mut joining.cross_references);
    let repeats = file.repeats.iter_mut().map(|repeat| &mut repeat.line);
    for line in file.cross_references.iter_mut().chain(joining).chain(repeats) {
        rename_line(plan.sibling_tables(), folds, line);
    }
}

/// Puts the keys of work that was folded into a line of the cross-reference.
pub fn rename_line(tables: &SiblingTables, folds: &Folds, line: &mut CrossReference) {
    if !tables.columns(line.table).is_empty() {
        line.legacy_id = folds.rename(&line.legacy_id);
    }
}

/// Records whose rows stand for those of another are merged, and so is the copy itself.
fn outcomes(plan: &Plan, folds: &Folds, file: &mut MappedCaseFile) {
    let mut merged: BTreeMap<usize, Vec<CrossReference>> = BTreeMap::new();
    for (record, table, name) in &file.work_rows {
        let renamed = folds.rename(name);
        if renamed == *name || file.outcomes[*record].outcome != Outcome::Migrated {
            continue;
        }
        let outcome = &file.outcomes[*record];
        let source_entity = plan.dictionary().entity(outcome.entity).name.clone();
        let (source_id, table) = (outcome.source_id(), *table);
        let line = CrossReference { source_entity, source_id, table, legacy_id: renamed };
        merged.entry(*record).or_default().push(line);
    }
    for (record, lines) in merged {
        let outcome = &mut file.outcomes[record];
        outcome.outcome = Outcome::Merged;
        if outcome.key.is_some_and(|key| folds.lead_of(key).is_some()) {
            file.counted.add(outcome.entity, None, Reason::SiblingFold);
        }
        file.cross_references.extend(lines);
    }
    file.cross_references.sort();
    file.cross_references.dedup();
}
