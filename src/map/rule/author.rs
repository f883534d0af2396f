//! Authors that are accounts of interfaces.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `service-account-author` for records made by an account that is no person.
pub(super) fn author(look: &mut Inspection<'_>) {
    for record in look.own() {
        if look.attribute(record, "author", "service") == Some("1") {
            look.raise(record, Reason::ServiceAccountAuthor, "author");
        }
    }
}
