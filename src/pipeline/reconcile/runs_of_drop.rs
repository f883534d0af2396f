//! The runs that were made of one drop by one state of the mappings.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::PathBuf;

use super::missed_joining::missed_joining;
use super::{
    ListedShared, MatchingDrop, TurnedAwayAs, TurnedAwayShared, WrittenRun, turned_away_by, values_then,
};
use crate::ledger::ExceptionRow;
use crate::pipeline::RunError;
use crate::pipeline::earlier::{Earlier, runs_in};
use crate::pipeline::output_folder::OutputFolder;
use crate::pipeline::prove::Scope;
use crate::record::{EntityId, Guid, SourceRecord};
use crate::source::Role;

/// The runs that were made of one drop by one state of the mappings.
pub(in crate::pipeline) struct RunsOfDrop {
    /// The latest of them.
    pub(in crate::pipeline) run: WrittenRun,
    pub(in crate::pipeline) runs: BTreeSet<u32>,
}

impl RunsOfDrop {
    /// All that sealed batches, and the newest run, which comes last.
    pub(in crate::pipeline) fn all(folder: &OutputFolder, newest: WrittenRun) -> Result<Vec<Self>, RunError> {
        let used = folder.fingerprints()?;
        let rows: BTreeMap<u32, _> = used.keys().copied().zip(used.values()).collect();
        let mut all: Vec<Self> = Vec::new();
        let mut own = BTreeSet::from([newest.fingerprint.run]);
        for run in runs_in(folder)? {
            let Some(used) = rows.get(&run) else { continue };
            let same = |other: &WrittenRun| {
                other.fingerprint.drop_sha256 == used.drop_sha256
                    && other.fingerprint.mappings_sha256 == used.mappings_sha256
            };
            if same(&newest) {
                own.insert(run);
            } else if let Some(drop) = all.iter_mut().find(|drop| same(&drop.run)) {
                drop.runs.insert(run);
            } else {
                let run_row = newest.run.clone();
                let own = WrittenRun::of(folder, run_row, (*used).clone())?;
                all.push(Self { run: own, runs: BTreeSet::from([run]) });
            }
        }
        all.push(Self { run: newest, runs: own });
        Ok(all)
    }
}

/// What each drop accounts for.
pub(super) fn scopes<'w>(
    folder: &OutputFolder,
    (drops, staged): (&[RunsOfDrop], &[(MatchingDrop, PathBuf)]),
    written: &'w Earlier,
    listed: &ListedShared,
) -> Result<Vec<Scope<'w>>, RunError> {
    let then = drops.iter().map(|drop| turned_away_by(folder, drop.run.plan.dictionary(), &drop.runs));
    let mut then: Vec<TurnedAwayShared> = then.collect::<Result<_, _>>()?;
    let values =
        drops.iter().map(|drop| values_then(folder, drop.run.plan.dictionary(), &drop.runs, &written.shared));
    let mut values: Vec<Vec<ExceptionRow>> = values.collect::<Result<_, _>>()?;
    let owners = owners(drops, staged, written, (listed, &then));
    let mut missed = missed_joining(drops, staged, written)?;
    let scope = |(place, (drop, (found, _))): (usize, (&RunsOfDrop, &(MatchingDrop, PathBuf)))| {
        let own = shared_records(drop, found).map(|(record, key)| (record.entity(), key));
        let mut elsewhere: HashSet<_> = own.filter(|record| !owners.contains_key(record)).collect();
        elsewhere.extend(owners.iter().filter(|(_, owner)| **owner != place).map(|(record, _)| *record));
        let newest = place + 1 == drops.len();
        if newest {
            // What it turns away by now is told, and stands all the same where an earlier run wrote it.
            let name = |entity: EntityId| drop.run.plan.dictionary().entity(entity).name.as_str();
            elsewhere.retain(|(entity, key)| !listed.has(name(*entity), *key));
        }
        let missed = std::mem::take(&mut missed[place]);
        let shared_away = std::mem::take(&mut then[place]);
        let shared_values = std::mem::take(&mut values[place]);
        let runs = drop.runs.clone();
        Scope { runs, newest, written, shared_elsewhere: elsewhere, shared_away, shared_values, missed }
    };
    Ok(drops.iter().zip(staged).enumerate().map(scope).collect())
}

/// The place of the drop that accounts for each shared record: the one whose run wrote it, else, as not every record tells
/// that, the earliest that has it and did not turn it away. The newest accounts for all that nobody wrote.
fn owners(
    drops: &[RunsOfDrop],
    staged: &[(MatchingDrop, PathBuf)],
    written: &Earlier,
    (listed, then): (&ListedShared, &[TurnedAwayShared]),
) -> HashMap<(EntityId, Guid), usize> {
    let mut owners = HashMap::new();
    // The newest may be the first one again.
    let mut by_run: Vec<_> = drops.iter().zip(staged).enumerate().collect();
    by_run.sort_by_key(|(_, (drop, _))| drop.runs.first().copied());
    for (place, (drop, (found, _))) in by_run {
        for (record, key) in shared_records(drop, found) {
            let name = &drop.run.plan.dictionary().entity(record.entity()).name;
            let wrote = written.shared.run_of(key).is_none_or(|run| drop.runs.contains(&run));
            let record = (record.entity(), key);
            let turned_away = if place + 1 == drops.len() {
                listed.has(name, key)
            } else {
                then[place].get(&record).is_some_and(|why| *why != TurnedAwayAs::Held)
            };
            if wrote && !turned_away {
                owners.entry(record).or_insert(place);
            }
        }
    }
    if let (Some(drop), Some((found, _))) = (drops.last(), staged.last()) {
        for (record, key) in shared_records(drop, found) {
            owners.entry((record.entity(), key)).or_insert(drops.len() - 1);
        }
    }
    owners
}

fn shared_records<'f>(
    drop: &'f RunsOfDrop,
    found: &'f MatchingDrop,
) -> impl Iterator<Item = (&'f SourceRecord, Guid)> {
    let dictionary = drop.run.plan.dictionary();
    let shared = dictionary.ids().filter(|id| dictionary.entity(*id).role == Role::Shared);
    let rows = shared.flat_map(|id| found.staged.world.rows(id));
    rows.filter_map(|record| Some((record, record.guid(drop.run.plan.key_of(record.entity())?)?)))
}
