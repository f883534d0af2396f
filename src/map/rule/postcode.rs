//! Postcodes that are none, or stand for none.

use super::inspection::Inspection;
use crate::map::step::is_postcode;
use crate::record::Reason;

/// Raises `pseudo-postcode` and `bad-postcode`.
pub(super) fn postcode(look: &mut Inspection<'_>) {
    for record in look.own() {
        let Some(text) = look.text(record, "postcode") else { continue };
        let start = text.get(..4).unwrap_or_default();
        if start.eq_ignore_ascii_case("ZZ99") {
            look.raise(record, Reason::PseudoPostcode, "postcode");
        } else if !is_postcode(text) {
            look.raise(record, Reason::BadPostcode, "postcode");
        }
    }
}
