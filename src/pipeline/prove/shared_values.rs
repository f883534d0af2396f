//! What lists say of shared records: those of today tell what the last run says, the ledger what the runs of an earlier drop said.

use super::ProveInput;
use super::lists::{LISTS, ListedRecord};
use crate::ledger::ExceptionRow;
use crate::reconcile::reader::ExceptionList;
use crate::reconcile::recompute::Why;
use crate::record::{EntityId, Guid};

/// Whether a line of a list of today about a shared record is about what this drop accounts for.
pub(super) fn is_about_shared(
    input: &ProveInput<'_>,
    list: ExceptionList,
    (entity, key): (EntityId, Guid),
) -> bool {
    input.scope.is_none_or(|scope| {
        // What is sealed stands as the lists of its own run had it; of those, the lists of today say nothing.
        let stands = list == ExceptionList::Holds && scope.written.shared.run_of(key).is_some();
        let of_today = [ExceptionList::Rejects, ExceptionList::Excluded, ExceptionList::Values];
        let known = input.staged.world.row(entity, key).is_some() && !of_today.contains(&list) && !stands;
        (known || scope.newest) && !scope.shared_elsewhere.contains(&(entity, key))
    })
}

/// The values that were turned away of records that an earlier drop accounts for, as lines of the list; none for the newest.
pub(super) fn shared_values(input: &ProveInput<'_>) -> Vec<ListedRecord> {
    let Some(scope) = input.scope.filter(|scope| !scope.newest) else { return Vec::new() };
    let lines = scope.shared_values.iter().filter_map(|line| listed(input, line));
    let own = |record: &ListedRecord| {
        let name = (record.entity, record.key);
        !scope.shared_elsewhere.contains(&name) && input.staged.world.row(name.0, name.1).is_some()
    };
    lines.filter(own).collect()
}

fn listed(input: &ProveInput<'_>, line: &ExceptionRow) -> Option<ListedRecord> {
    let dictionary = input.plan.dictionary();
    let entity = dictionary.find(&line.entity)?;
    let field = dictionary.entity(entity).column(&line.field);
    Some(ListedRecord {
        list: LISTS.iter().position(|list| *list == ExceptionList::Values)?,
        entity,
        key: Guid::parse(&line.source_id).ok()?,
        case_file: None,
        rule: String::new(),
        field,
        why: Why::read(&line.reason, &line.field, field.is_some()),
        place: (line.file.clone(), line.line),
        // It stands in the ledger.
        line: 0,
    })
}
