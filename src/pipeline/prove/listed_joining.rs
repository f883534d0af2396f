//! Listed records that join two case files, where several drops were made into the folder: which of them accounts for each.

use std::collections::HashMap;

use super::listed::each_line;
use super::lists::LISTS;
use super::{ProveError, ProveInput};
use crate::record::{EntityId, Guid};

/// A record by the person number that a list names, its entity and its key.
pub(super) type JoiningName = (u64, EntityId, Guid);

/// By drop, whether it accounts for the listed joining records; what none of them accounts for is not in here.
pub(super) type ListedJoining = HashMap<JoiningName, bool>;

/// What each drop accounts for of the joining records that stand in lists: a record is accounted for by the drop that has it
/// in that case file and whose run was to write it, whichever drop its case file was sealed from.
pub(super) fn listed_joining(inputs: &[ProveInput<'_>]) -> Result<Vec<ListedJoining>, ProveError> {
    let mut found = vec![ListedJoining::new(); inputs.len()];
    let Some(newest) = inputs.last().filter(|_| inputs.len() > 1) else { return Ok(found) };
    let listed = listed(newest)?;
    if listed.is_empty() {
        return Ok(found);
    }
    for (input, found) in inputs.iter().zip(&mut found) {
        found.clone_from(&listed);
        look_for(input, found)?;
    }
    let taken: ListedJoining =
        found.iter().flatten().filter(|(_, here)| **here).map(|(name, here)| (*name, *here)).collect();
    for own in &mut found {
        own.retain(|name, _| taken.contains_key(name));
    }
    Ok(found)
}

/// The listed joining records that this drop accounts for, whichever drop their case files were sealed from.
pub(super) fn listed_here(input: &ProveInput<'_>) -> Result<ListedJoining, ProveError> {
    if input.scope.is_none() {
        return Ok(ListedJoining::new());
    }
    let mut found = listed(input)?;
    if !found.is_empty() {
        look_for(input, &mut found)?;
    }
    found.retain(|_, here| *here);
    Ok(found)
}

/// The joining records that the lists name.
fn listed(input: &ProveInput<'_>) -> Result<ListedJoining, ProveError> {
    let mut listed = ListedJoining::new();
    for list in LISTS {
        each_line(input, list, |line| {
            let entity = input.plan.dictionary().find(line.get("ENTITY"));
            let entity =
                entity.filter(|entity| input.plan.entity(*entity).is_some_and(|own| own.joins.is_some()));
            let key = Guid::parse(line.get("SOURCE_ID")).ok();
            if let (Some(number), Some(entity), Some(key)) = (line.case_file(), entity, key) {
                listed.insert((number, entity, key), false);
            }
        })?;
    }
    Ok(listed)
}

fn look_for(input: &ProveInput<'_>, found: &mut ListedJoining) -> Result<(), ProveError> {
    for part in 1..=input.staged.spools.parts() {
        for file in input.staged.spools.load(part)? {
            for record in file.records.iter().filter(|record| input.joins(record)) {
                let (entity, key) = input.key_of(record);
                if let Some(here) = found.get_mut(&(file.number, entity, key)) {
                    *here |= input.accounts_for_joining(file.person, record);
                }
            }
        }
    }
    Ok(())
}
