//! Records that join two case files and that nobody wrote: the drop by which the later of the two was written does not have
//! them any more.

use std::collections::HashSet;
use std::path::PathBuf;

use super::{MatchingDrop, RunsOfDrop};
use crate::pipeline::RunError;
use crate::pipeline::earlier::Earlier;
use crate::record::{EntityId, Guid};

/// A record by entity and key.
type Record = (EntityId, Guid);

/// A record that joins two written case files, as one drop has it.
struct Joining {
    record: Record,
    /// The run that wrote the case file which owns it.
    sealed_by: u32,
    /// The run whose last batch its row is to be in.
    due: u32,
}

/// By drop, the joining records that are missing from the drop by which they were due.
pub(super) fn missed_joining(
    drops: &[RunsOfDrop],
    staged: &[(MatchingDrop, PathBuf)],
    written: &Earlier,
) -> Result<Vec<HashSet<Record>>, RunError> {
    if drops.len() == 1 {
        return Ok(vec![HashSet::new()]);
    }
    let (mut kept, mut open) = (Vec::new(), Vec::new());
    for (drop, (found, _)) in drops.iter().zip(staged) {
        let (mut own, mut elsewhere) = (HashSet::new(), Vec::new());
        each_joining(drop, found, written, |joining| {
            if written.joined.contains_key(&joining.record) {
                // It stands, and nobody misses it.
            } else if drop.runs.contains(&joining.due) {
                own.insert(joining.record);
            } else if drop.runs.contains(&joining.sealed_by) {
                elsewhere.push((joining.record, joining.due));
            }
        })?;
        kept.push(own);
        open.push(elsewhere);
    }
    let is_kept = |record: &Record, due: u32| {
        drops.iter().zip(&kept).any(|(drop, kept)| drop.runs.contains(&due) && kept.contains(record))
    };
    let missed = |elsewhere: Vec<(Record, u32)>| {
        elsewhere
            .into_iter()
            .filter(|(record, due)| !is_kept(record, *due))
            .map(|(record, _)| record)
            .collect()
    };
    Ok(open.into_iter().map(missed).collect())
}

fn each_joining(
    drop: &RunsOfDrop,
    found: &MatchingDrop,
    written: &Earlier,
    mut take: impl FnMut(Joining),
) -> Result<(), RunError> {
    let (plan, people) = (&drop.run.plan, found.staged.world.people());
    for part in 1..=found.staged.spools.parts() {
        for file in found.staged.spools.load(part)? {
            let Some(own) = written.of(people, file.person) else { continue };
            for record in &file.records {
                let Some(joins) = plan.entity(record.entity()).and_then(|entity| entity.joins) else {
                    continue;
                };
                let key = plan.key_of(record.entity()).and_then(|key| record.guid(key));
                let other = record.guid(joins.other).and_then(|other| people.find(other));
                let Some((key, other)) = key.zip(other.map(|other| people.survivor(other))) else { continue };
                let Some(others) = written.of(people, other).filter(|_| other != file.person) else {
                    continue;
                };
                take(Joining {
                    record: (record.entity(), key),
                    sealed_by: own.run,
                    due: written.closing(own.run).max(written.closing(others.run)),
                });
            }
        }
    }
    Ok(())
}
