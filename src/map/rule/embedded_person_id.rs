//! Texts that look like lists of person ids.

use super::inspection::Inspection;
use crate::map::plan::{Condition, Source, Step};
use crate::record::{FieldId, Guid, Reason, SourceRecord};

/// Raises `embedded-person-id` for texts that are nothing but ids: GUIDs, or several numbers of four digits and more.
///
/// Numbers with only spaces between them are telephone numbers as a rule. What the mapping takes for a list of people is none.
pub(super) fn embedded_person_id(look: &mut Inspection<'_>) {
    for answer in look.own() {
        for name in look.rule.fields.keys() {
            if look.text(answer, name).is_some_and(all_ids) && !is_declared(look, answer, name) {
                look.raise(answer, Reason::EmbeddedPersonId, name);
            }
        }
    }
}

/// Whether the mapping writes the column as a list of people, for this record.
fn is_declared(look: &Inspection<'_>, answer: &SourceRecord, name: &str) -> bool {
    let Some(field) = look.field(name) else { return false };
    let mut branches = look.entity.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.branches);
    branches.any(|branch| {
        branch.source == Source::Field(field)
            && branch.steps.contains(&Step::PersonReferenceList)
            && holds(look, answer, &branch.when)
    })
}

/// Whether a condition holds, as far as it asks for the record and the rows that it points at.
fn holds(look: &Inspection<'_>, answer: &SourceRecord, condition: &Condition) -> bool {
    let is_one_of = |text: Option<&str>, values: &[String]| {
        text.is_some_and(|text| values.iter().any(|value| value.eq_ignore_ascii_case(text.trim())))
    };
    match condition {
        Condition::Always => true,
        Condition::Filled(field) => answer.get(*field).filled().is_some(),
        Condition::Equals { field, values } => is_one_of(answer.get(*field).filled(), values),
        Condition::Attribute { field, attribute, values } => {
            is_one_of(referred(look, answer, *field).and_then(|row| row.get(*attribute).filled()), values)
        }
        Condition::All(all) => all.iter().all(|one| holds(look, answer, one)),
        Condition::Any(any) => any.iter().any(|one| holds(look, answer, one)),
        Condition::Not(not) => !holds(look, answer, not),
        _ => false,
    }
}

fn referred<'a>(look: &Inspection<'a>, answer: &SourceRecord, field: FieldId) -> Option<&'a SourceRecord> {
    look.world.row(look.table_of(field)?, answer.guid(field)?)
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
