//! Copies of records.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `cloned-record` for records that say they are copies.
pub(super) fn cloned_record(look: &mut Inspection<'_>) {
    for record in look.own() {
        if look.set(record, "flag") || look.text(record, "from").is_some() {
            look.raise(record, Reason::ClonedRecord, "from");
        }
    }
}
