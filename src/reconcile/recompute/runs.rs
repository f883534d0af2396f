//! Runs: consecutive records of one parent that are equal in some columns give one row.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::claims::Refusals;
use super::derivation::Derivation;
use super::scene::Scene;
use super::step::day_after;
use super::{ExpectedRow, Standing};
use crate::map::plan::{EntityPlan, RowPlan, RowShape, Run};
use crate::record::{FieldId, Guid, SourceRecord};

/// The records at the ends of a run, by their places.
#[derive(Clone, Copy)]
pub(super) struct Ends {
    pub(super) first: usize,
    pub(super) last: usize,
    /// The record that follows, which starts another run.
    pub(super) next: Option<usize>,
}

impl Ends {
    /// One record that is no run.
    pub(super) fn one(place: usize) -> Self {
        Self { first: place, last: place, next: None }
    }
}

/// The rows of all runs of a case file.
pub(super) fn rows(scene: &Scene<'_>, refusals: &mut Refusals) -> Vec<ExpectedRow> {
    let mut rows = Vec::new();
    for entity in scene.plan.entities() {
        for (number, rule) in entity.rows.iter().enumerate() {
            let RowShape::Run(run) = &rule.shape else { continue };
            for (members, next) in runs(scene, entity, rule, run) {
                let ends = Ends { first: members[0], last: members[members.len() - 1], next };
                rows.extend(super::rows::of_record(scene, ends, entity, (number, rule), refusals));
            }
        }
    }
    rows
}

/// The records that go on a run: for each the record that starts it, and the rule, once a run.
pub(super) fn followed(scene: &Scene<'_>) -> FxHashMap<usize, Vec<(usize, usize)>> {
    let mut followed: FxHashMap<usize, Vec<(usize, usize)>> = FxHashMap::default();
    for entity in scene.plan.entities() {
        for (number, rule) in entity.rows.iter().enumerate() {
            let RowShape::Run(run) = &rule.shape else { continue };
            for (members, _) in runs(scene, entity, rule, run) {
                for place in &members[1..] {
                    followed.entry(*place).or_default().push((members[0], number));
                }
            }
        }
    }
    followed
}

/// The runs of a rule: places of records, at least one each, and the record that follows the last of them.
fn runs(
    scene: &Scene<'_>,
    entity: &EntityPlan,
    rule: &RowPlan,
    run: &Run,
) -> Vec<(Vec<usize>, Option<usize>)> {
    let mut runs: Vec<(Vec<usize>, Option<usize>)> = Vec::new();
    for chain in chains(scene, entity, rule, run).into_values() {
        let mut before: Option<usize> = None;
        for place in chain {
            let goes_on = before.is_some_and(|before| goes_on(scene, entity, run, (before, place)));
            match runs.last_mut().filter(|_| before.is_some()) {
                Some((open, _)) if goes_on => open.push(place),
                Some((_, next)) => {
                    *next = Some(place);
                    runs.push((vec![place], None));
                }
                None => runs.push((vec![place], None)),
            }
            before = Some(place);
        }
    }
    runs
}

/// The records that the rule is for, by what runs stay within, in the order of time.
fn chains(
    scene: &Scene<'_>,
    entity: &EntityPlan,
    rule: &RowPlan,
    run: &Run,
) -> BTreeMap<Option<Guid>, Vec<usize>> {
    let Some(plan) = scene.plan.entity(entity.entity) else { return BTreeMap::new() };
    let mut chains: BTreeMap<Option<Guid>, Vec<usize>> = BTreeMap::new();
    for place in scene.places(entity.entity) {
        let record = scene.record(*place);
        let gives = scene.standings[*place] == Standing::Gives;
        if gives && Derivation::bare(scene, plan, record).holds(&rule.when) {
            chains.entry(record.guid(run.within)).or_default().push(*place);
        }
    }
    for chain in chains.values_mut() {
        chain.sort_by(|one, two| {
            let order = |place: usize| {
                let record = scene.record(place);
                let end = record.get(run.end).filled();
                (record.get(run.start).filled(), end.is_none(), end, scene.key(place))
            };
            order(*one).cmp(&order(*two))
        });
    }
    chains
}

/// Whether a record goes on where the one before it ends, with the same values.
fn goes_on(scene: &Scene<'_>, entity: &EntityPlan, run: &Run, places: (usize, usize)) -> bool {
    let Some(plan) = scene.plan.entity(entity.entity) else { return false };
    let (before, next) = places;
    let handed = handed_over(scene, run, places).is_some();
    let (before, next) = (scene.record(before), scene.record(next));
    let same = run.equal.iter().all(|field| comparable(before, *field) == comparable(next, *field));
    let day = |record: &SourceRecord, field: FieldId| record.get(field).filled().map(str::to_owned);
    let follows = day(before, run.end) == day(next, run.start) || handed;
    same && follows && Derivation::bare(scene, plan, next).holds(&run.continues)
}

/// The day on which a record ends for the next one, where that starts a day after it, the mapping joins the two, and no
/// other record begins meanwhile.
pub(super) fn handed_over(scene: &Scene<'_>, run: &Run, (last, next): (usize, usize)) -> Option<String> {
    let day = |place: usize, field| scene.record(place).get(field).filled().map(str::trim);
    let (end, start) = (day(last, run.end).filter(|_| run.hands_over)?, day(next, run.start)?);
    let mut others = scene.places(scene.record(last).entity()).iter().filter(|place| **place != last);
    let parted =
        others.any(|place| scene.standings[*place] == Standing::Gives && day(*place, run.start) == Some(end));
    day_after(end).filter(|after| !parted && after == start)
}

/// A value without regard to white space and the case of letters.
fn comparable(record: &SourceRecord, field: FieldId) -> Option<String> {
    record.get(field).filled().map(|text| text.split_whitespace().collect::<String>().to_lowercase())
}
