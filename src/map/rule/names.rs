//! Names that stand for no name, and a full name that is not its parts.

use super::inspection::Inspection;
use crate::record::{Reason, SourceRecord};

/// Raises `placeholder-name` and `name-parts-disagree`.
pub(super) fn names(look: &mut Inspection<'_>) {
    for person in look.own() {
        for part in ["first", "last"] {
            if look.text(person, part).is_some_and(|name| is_placeholder(name, look.value("placeholders"))) {
                look.raise(person, Reason::PlaceholderName, part);
            }
        }
        if disagree(look, person) {
            look.raise(person, Reason::NamePartsDisagree, "full");
        }
    }
}

/// Whether a name stands for none: a word of the list, whose words are parted by bars, or a single letter.
pub fn is_placeholder(name: &str, words: &str) -> bool {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric()).count();
    letters <= 1 || words.split('|').any(|word| !word.is_empty() && word == name.to_uppercase())
}

/// Spaces apart, the full name is its filled parts in order.
fn disagree(look: &Inspection<'_>, person: &SourceRecord) -> bool {
    let Some(full) = look.text(person, "full") else { return false };
    let parts = ["first", "middle", "last"].into_iter().filter_map(|part| look.text(person, part));
    let joined: Vec<_> = parts.flat_map(str::split_whitespace).collect();
    !full.split_whitespace().eq(joined)
}
