//! People recorded in error whom work hangs on.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `error-record-with-work` for a flagged record when anything else stands in its case file.
pub(super) fn error_record_with_work(look: &mut Inspection<'_>) {
    if look.case.records.len() < 2 {
        return;
    }
    for person in look.own() {
        if look.set(person, "flag") {
            look.raise(person, Reason::ErrorRecordWithWork, "flag");
        }
    }
}
