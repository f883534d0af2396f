//! NHS numbers that another has replaced.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `nhs-superseded` where the number is flagged as replaced.
pub(super) fn nhs_superseded(look: &mut Inspection<'_>) {
    for person in look.own() {
        if look.set(person, "flag") && look.text(person, "number").is_some() {
            look.raise(person, Reason::NhsSuperseded, "number");
        }
    }
}
