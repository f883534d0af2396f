//! Suspected duplicates whose plans or legal statuses overlap.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::note_person;
use crate::map::step::is_sentinel;
use crate::pipeline::stage::Layout;
use crate::pipeline::stage::SuspectRule;
use crate::pipeline::world::{People, PersonIndex};
use crate::record::{EntityId, FieldId, Reason, SourceRecord};
use crate::source::{CivilDate, DateForm};

#[derive(Clone, Copy, Debug)]
struct Period {
    entity: EntityId,
    start: Date,
    end: Date,
}

/// Suspected duplicates, and the periods of those people alone.
#[derive(Debug, Default)]
pub(crate) struct Suspects {
    pairs: BTreeSet<(PersonIndex, PersonIndex)>,
    columns: BTreeMap<EntityId, (FieldId, FieldId)>,
    periods: BTreeMap<PersonIndex, Vec<Period>>,
    dates: Vec<DateForm>,
}

impl Suspects {
    /// The pairs that are still suspected and not yet merged.
    pub(crate) fn of(people: &People, rows: &[SourceRecord], rule: &SuspectRule, dates: &[DateForm]) -> Self {
        let mut suspects = Self { dates: dates.to_vec(), ..Self::default() };
        suspects.columns =
            rule.periods.iter().map(|(entity, start, end)| (*entity, (*start, *end))).collect();
        let open = |row: &&SourceRecord| {
            row.get(rule.status).filled().is_some_and(|status| rule.open.iter().any(|open| open == status))
        };
        for row in rows.iter().filter(open) {
            let person = |field| row.guid(field).and_then(|key| people.find(key)).map(|p| people.survivor(p));
            let (Some(one), Some(other)) = (person(rule.pair.first), person(rule.pair.second)) else {
                continue;
            };
            if one != other {
                suspects.pairs.insert((one.min(other), one.max(other)));
                suspects.periods.insert(one, Vec::new());
                suspects.periods.insert(other, Vec::new());
            }
        }
        suspects
    }

    /// Keeps the period of a suspect's record.
    pub(crate) fn see(&mut self, record: &SourceRecord, person: PersonIndex) {
        if self.pairs.is_empty() {
            return;
        }
        let Some(periods) = self.periods.get_mut(&person) else { return };
        let Some((start, end)) = self.columns.get(&record.entity()) else { return };
        let day = |field| {
            let told = record.get(field).filled().and_then(|text| CivilDate::parse(text, &self.dates))?;
            Some(told.date()).filter(|day| !is_sentinel(&day.to_string()))
        };
        let Some(start) = day(*start) else { return };
        periods.push(Period { entity: record.entity(), start, end: day(*end).unwrap_or(Date::MAX) });
    }

    /// Notes both of a pair where a period of the one overlaps one of the same kind of the other.
    pub(crate) fn finish(self, people: &mut People, layout: &Layout) {
        for (one, other) in &self.pairs {
            if overlap(&self.periods[one], &self.periods[other]) {
                for person in [*one, *other] {
                    note_person(people, layout.person(), person, Reason::DuplicateBlocksMerge, None);
                }
            }
        }
    }
}

fn overlap(one: &[Period], other: &[Period]) -> bool {
    one.iter().any(|left| {
        other.iter().any(|right| {
            left.entity == right.entity && left.start < right.end.max(right.start) && right.start < left.end
        })
    })
}
