//! What a rule of a mapping names, looked up in a record.

use crate::map::plan::{EntityPlan, Rule};
use crate::reconcile::recompute::ToldDay;
use crate::reconcile::recompute::scene::Scene;
use crate::reconcile::recompute::step::is_sentinel;
use crate::record::{EntityId, FieldId, Guid, SourceRecord};

/// A rule of a mapping, read as data: its columns, texts and entities by the names of its parameters.
pub(super) struct Look<'w, 'a> {
    pub(super) scene: &'w Scene<'a>,
    pub(super) entity: &'a EntityPlan,
    pub(super) rule: &'a Rule,
}

/// The days from the first to the last; none where it has no end yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days<'r> {
    pub(super) start: &'r str,
    pub(super) end: Option<&'r str>,
}

impl Days<'_> {
    /// Whether it ends before it starts.
    pub(super) fn runs_backwards(&self) -> bool {
        self.end.is_some_and(|end| end < self.start)
    }

    /// Whether both go on at one time; one may begin on the day the other ends.
    pub(super) fn coincides(&self, other: &Self) -> bool {
        let goes_on_after = |days: &Self, start: &str| days.end.is_none_or(|end| end > start);
        goes_on_after(self, other.start) && goes_on_after(other, self.start)
    }

    /// Whether the other lies within it.
    pub(super) fn encloses(&self, other: &Self) -> bool {
        let ends_later = match (self.end, other.end) {
            (Some(own), Some(end)) => own >= end,
            (own, _) => own.is_none(),
        };
        self.start <= other.start && ends_later
    }
}

impl<'a> Look<'_, 'a> {
    pub(super) fn field(&self, name: &str) -> Option<FieldId> {
        self.rule.fields.get(name).copied()
    }

    pub(super) fn value(&self, name: &str) -> &'a str {
        self.rule.values.get(name).map(String::as_str).unwrap_or_default()
    }

    /// Whether a list of the rule, parted by bars, has a text.
    pub(super) fn lists(&self, name: &str, text: &str) -> bool {
        !text.is_empty() && self.value(name).split('|').any(|listed| listed == text)
    }

    pub(super) fn table(&self, name: &str) -> Option<EntityId> {
        self.rule.entities.get(name).copied()
    }

    pub(super) fn text<'r>(&self, record: &'r SourceRecord, name: &str) -> Option<&'r str> {
        record.get(self.field(name)?).filled().map(str::trim).filter(|text| !text.is_empty())
    }

    pub(super) fn guid(&self, record: &SourceRecord, name: &str) -> Option<Guid> {
        Guid::parse(self.text(record, name)?).ok()
    }

    /// A date or time that stands for one.
    pub(super) fn time<'r>(&self, record: &'r SourceRecord, name: &str) -> Option<&'r str> {
        self.text(record, name).filter(|text| !is_sentinel(text))
    }

    /// The same, of a value that has a form of its column.
    pub(super) fn readable<'r>(&self, record: &'r SourceRecord, name: &str) -> Option<&'r str> {
        let told = ToldDay::of(self.scene.plan.dictionary(), record, self.field(name)?);
        self.time(record, name).filter(|_| told != ToldDay::Unreadable)
    }

    /// The day of a value that has a form of its column.
    pub(super) fn readable_day<'r>(&self, record: &'r SourceRecord, name: &str) -> Option<&'r str> {
        self.readable(record, name).map(|text| text.get(..10).unwrap_or(text))
    }

    /// The day of a date or time.
    pub(super) fn day<'r>(&self, record: &'r SourceRecord, name: &str) -> Option<&'r str> {
        self.time(record, name).map(|text| text.get(..10).unwrap_or(text))
    }

    pub(super) fn days<'r>(&self, record: &'r SourceRecord, start: &str, end: &str) -> Option<Days<'r>> {
        Some(Days { start: self.readable_day(record, start)?, end: self.readable_day(record, end) })
    }

    /// The row that a column of the record names, in this case file or in a table of its own.
    pub(super) fn row_of(&self, record: &SourceRecord, name: &str) -> Option<&'a SourceRecord> {
        let key = self.guid(record, name)?;
        let tables = self.scene.tables_of(self.entity.entity, self.field(name)?);
        let row = |table: EntityId| self.scene.find(table, key).or_else(|| self.scene.rest.row(table, key));
        tables.iter().copied().find_map(row)
    }

    /// A column of that row.
    pub(super) fn attribute(&self, record: &SourceRecord, name: &str, column: &str) -> Option<&'a str> {
        self.text(self.row_of(record, name)?, column)
    }

    /// The target that a code table named by the rule gives for a text; empty where it gives none.
    pub(super) fn target(&self, table: &str, text: &str) -> &'a str {
        let entry = self.scene.plan.code_table_named(self.value(table)).and_then(|codes| codes.find(text));
        entry.and_then(|entry| entry.target.as_deref()).unwrap_or_default()
    }

    /// The records of the rule's entity in this case file that were not folded into others.
    pub(super) fn standing(&self) -> impl Iterator<Item = (usize, &'a SourceRecord)> + '_ {
        let master = self.entity.merge.as_ref().map(|merge| merge.master);
        let own =
            move |record: &SourceRecord| master.is_none_or(|master| record.get(master).filled().is_none());
        let places = self.scene.places(self.entity.entity).iter();
        places.map(|place| (*place, self.scene.record(*place))).filter(move |(_, record)| own(record))
    }

    /// The records of another entity of the rule in this case file.
    pub(super) fn others(&self, name: &str) -> impl Iterator<Item = &'a SourceRecord> + '_ {
        let places = self.table(name).map(|table| self.scene.places(table)).unwrap_or_default();
        places.iter().map(|place| self.scene.record(*place))
    }

    pub(super) fn policy(&self, name: &str) -> Option<&'a str> {
        self.scene.plan.policy().get(name)
    }

    /// The surviving person of a key, else the key.
    pub(super) fn survivor(&self, person: Guid) -> Guid {
        self.scene.rest.survivor(person).unwrap_or(person)
    }
}

#[cfg(test)]
mod tests {
    use super::Days;

    #[test]
    fn days_coincide_only_where_both_go_on() {
        let days = |start, end| Days { start, end };
        let open = days("2020-01-01", None);
        assert!(open.coincides(&days("2021-01-01", Some("2021-02-01"))));
        assert!(!days("2019-01-01", Some("2020-01-01")).coincides(&open));
        assert!(days("2019-01-01", Some("2020-01-02")).coincides(&open));
        assert!(open.encloses(&days("2020-01-01", Some("2020-02-01"))));
        assert!(!days("2020-01-01", Some("2020-02-01")).encloses(&days("2020-01-05", None)));
        assert!(!open.encloses(&days("2019-12-31", None)));
        assert!(days("2020-01-02", Some("2020-01-01")).runs_backwards());
        assert!(!days("2020-01-01", Some("2020-01-01")).runs_backwards());
    }
}
