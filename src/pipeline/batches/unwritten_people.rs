//! People whom answers in other case files name, and who are not written: known before any row with their keys is made.

use std::collections::HashSet;

use super::case_files::map;
use super::{Around, BatchWork};
use crate::map::forward::can_reject_a_row;
use crate::pipeline::RunError;
use crate::pipeline::parallel::in_parallel;
use crate::pipeline::world::{Part, PersonIndex};
use crate::record::Guid;

/// The surviving people whom answers in other case files name and who will not be written. Whether somebody is written
/// depends on their own case file alone, so each of theirs is mapped once before; those that earlier runs wrote stand.
pub(super) fn unwritten_people(work: &BatchWork<'_>, around: &Around<'_>) -> Result<HashSet<Guid>, RunError> {
    let mut unwritten = HashSet::new();
    let parts = parts(work);
    // Where answers turn rows away, whoever names somebody of these may be one of them.
    loop {
        let knowing = around.naming_none_of(&unwritten);
        let found = in_parallel(work.threads, &parts, |part| in_part(work, &knowing, (part, &unwritten)))?;
        let before = unwritten.len();
        unwritten.extend(found.into_iter().flatten());
        if unwritten.len() == before || !can_reject_a_row(work.plan) {
            return Ok(unwritten);
        }
    }
}

/// The parts that are written by this run and in which somebody is named.
fn parts(work: &BatchWork<'_>) -> Vec<u32> {
    let people = work.staged.world.people();
    let named = people.surviving().filter(|person| people.is_answered(*person));
    let mut parts: Vec<u32> = named.map(|person| people.part_of(person)).collect();
    parts.sort_unstable();
    parts.dedup();
    let sealed = |part: u32| {
        let own = part.checked_sub(1).and_then(|place| people.parts().get(place as usize));
        matches!(own, Some(Part::Sealed(_)))
    };
    parts.retain(|part| !sealed(*part));
    parts
}

fn in_part(
    work: &BatchWork<'_>,
    around: &Around<'_>,
    (part, known): (u32, &HashSet<Guid>),
) -> Result<Vec<Guid>, RunError> {
    let people = work.staged.world.people();
    let guid = |person: PersonIndex| people.guid(person);
    let asked = |person: PersonIndex| people.is_answered(person) && !known.contains(&guid(person));
    let mut unwritten = Vec::new();
    for source in work.staged.spools.load_of(part, asked)? {
        if work.watcher.stopped() {
            return Err(RunError::Interrupted);
        }
        if !map(work, (work.plan, work.prepared), around, &source).state.written() {
            unwritten.push(guid(source.person));
        }
    }
    Ok(unwritten)
}
