//! Runs: consecutive records of one parent that give one row, such as legal statuses and placements.

use std::collections::BTreeMap;

use super::cell::Evaluation;
use super::rows::map_row;
use super::work::Work;
use crate::map::plan::{EntityPlan, RowPlan, RowShape, Run};
use crate::record::{Guid, SourceRecord};

/// Maps the rows of all runs.
pub(super) fn map_runs(work: &mut Work<'_>) {
    let plan = work.plan;
    for entity in plan.entities() {
        for (number, rule) in entity.rows.iter().enumerate() {
            if let RowShape::Run(run) = &rule.shape {
                map_entity(work, entity, number, rule, run);
            }
        }
    }
}

fn map_entity(work: &mut Work<'_>, entity: &EntityPlan, number: usize, rule: &RowPlan, run: &Run) {
    for (_, places) in chains(work, entity, rule, run) {
        let mut from = 0;
        while from < places.len() {
            let length = run_length(work, entity, rule, run, &places[from..]);
            let members = &places[from..from + length];
            map_row(work, members[0], members[length - 1], entity, number, rule);
            for member in &members[1..] {
                work.follows.push((*member, members[0], number));
            }
            from += length;
        }
    }
}

/// The records that give the row, by parent, in the order in which they follow each other.
fn chains(work: &Work<'_>, entity: &EntityPlan, rule: &RowPlan, run: &Run) -> BTreeMap<Option<Guid>, Vec<usize>> {
    let mut chains: BTreeMap<Option<Guid>, Vec<usize>> = BTreeMap::new();
    for place in work.index.range(entity.entity) {
        let record = work.record(place);
        let gives = work.verdicts[place].open()
            && Evaluation::new(work, entity, rule, record, record).holds(&rule.when);
        if gives {
            chains.entry(record.guid(run.within)).or_default().push(place);
        }
    }
    for places in chains.values_mut() {
        places.sort_by_key(|place| {
            let record = work.record(*place);
            let end = record.get(run.end).filled().map_or((1, ""), |end| (0, end));
            (record.get(run.start).filled().map(str::to_owned), end.0, end.1.to_owned(), record.guid(entity.key))
        });
    }
    chains
}

/// How many of these records, from the first on, are one run.
fn run_length(work: &Work<'_>, entity: &EntityPlan, rule: &RowPlan, run: &Run, places: &[usize]) -> usize {
    let mut length = 1;
    while length < places.len() {
        let (before, next) = (work.record(places[length - 1]), work.record(places[length]));
        if !continues(work, entity, rule, run, before, next) {
            break;
        }
        length += 1;
    }
    length
}

fn continues(
    work: &Work<'_>,
    entity: &EntityPlan,
    rule: &RowPlan,
    run: &Run,
    before: &SourceRecord,
    next: &SourceRecord,
) -> bool {
    let equal = run.equal.iter().all(|field| {
        let text = |record: &SourceRecord| record.get(*field).filled().map(|text| text.trim().to_lowercase());
        text(before) == text(next)
    });
    let follows = before.get(run.end).filled() == next.get(run.start).filled();
    equal && follows && Evaluation::new(work, entity, rule, next, next).holds(&run.continues)
}
