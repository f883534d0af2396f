//! Notes that hold what a third party said.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `third-party-information` where the flag is set.
pub(super) fn third_party_information(look: &mut Inspection<'_>) {
    for note in look.own() {
        if look.set(note, "flag") {
            look.raise(note, Reason::ThirdPartyInformation, "flag");
        }
    }
}
