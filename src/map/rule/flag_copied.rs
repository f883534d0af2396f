//! Flags that copy whether an open record of another entity stands.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises the code of the rule where the flag is set and no open record stands.
pub(super) fn flag_copied(look: &mut Inspection<'_>) {
    let Ok(reason) = look.value("code").parse::<Reason>() else { return };
    let open = look.others("of").iter().any(|record| look.readable(record, "end").is_none());
    for person in look.own() {
        if look.set(person, "flag") && !open {
            look.raise(person, reason, "flag");
        }
    }
}
