//! Rows whose person is not the person of their case, episode or form.

use super::inspection::{Inspection, trimmed};
use crate::record::{Guid, Reason, SourceRecord};

/// Raises `person-case-mismatch` where a record and its parent name different people, merges followed.
pub(super) fn person_case_mismatch(look: &mut Inspection<'_>) {
    for record in look.own() {
        let Some(own) = look.guid(record, "person") else { continue };
        let Some(other) = parent_person(look, record) else { continue };
        if surviving(look, own) != surviving(look, other) {
            look.raise(record, Reason::PersonCaseMismatch, "person");
        }
    }
}

/// The person of the parent, wherever its case file is.
fn parent_person(look: &Inspection<'_>, record: &SourceRecord) -> Option<Guid> {
    let key = look.guid(record, "parent")?;
    let table = look.table_of(look.field("parent")?)?;
    match look.case.find(table, key) {
        Some(parent) => Guid::parse(trimmed(parent, look.field("parent_person")?)?).ok(),
        None => look.world.work(table, key).map(|(_, person)| person),
    }
}

fn surviving(look: &Inspection<'_>, person: Guid) -> Guid {
    look.world.survivor(person).unwrap_or(person)
}
