//! The rows of the export, counted by a second reader.

use super::{ProveError, ProveInput};
use crate::reconcile::Difference;
use crate::reconcile::check::SOURCE_RECOUNT;
use crate::reconcile::recount::{FlatColumns, KeySums, recount};
use crate::record::{EntityId, Guid, SourceRecord};
use crate::source::{FileReport, Shape};

/// Reads one of the files of rows again.
pub(super) fn count(input: &ProveInput<'_>, report: &FileReport) -> Result<KeySums, ProveError> {
    let path = input.drop.full_path(input.drop.file(report.file));
    let mut sums = KeySums::new(input.plan.dictionary().entities().len());
    let layer = input.drop.correction(report.file);
    let format = input.drop.format_of(input.profile, report.file);
    let passed_over = |key: &str| {
        let last =
            Guid::parse(key.trim()).ok().and_then(|key| input.staged.corrected.get(&(report.entity, key)));
        last.is_some_and(|last| *last > layer.unwrap_or(0))
    };
    let counted = flat_table(input, &report.path, &mut sums)
        .unwrap_or_else(|| recount(input.plan, &path, report.entity, &format, (&mut sums, &passed_over)));
    counted.map_err(|source| ProveError::Source { path, source })?;
    Ok(sums)
}

/// Counts answers in the flat table that they were taken out of, where that is text and no corrected row stands in place of one
/// of them; none elsewhere.
fn flat_table(input: &ProveInput<'_>, path: &str, sums: &mut KeySums) -> Option<std::io::Result<()>> {
    let rule = input.profile.reporting.as_ref().filter(|rule| rule.is_answers(path))?;
    let Shape::Delimited(form) = &input.profile.format.shape else { return None };
    if input.staged.corrected.keys().any(|(entity, _)| *entity == rule.answers.entity) {
        return None;
    }
    let (table, _) = path.rsplit_once('/')?;
    let world = &input.staged.world;
    let dictionary = input.plan.dictionary();
    let key = |row: &SourceRecord| {
        let key = dictionary.entity(row.entity()).key.and_then(|key| row.guid(key));
        key.unwrap_or_default()
    };
    let columns = FlatColumns::of(rule, table, (&|entity| world.rows(entity), &key))?;
    Some(columns.recount(&input.drop.root().join(table), (form, &input.profile.format.null), sums))
}

/// Entities of which the second reader found other rows than were staged. Of rows that could not be read as records
/// there is no key to compare.
pub(super) fn compare(input: &ProveInput<'_>, read: &KeySums, staged: &KeySums) -> Vec<Difference> {
    let dictionary = input.plan.dictionary();
    let differs = |entity: &EntityId| {
        let of_entity = input.staged.files.iter().filter(|report| report.entity == *entity);
        let broken: u64 = of_entity.map(|report| report.broken.len() as u64).sum();
        let (read, staged) = (read.of(*entity), staged.of(*entity));
        read.rows != staged.rows + broken || (broken == 0 && read.keys != staged.keys)
    };
    let with_outcomes = dictionary.ids().filter(|id| dictionary.entity(*id).role.has_outcomes());
    let difference = |entity| Difference { entity: Some(entity), ..Difference::new(SOURCE_RECOUNT.id) };
    with_outcomes.filter(differs).map(difference).collect()
}
