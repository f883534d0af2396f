//! Records that are switched off.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `inactive-record` for records whose flag is set.
pub(super) fn inactive_record(look: &mut Inspection<'_>) {
    for record in look.own() {
        if look.set(record, "flag") {
            look.raise(record, Reason::InactiveRecord, "flag");
        }
    }
}
