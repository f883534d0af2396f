//! What of a case file went with somebody who was written later, as the exports have it by which they were written: records that
//! join it to theirs, and rows that name them.

use std::collections::BTreeMap;

use super::{CaseFileTrace, TraceRequest, TracedRecord, WrittenOutput};
use crate::pipeline::RunError;
use crate::pipeline::prove::{TracedElsewhere, trace_elsewhere};

/// Puts in place of each record that another export accounts for what that one says of it, and adds rows that its run wrote of
/// others. An export that is not at hand says nothing: the record stands as the case file's own export has it.
pub(super) fn take<'a>(
    found: &mut CaseFileTrace,
    request: &TraceRequest,
    written: WrittenOutput<'a>,
    find: impl Fn(Option<u32>) -> Result<WrittenOutput<'a>, RunError>,
) -> Result<(), RunError> {
    let mut open = written.other_runs();
    let entities = written.run.plan.dictionary().entities().iter().map(|entity| entity.name.clone());
    let order: BTreeMap<String, usize> = entities.zip(0..).collect();
    // What is staged of one export is removed before the next one is.
    drop(written);
    while let Some(run) = open.pop_first() {
        let other = match find(Some(run)) {
            Err(RunError::SourceWanted { .. }) => continue,
            other => other?,
        };
        open.retain(|run| !other.is_of(*run));
        let numbers = [found.case_file];
        let told = other.with_input(|input| Ok(trace_elsewhere(input, &numbers, request.show_values)?))?;
        for (_, told) in told {
            put_joined(found, told, &order);
        }
    }
    Ok(())
}

/// Puts what another export accounts for into the story of a case file; `order` is that of entities, by name.
pub(in crate::pipeline) fn put_joined(
    found: &mut CaseFileTrace,
    TracedElsewhere { joining, links }: TracedElsewhere,
    order: &BTreeMap<String, usize>,
) {
    settle(&mut found.records, joining, order);
    for (entity, key, row) in links {
        let record = found.records.iter_mut().find(|own| own.entity == entity && own.source_id == key);
        if let Some(own) = record {
            own.rows.push(row);
        }
    }
}

/// Puts records in place of those of the same key, in order of entity and key.
fn settle(records: &mut Vec<TracedRecord>, joining: Vec<TracedRecord>, order: &BTreeMap<String, usize>) {
    if joining.is_empty() {
        return;
    }
    let name = |record: &TracedRecord| (record.entity.clone(), record.source_id.clone());
    records.retain(|record| !joining.iter().any(|own| name(own) == name(record)));
    records.extend(joining);
    records.sort_by_key(|record| (order.get(&record.entity).copied(), record.source_id.clone()));
}
