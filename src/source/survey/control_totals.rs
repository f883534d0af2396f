//! The counts taken at source.

use std::collections::BTreeMap;

use jiff::civil;

use crate::record::{EntityId, FieldId, Origin, SourceRecord};
use crate::source::{ControlTotalsRule, Dictionary, Profile, TimeBasis, UtcInstant, WallTime};

/// The count of one table, taken at source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// Its rows; none where the count is no whole number.
    pub rows: Option<u64>,
    /// Its rows with `Inactive` = 1, where they were counted.
    pub inactive: Option<u64>,
    /// Where the count stands.
    pub origin: Origin,
}

/// The counts of all tables, and when they were taken.
#[derive(Clone, Debug, Default)]
pub struct ControlTotals {
    totals: BTreeMap<EntityId, Total>,
    unknown: Vec<Origin>,
    taken_on: Option<civil::DateTime>,
}

impl ControlTotals {
    /// Reads the counts out of the records of the profile's control totals. Where a table is counted twice, the later
    /// line counts.
    pub fn new(
        records: &[SourceRecord],
        rule: &ControlTotalsRule,
        profile: &Profile,
        dictionary: &Dictionary,
    ) -> Self {
        let mut totals = Self::default();
        for record in records {
            let name = record.get(rule.table).filled().unwrap_or_default();
            let number = |field| record.get(field).filled().and_then(|text| text.trim().parse().ok());
            let total = Total {
                rows: number(rule.rows),
                inactive: rule.inactive_rows.and_then(number),
                origin: record.origin(),
            };
            match dictionary.find(name.trim()) {
                Some(entity) => {
                    totals.totals.insert(entity, total);
                }
                None => totals.unknown.push(record.origin()),
            }
            let taken = rule.taken_on.and_then(|field| taken_on(record, field, rule, profile, dictionary));
            totals.taken_on = totals.taken_on.max(taken);
        }
        totals
    }

    /// The count of an entity's rows.
    pub fn total(&self, entity: EntityId) -> Option<Total> {
        self.totals.get(&entity).copied()
    }

    /// Lines that count a table which the dictionary does not have.
    pub fn unknown(&self) -> &[Origin] {
        &self.unknown
    }

    /// The extract date: the latest moment at which a count was taken, as UK wall time, else the profile's day at
    /// midnight. Without either a run is refused.
    pub fn extract_date(&self, profile: &Profile) -> Option<civil::DateTime> {
        self.taken_on.or_else(|| profile.taken_on.map(civil::Date::into))
    }
}

fn taken_on(
    record: &SourceRecord,
    field: FieldId,
    rule: &ControlTotalsRule,
    profile: &Profile,
    dictionary: &Dictionary,
) -> Option<civil::DateTime> {
    let text = record.get(field).filled()?;
    let utc = dictionary.entity(rule.entity).field(field).time == Some(TimeBasis::Utc);
    let forms = &profile.format.datetimes;
    if utc {
        return UtcInstant::parse(text, forms).map(|moment| moment.to_uk_wall());
    }
    let all: Vec<_> = forms.iter().chain(&profile.format.dates).cloned().collect();
    WallTime::parse(text, &all).map(WallTime::datetime)
}
