//! One rule looking at one case file.

use jiff::civil::Date;

use super::{CaseView, Findings, Lookup};
use crate::map::plan::{EntityPlan, LineKind, Owner, Rule};
use crate::map::step::{is_readable, is_sentinel};
use crate::record::{Action, EntityId, FieldId, Finding, Guid, Reason, SourceRecord};

/// One rule looking at one case file.
pub(super) struct Inspection<'a> {
    pub(super) rule: &'a Rule,
    pub(super) entity: &'a EntityPlan,
    pub(super) case: &'a CaseView<'a>,
    pub(super) world: &'a dyn Lookup,
    pub(super) out: &'a mut Findings,
}

impl<'a> Inspection<'a> {
    /// The records of the entity whose mapping names the rule, those that were folded into others included.
    pub(super) fn all(&self) -> &'a [SourceRecord] {
        self.case.by_entity(self.entity.entity)
    }

    /// The records of the entity that stand for themselves: what was merged into another is judged there.
    pub(super) fn own(&self) -> impl Iterator<Item = &'a SourceRecord> + use<'a> {
        let (case, world, entity) = (self.case, self.world, self.entity);
        let folds = entity.merge.is_some();
        self.all().iter().filter(move |record| !folds || !is_folded(case, world, entity, record))
    }

    /// A column of the rule.
    pub(super) fn field(&self, name: &str) -> Option<FieldId> {
        self.rule.fields.get(name).copied()
    }

    /// A text of the rule; empty where it has none.
    pub(super) fn value(&self, name: &str) -> &'a str {
        self.rule.values.get(name).map_or("", String::as_str)
    }

    /// Whether a list of the rule, parted by bars, has this text.
    pub(super) fn lists(&self, name: &str, text: &str) -> bool {
        self.value(name).split('|').any(|one| !one.is_empty() && one == text)
    }

    /// The records of this case file of an entity of the rule.
    pub(super) fn others(&self, name: &str) -> &'a [SourceRecord] {
        self.rule.entities.get(name).map_or(&[], |entity| self.case.by_entity(*entity))
    }

    /// The rows of a reference or control table of the rule.
    pub(super) fn rows(&self, name: &str) -> &'a [SourceRecord] {
        self.rule.entities.get(name).map_or(&[], |entity| self.world.rows(*entity))
    }

    /// The trimmed text of a column of the rule, where it is filled.
    pub(super) fn text<'r>(&self, record: &'r SourceRecord, name: &str) -> Option<&'r str> {
        trimmed(record, self.field(name)?)
    }

    /// The GUID in a column of the rule.
    pub(super) fn guid(&self, record: &SourceRecord, name: &str) -> Option<Guid> {
        Guid::parse(self.text(record, name)?).ok()
    }

    /// Whether a flag of the rule is set.
    pub(super) fn set(&self, record: &SourceRecord, name: &str) -> bool {
        self.text(record, name) == Some("1")
    }

    /// A date or time of the rule in its ISO form; sentinel days count as none.
    pub(super) fn date<'r>(&self, record: &'r SourceRecord, name: &str) -> Option<&'r str> {
        self.text(record, name).filter(|text| !is_sentinel(text))
    }

    /// The same, of a value that has the form of its column: what is turned away tells nothing else.
    pub(super) fn readable<'r>(&self, record: &'r SourceRecord, name: &str) -> Option<&'r str> {
        self.readable_in(record, self.field(name)?)
    }

    /// The same of a column that is none of the rule's.
    pub(super) fn readable_in<'r>(&self, record: &'r SourceRecord, field: FieldId) -> Option<&'r str> {
        let column = self.world.column(record.entity(), field);
        let text = trimmed(record, field).filter(|text| !is_sentinel(text))?;
        (record.why_unread(field).is_none() && is_readable(column, text)).then_some(text)
    }

    /// The extract date in its ISO form.
    pub(super) fn taken_on(&self) -> String {
        self.world.taken_on().to_string()
    }

    /// The table that a lookup or reference column of the entity points at.
    pub(super) fn table_of(&self, field: FieldId) -> Option<EntityId> {
        match self.entity.columns.get(usize::from(field.0))?.line {
            LineKind::Reference(entity) | LineKind::Lookup(entity) => Some(entity),
            _ => None,
        }
    }

    /// Whether the table that a column of the rule points at has a row of that key.
    pub(super) fn is_known(&self, name: &str, key: Guid) -> bool {
        let table = self.field(name).and_then(|field| self.table_of(field));
        table.is_some_and(|table| self.world.row(table, key).is_some())
    }

    /// The row that a lookup or reference column of the rule points at, in this case file or in a table of its own.
    pub(super) fn pointed(&self, record: &SourceRecord, name: &str) -> Option<&'a SourceRecord> {
        let field = self.field(name)?;
        let (table, key) = (self.table_of(field)?, self.guid(record, name)?);
        self.case.find(table, key).or_else(|| self.world.row(table, key))
    }

    /// A column of the row that another column of the rule points at.
    pub(super) fn attribute(&self, record: &SourceRecord, pointer: &str, column: &str) -> Option<&'a str> {
        trimmed(self.pointed(record, pointer)?, self.field(column)?)
    }

    /// The key of the record that a lookup names, with merges of cases followed.
    pub(super) fn followed(&self, entity: Option<EntityId>, key: Guid) -> Guid {
        entity.and_then(|entity| self.world.work(entity, key)).map_or(key, |(survivor, _)| survivor)
    }

    /// Raises a code for a column of the rule.
    pub(super) fn raise(&mut self, record: &SourceRecord, reason: Reason, name: &str) {
        let field = self.field(name);
        self.raise_at(record, reason, field);
    }

    /// Raises a code for a column, or for the whole record; one that turns nothing away is counted.
    pub(super) fn raise_at(&mut self, record: &SourceRecord, reason: Reason, field: Option<FieldId>) {
        if reason.action() == Action::Map {
            self.out.counted.add(record, field, reason);
            return;
        }
        self.out.list.push(Finding {
            reason,
            entity: record.entity(),
            source_id: self.case.key(record).map(|key| key.to_string()).unwrap_or_default(),
            case_file: self.case.number,
            origin: record.origin(),
            field,
        });
    }
}

/// The trimmed text of a column, where it is filled.
pub(super) fn trimmed(record: &SourceRecord, field: FieldId) -> Option<&str> {
    record.get(field).filled().map(str::trim).filter(|text| !text.is_empty())
}

/// The day of a date or time in ISO form.
pub(super) fn day_of(text: &str) -> &str {
    text.get(..10).unwrap_or(text)
}

/// The day after a day in ISO form.
pub(super) fn next_day(text: &str) -> Option<String> {
    let day: Date = day_of(text).parse().ok()?;
    Some(day.tomorrow().ok()?.to_string())
}

/// Whether a record was folded into another by name.
fn is_folded(case: &CaseView<'_>, world: &dyn Lookup, entity: &EntityPlan, record: &SourceRecord) -> bool {
    let Some(merge) = &entity.merge else { return false };
    let Some(key) = case.key(record).filter(|_| record.get(merge.master).filled().is_some()) else {
        return false;
    };
    let survivor = match entity.owner {
        Owner::CaseFile(_) => world.survivor(key),
        _ => world.work(entity.entity, key).map(|(survivor, _)| survivor),
    };
    survivor.is_some_and(|survivor| survivor != key)
}
