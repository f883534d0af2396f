//! Runs: consecutive records of one parent that give one row, such as legal statuses and placements.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::cell::Evaluation;
use super::rows::{Span, map_row};
use super::work::Work;
use crate::map::plan::{EntityPlan, RowPlan, RowShape, Run};
use crate::record::{FieldId, Guid, Reason, SourceRecord};

/// Maps the rows of all runs.
pub(super) fn map_runs(work: &mut Work<'_>) {
    let plan = work.plan;
    let entities: Vec<_> = work.case.entities().collect();
    for entity in entities.into_iter().filter_map(|id| plan.entity(id)) {
        for (number, rule) in entity.rows.iter().enumerate() {
            if let RowShape::Run(run) = &rule.shape {
                map_entity(work, entity, number, rule, run);
            }
        }
    }
}

/// Whether a record goes on with a run whose first record is not written after all.
pub(super) fn has_lost_its_start(work: &Work<'_>) -> bool {
    let lost = |followed: &[(usize, usize)]| followed.iter().any(|(first, _)| !work.is_let_through(*first));
    work.follows.iter().any(|(place, followed)| work.is_let_through(*place) && lost(followed))
}

fn map_entity<'a>(work: &mut Work<'a>, entity: &'a EntityPlan, number: usize, rule: &'a RowPlan, run: &Run) {
    for (_, places) in chains(work, entity, rule, run) {
        let mut from = 0;
        while from < places.len() {
            let length = run_length(work, entity, rule, run, &places[from..]);
            let members = &places[from..from + length];
            let (first, last) = (members[0], members[length - 1]);
            let next = places.get(from + length);
            let day = next.and_then(|next| handed_over(work, entity, run, (last, *next)));
            let span = Span { first, last, handed_over: day.map(|day| (run.end, day)) };
            map_row(work, &span, entity, number, rule);
            for member in &members[1..] {
                if !work.follows.contains_key(member) {
                    work.raise(*member, Reason::LacStatusRun, None);
                }
                work.follows.entry(*member).or_default().push((members[0], number));
            }
            from += length;
        }
    }
}

/// The records that give the row, by parent, in the order in which they follow each other.
fn chains<'a>(
    work: &Work<'a>,
    entity: &'a EntityPlan,
    rule: &'a RowPlan,
    run: &Run,
) -> BTreeMap<Option<Guid>, Vec<usize>> {
    let mut chains: BTreeMap<Option<Guid>, Vec<usize>> = BTreeMap::new();
    for place in work.case.places(entity.entity) {
        let gives = work.verdicts[place].gives_rows()
            && Evaluation::new(work, entity, rule, place, place).holds(&rule.when);
        if gives {
            chains.entry(work.record(place).guid(run.within)).or_default().push(place);
        }
    }
    for places in chains.values_mut() {
        places.sort_by_key(|place| {
            let record = work.record(*place);
            let end = record.get(run.end).filled();
            (record.get(run.start).filled(), end.is_none(), end, work.case.key_at(*place))
        });
    }
    chains
}

/// How many of these records, from the first on, are one run.
fn run_length<'a>(
    work: &Work<'a>,
    entity: &'a EntityPlan,
    rule: &'a RowPlan,
    run: &Run,
    places: &[usize],
) -> usize {
    let mut length = 1;
    while length < places.len() {
        if !continues(work, entity, rule, run, (places[length - 1], places[length])) {
            break;
        }
        length += 1;
    }
    length
}

fn continues<'a>(
    work: &Work<'a>,
    entity: &'a EntityPlan,
    rule: &'a RowPlan,
    run: &Run,
    (before, next): (usize, usize),
) -> bool {
    let (one, two) = (work.record(before), work.record(next));
    let equal = run.equal.iter().all(|field| same(one, two, *field));
    let same_day = one.get(run.end).filled().map(str::trim) == two.get(run.start).filled().map(str::trim);
    let follows = same_day || handed_over(work, entity, run, (before, next)).is_some();
    equal && follows && Evaluation::new(work, entity, rule, next, next).holds(&run.continues)
}

/// The day on which a record ends for the next, which starts on the day after it, where such days are joined and no other
/// record starts between the two.
fn handed_over(
    work: &Work<'_>,
    entity: &EntityPlan,
    run: &Run,
    (before, next): (usize, usize),
) -> Option<String> {
    let end = day(work, before, run.end).filter(|_| run.hands_over)?;
    let start = day(work, next, run.start)?;
    let mut others = work.case.places(entity.entity).filter(|place| *place != before && *place != next);
    let parted =
        others.any(|place| work.verdicts[place].gives_rows() && day(work, place, run.start) == Some(end));
    (!parted && end.tomorrow().ok()? == start).then(|| start.to_string())
}

fn day(work: &Work<'_>, place: usize, field: FieldId) -> Option<Date> {
    work.record(place).get(field).filled()?.trim().parse().ok()
}

/// Whether two records have one value in a column, letter case and spaces apart.
fn same(one: &SourceRecord, two: &SourceRecord, field: FieldId) -> bool {
    let bare = |record: &'_ SourceRecord| -> Option<String> {
        let text = record.get(field).filled()?;
        Some(text.split_whitespace().collect::<String>().to_lowercase())
    };
    bare(one) == bare(two)
}
