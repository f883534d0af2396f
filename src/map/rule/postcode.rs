//! Postcodes that are none, or stand for none.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `pseudo-postcode` and `bad-postcode`.
pub(super) fn postcode(look: &mut Inspection<'_>) {
    for record in look.own() {
        let Some(text) = look.text(record, "postcode") else { continue };
        let compact: String = text.chars().filter(|character| !character.is_whitespace()).collect();
        let compact = compact.to_uppercase();
        if compact.starts_with("ZZ99") {
            look.raise(record, Reason::PseudoPostcode, "postcode");
        } else if !valid(&compact) {
            look.raise(record, Reason::BadPostcode, "postcode");
        }
    }
}

/// An outward code (A9, A99, AA9, AA99, A9A, AA9A) and an inward code (9AA).
fn valid(compact: &str) -> bool {
    if compact == "GIR0AA" {
        return true;
    }
    let shape: String = compact.chars().map(kind).collect();
    let Some((outward, inward)) = shape.len().checked_sub(3).map(|at| shape.split_at(at)) else {
        return false;
    };
    inward == "9AA" && ["A9", "A99", "AA9", "AA99", "A9A", "AA9A"].contains(&outward)
}

fn kind(character: char) -> char {
    match character {
        'A'..='Z' => 'A',
        '0'..='9' => '9',
        _ => '?',
    }
}
