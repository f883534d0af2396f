//! Relationships between the same two people.

use super::inspection::Inspection;
use super::period::Period;
use crate::record::{Guid, Reason, SourceRecord};

/// Raises `relationship-mirrored` on the later key of two rows that agree, whichever person each names first, and
/// `relationship-conflict` on rows of one pair whose types disagree. Rows whose periods do not meet are no pair.
pub(super) fn relationship_pairs(look: &mut Inspection<'_>) {
    let all = all(look);
    for row in look.all() {
        if let Some(reason) = all.iter().find_map(|other| judge(look, row, other)) {
            look.raise_at(row, reason, None);
        }
    }
}

/// The row that stands for one that is mirrored: the one with the lowest key that says the same; where that is mirrored in
/// turn, the one that stands for it.
pub(super) fn mirror(look: &Inspection<'_>, row: &SourceRecord) -> Option<Guid> {
    let all = all(look);
    let mirror = |row: &SourceRecord| {
        let agreeing = |other: &&&SourceRecord| judge(look, row, other) == Some(Reason::RelationshipMirrored);
        all.iter().filter(agreeing).min_by_key(|other| key(look, other)).copied()
    };
    let mut found = mirror(row)?;
    while let Some(next) = mirror(found) {
        found = next;
    }
    key(look, found)
}

/// The rows of this case file, and those of others that name its person.
fn all<'a>(look: &Inspection<'a>) -> Vec<&'a SourceRecord> {
    let own = look.all();
    let person = own.first().and_then(|first| look.guid(first, "person"));
    let person = person.map(|person| surviving(look, person));
    let elsewhere = person.map(|person| look.world.joining(look.entity.entity, person)).unwrap_or_default();
    own.iter().chain(elsewhere).collect()
}

fn judge(look: &Inspection<'_>, row: &SourceRecord, other: &SourceRecord) -> Option<Reason> {
    let keys = (key(look, row)?, key(look, other)?);
    let (pair, opposite) = (people(look, row)?, people(look, other)?);
    let same = pair == opposite;
    let mirrored = pair == (opposite.1, opposite.0);
    if keys.0 == keys.1 || pair.0 == pair.1 || !(same || mirrored) || !meet(look, row, other) {
        return None;
    }
    let types = |record| (look.guid(record, "type"), look.guid(record, "other_type"));
    let (own, held) = (types(row), types(other));
    let agree = if same { own == held } else { own == (held.1, held.0) };
    if !agree {
        return Some(Reason::RelationshipConflict);
    }
    // What is said twice from one side is one row as well.
    (keys.0 > keys.1).then_some(Reason::RelationshipMirrored)
}

/// The key of a row, also of another case file's.
fn key(look: &Inspection<'_>, row: &SourceRecord) -> Option<Guid> {
    row.guid(look.entity.key)
}

fn people(look: &Inspection<'_>, row: &SourceRecord) -> Option<(Guid, Guid)> {
    Some((surviving(look, look.guid(row, "person")?), surviving(look, look.guid(row, "other")?)))
}

fn surviving(look: &Inspection<'_>, person: Guid) -> Guid {
    look.world.survivor(person).unwrap_or(person)
}

/// Whether both hold at one time; a row without a start holds from ever.
fn meet(look: &Inspection<'_>, one: &SourceRecord, two: &SourceRecord) -> bool {
    let period = |record| Period {
        record,
        start: look.readable(record, "start").unwrap_or_default(),
        end: look.readable(record, "end"),
    };
    period(one).meets(&period(two))
}
