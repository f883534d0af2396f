//! Relationships between people.

use super::Weighed;
use super::look::{Days, Look};
use crate::reconcile::recompute::RowKey;
use crate::reconcile::recompute::derivation::Derivation;
use crate::record::{Guid, Reason, SourceRecord};

impl Weighed<'_, '_> {
    /// The causes that lie in relationships; none for other codes.
    pub(super) fn in_relations(&self, reason: Reason) -> Option<bool> {
        match reason {
            Reason::SelfRelationship => self.by_rule("self-relationship", |look| {
                people(look, self.record).is_some_and(|(one, other)| one == other)
            }),
            Reason::RelationshipNoStart => self.by_rule("relationship-no-start", |look| {
                let policy = format!("values.{}", look.value("policy"));
                look.time(self.record, "start").is_none() && look.policy(&policy).is_none()
            }),
            Reason::RelationshipConflict => self.by_rule("relationship-pairs", |look| {
                let here = look.standing().map(|(_, row)| row);
                here.chain(self.beside()).any(|other| contradicts(look, self.record, other))
            }),
            _ => None,
        }
    }

    /// Whether each of these rows is of a record that says the same, from either side, at the same time, and has a lower
    /// key; or of one that stands for such a record in turn.
    pub(super) fn is_mirrored_by(&self, rows: &[RowKey]) -> bool {
        let mirrors = self.mirrors();
        let is_mirror_s = |row: &RowKey| mirrors.iter().any(|mirror| self.gives_row(mirror, row));
        !rows.is_empty() && rows.iter().all(is_mirror_s)
    }

    /// The records of this entity that are looked at beside those of the case file: of others that join it to theirs, and
    /// its own of which another export tells.
    fn beside(&self) -> impl Iterator<Item = &SourceRecord> {
        let all = self.around.joining.iter().chain(self.around.elsewhere);
        all.filter(|row| row.entity() == self.entity.entity)
    }

    /// The records that stand for this one.
    fn mirrors(&self) -> Vec<&SourceRecord> {
        let mut found: Vec<&SourceRecord> = Vec::new();
        for look in self.rules("relationship-pairs") {
            let here = look.standing().map(|(_, row)| row);
            let others: Vec<&SourceRecord> = here.chain(self.beside()).collect();
            let mut open = vec![self.record];
            // Each has a lower key than the last.
            while let Some(row) = open.pop() {
                let next: Vec<_> =
                    others.iter().copied().filter(|other| mirrors(&look, row, other)).collect();
                open.extend(&next);
                found.extend(next);
            }
        }
        found
    }

    /// Whether a record of this entity gives a row with this key in its main table.
    fn gives_row(&self, record: &SourceRecord, (table, name): &RowKey) -> bool {
        let key = &self.scene.plan.contract().table(*table).key;
        let mut main = self.entity.rows.iter().filter(|rule| rule.main && rule.table == *table);
        main.any(|rule| {
            let derivation = Derivation::new(self.scene, self.entity, rule, record, record);
            let cells = key.iter().map(|column| derivation.column(*column).text().unwrap_or_default());
            cells.collect::<Vec<_>>().join("/") == *name
        })
    }
}

/// Whether another row with a lower key says the same of the same two people, seen from either.
fn mirrors(look: &Look<'_, '_>, row: &SourceRecord, other: &SourceRecord) -> bool {
    let (Some(own), Some(held)) = (people(look, row), people(look, other)) else { return false };
    let said = |row: &SourceRecord| [look.guid(row, "type"), look.guid(row, "other_type")];
    let ([kind, other_kind], told) = (said(row), said(other));
    let repeated = own == held && [kind, other_kind] == told;
    let turned = own == (held.1, held.0) && [other_kind, kind] == told;
    let key = |row: &SourceRecord| row.guid(look.entity.key);
    (repeated || turned)
        && own.0 != own.1
        && key(other) < key(row)
        && always(look, row).coincides(&always(look, other))
}

/// The two people of a relationship, merges followed.
fn people(look: &Look<'_, '_>, row: &SourceRecord) -> Option<(Guid, Guid)> {
    Some((look.survivor(look.guid(row, "person")?), look.survivor(look.guid(row, "other")?)))
}

/// Whether another row says of the same two people, at the same time, that they are something else to each other.
fn contradicts(look: &Look<'_, '_>, row: &SourceRecord, other: &SourceRecord) -> bool {
    let (Some(own), Some(held)) = (people(look, row), people(look, other)) else { return false };
    let kinds = |row: &SourceRecord| (look.guid(row, "type"), look.guid(row, "other_type"));
    let turned = |(one, two): (Option<Guid>, Option<Guid>)| (two, one);
    let agrees = if own == held {
        kinds(row) == kinds(other)
    } else if own == (held.1, held.0) {
        kinds(row) == turned(kinds(other))
    } else {
        true
    };
    let key = |row: &SourceRecord| row.guid(look.entity.key);
    !agrees && own.0 != own.1 && key(row) != key(other) && always(look, row).coincides(&always(look, other))
}

/// When a relationship holds; one without a start holds from ever.
fn always<'r>(look: &Look<'_, '_>, row: &'r SourceRecord) -> Days<'r> {
    Days { start: look.readable_day(row, "start").unwrap_or_default(), end: look.readable_day(row, "end") }
}
