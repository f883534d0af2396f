//! Workers who have left.

use super::inspection::Inspection;
use crate::record::Reason;

/// The parameter that names the worker's own column; every other names a column that holds a worker.
const INACTIVE: &str = "inactive";

/// Raises `inactive-worker` for each column that names a leaver.
pub(super) fn inactive_worker(look: &mut Inspection<'_>) {
    for record in look.own() {
        for name in look.rule.fields.keys() {
            if name != INACTIVE && look.attribute(record, name, INACTIVE) == Some("1") {
                look.raise(record, Reason::InactiveWorker, name);
            }
        }
    }
}
