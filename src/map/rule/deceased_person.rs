//! People who have died.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `deceased-person` for people with the flag or a date of death.
pub(super) fn deceased_person(look: &mut Inspection<'_>) {
    for person in look.own() {
        if look.set(person, "flag") || look.date(person, "died").is_some() {
            look.raise(person, Reason::DeceasedPerson, "died");
        }
    }
}
