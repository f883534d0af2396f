//! Work for several people that the policy folds, among the case files of one part.

use std::collections::BTreeMap;

use super::case_files::map;
use super::{Around, BatchWork};
use crate::map::forward::{Folds, MappedCaseFile, SiblingCopy, apply_folds, find_folds};
use crate::pipeline::stage::CaseFileSource;
use crate::record::Outcome;

/// The case files of a part with the work that several of them share folded, and which was folded into which; none where
/// there is no such work.
pub(super) fn folded(
    work: &BatchWork<'_>,
    around: &Around<'_>,
    sources: &[CaseFileSource],
) -> Option<(Vec<MappedCaseFile>, Folds)> {
    if work.staged.world.siblings().is_empty() {
        return None;
    }
    let mapped = sources.iter().map(|source| map(work, (work.plan, work.prepared), around, source));
    let mut mapped: Vec<MappedCaseFile> = mapped.collect();
    let folds = find_folds(work.plan, &mapped, &families(work, &mapped));
    apply_folds(work.plan, &folds, &mut mapped);
    Some((mapped, folds))
}

/// The copies among written case files, by family, each in order of person number and key.
fn families(work: &BatchWork<'_>, mapped: &[MappedCaseFile]) -> Vec<Vec<SiblingCopy>> {
    let siblings = work.staged.world.siblings();
    let mut families: BTreeMap<usize, Vec<SiblingCopy>> = BTreeMap::new();
    for (file, case_file) in mapped.iter().enumerate().filter(|(_, case_file)| case_file.state.written()) {
        for outcome in case_file.outcomes.iter().filter(|outcome| outcome.outcome == Outcome::Migrated) {
            let cloned = work.plan.entity(outcome.entity).is_some_and(|entity| entity.siblings.is_some());
            let Some(key) = outcome.key.filter(|_| cloned) else { continue };
            if let Some(family) = siblings.family_of(key) {
                families.entry(family).or_default().push(SiblingCopy { file, key });
            }
        }
    }
    families.into_values().collect()
}
