//! Totals over the lists.

use std::collections::BTreeMap;

use super::line::Line;
use crate::record::{EntityId, FieldId, Origin, Reason};

/// How many lines there are of one cause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cause {
    /// The number of lines.
    pub(crate) lines: u64,
    /// Where the first record stands.
    pub(crate) first: Option<Origin>,
}

/// Lines by cause.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Causes {
    /// Those that are told with their place: by entity, column and code.
    pub(crate) placed: BTreeMap<(EntityId, Option<FieldId>, Reason), Cause>,
    /// Those that tell of adoptions: a table beside the code would tell which line of a list is meant.
    pub(crate) untold: BTreeMap<Reason, u64>,
}

/// Totals over the lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    /// Rejected rows.
    pub(crate) rejected: Causes,
    /// Records that caused a hold.
    pub(crate) held: Causes,
    /// Lines of `holds.csv` that stand there for an adoption.
    pub(crate) held_untold: u64,
    /// Rejected values of written rows.
    pub(crate) values: Causes,
    /// Warnings.
    pub(crate) warnings: Causes,
    /// Excluded rows, by entity and rule.
    pub(crate) excluded: BTreeMap<(EntityId, String), u64>,
}

/// Counts a line; `told` is false where its place would say too much.
pub(super) fn count(causes: &mut Causes, line: &Line, told: bool) {
    if line.untold {
        *causes.untold.entry(line.reason).or_default() += 1;
        return;
    }
    let cause = causes.placed.entry((line.entity, line.field, line.reason)).or_default();
    cause.lines += 1;
    if told && line.origin.line > 0 {
        cause.first.get_or_insert(line.origin);
    }
}
