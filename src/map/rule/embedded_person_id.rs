//! Texts that look like lists of person ids.

use super::inspection::Inspection;
use crate::record::{Guid, Reason};

/// Raises `embedded-person-id` for texts that are nothing but ids: GUIDs, or several numbers of four digits and more.
///
/// Numbers with only spaces between them are telephone numbers as a rule.
pub(super) fn embedded_person_id(look: &mut Inspection<'_>) {
    for answer in look.own() {
        for name in look.rule.fields.keys() {
            if look.text(answer, name).is_some_and(all_ids) {
                look.raise(answer, Reason::EmbeddedPersonId, name);
            }
        }
    }
}

fn all_ids(text: &str) -> bool {
    let parted = |character: char| character.is_whitespace() || ",;|".contains(character);
    let words: Vec<_> = text.split(parted).filter(|word| !word.is_empty()).take(100).collect();
    let number =
        |word: &&&str| (4..=10).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    let guids = words.iter().all(|word| Guid::parse(word.trim_matches(['{', '}'])).is_ok());
    let listed = words.len() > 1 && text.contains([',', ';', '|']);
    !words.is_empty() && (guids || (listed && words.iter().all(|word| number(&word))))
}
