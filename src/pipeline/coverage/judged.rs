//! Whether a condition holds, as far as one record and reference data can tell.

use super::reference_rows::ReferenceRows;
use crate::map::plan::{Condition, EntityPlan};
use crate::map::step::day_of;
use crate::record::{FieldId, SourceRecord};
use crate::source::{Dictionary, Kind};

/// What conditions are judged by.
pub(in crate::pipeline) struct Judge<'a> {
    pub(in crate::pipeline) dictionary: &'a Dictionary,
    pub(in crate::pipeline) reference: &'a ReferenceRows,
}

impl Judge<'_> {
    /// Whether a rule surely leaves the record out.
    pub(super) fn left_out(&self, plan: &EntityPlan, record: &SourceRecord) -> bool {
        let key = record.guid(plan.key).map(|key| key.to_string()).unwrap_or_default();
        plan.scope.iter().any(|rule| {
            let listed = rule.ids.is_empty() || rule.ids.contains(&key);
            listed && self.holds(&rule.when, record) == Some(true)
        })
    }

    /// Whether a condition holds; none where more of the case file would have to be known.
    pub(super) fn holds(&self, condition: &Condition, record: &SourceRecord) -> Option<bool> {
        match condition {
            Condition::Always => Some(true),
            Condition::Filled(field) => Some(record.get(*field).filled().is_some()),
            Condition::Dated(field) => Some(self.is_dated(record, *field)),
            Condition::Equals { field, values } => Some(is_one_of(record.get(*field).filled(), values)),
            Condition::Attribute { field, attribute, values } => {
                let row = self.pointed(record, *field);
                Some(is_one_of(row.and_then(|row| row.get(*attribute).filled()), values))
            }
            Condition::Not(not) => self.holds(not, record).map(|holds| !holds),
            Condition::All(all) => {
                let each: Vec<_> = all.iter().map(|one| self.holds(one, record)).collect();
                if each.contains(&Some(false)) {
                    Some(false)
                } else {
                    each.into_iter().collect::<Option<Vec<_>>>().map(|_| true)
                }
            }
            Condition::Any(any) => {
                let each: Vec<_> = any.iter().map(|one| self.holds(one, record)).collect();
                if each.contains(&Some(true)) {
                    Some(true)
                } else {
                    each.into_iter().collect::<Option<Vec<_>>>().map(|_| false)
                }
            }
            _ => None,
        }
    }

    fn is_dated(&self, record: &SourceRecord, field: FieldId) -> bool {
        let column = self.dictionary.entity(record.entity()).field(field);
        let text = record.get(field).filled().filter(|_| record.why_unread(field).is_none());
        text.and_then(|text| day_of(column, text)).is_some()
    }

    fn pointed(&self, record: &SourceRecord, field: FieldId) -> Option<&SourceRecord> {
        let (Kind::Reference { table } | Kind::Lookup { table }) =
            self.dictionary.entity(record.entity()).field(field).kind
        else {
            return None;
        };
        self.reference.row(table, record.guid(field)?)
    }
}

fn is_one_of(text: Option<&str>, values: &[String]) -> bool {
    text.is_some_and(|text| values.iter().any(|value| value.eq_ignore_ascii_case(text.trim())))
}
