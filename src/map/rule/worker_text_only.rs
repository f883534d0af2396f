//! Workers known by name alone.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `worker-text-only` where there is a name and no id.
pub(super) fn worker_text_only(look: &mut Inspection<'_>) {
    for record in look.own() {
        if look.text(record, "text").is_some() && look.text(record, "worker").is_none() {
            look.raise(record, Reason::WorkerTextOnly, "text");
        }
    }
}
