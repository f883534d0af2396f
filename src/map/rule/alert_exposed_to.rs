//! Alerts about people who are exposed to a hazard rather than being one.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `alert-exposed-to` for rows of the role that a rule of its own would have to carry.
pub(super) fn alert_exposed_to(look: &mut Inspection<'_>) {
    for alert in look.own() {
        if look.text(alert, "role").is_some_and(|role| look.lists("exposed", role)) {
            look.raise(alert, Reason::AlertExposedTo, "role");
        }
    }
}
