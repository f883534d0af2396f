//! What a column of days or times says, by the form that its values must have.

use super::step::{Day, day, uk_day};
use crate::record::{FieldId, SourceRecord};
use crate::source::{DataType, Dictionary, TimeBasis};

/// What a column says of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::reconcile) enum ToldDay {
    /// Nothing: it is empty, or has a day that stands for none.
    Nothing,
    /// This day, `YYYY-MM-DD`; of a time, the day in the United Kingdom.
    On(String),
    /// A text that has none of the column's forms, and is written nowhere as a day.
    Unreadable,
}

impl ToldDay {
    /// What a column of a record says.
    pub(in crate::reconcile) fn of(dictionary: &Dictionary, record: &SourceRecord, field: FieldId) -> Self {
        let Some(text) = record.get(field).filled() else { return Self::Nothing };
        let column = dictionary.entity(record.entity()).field(field);
        let holds_times = column.data_type == DataType::DateTime && column.time != Some(TimeBasis::Date);
        let found = match record.why_unread(field) {
            Some(_) => Day::Bad,
            None if holds_times => uk_day(text),
            None => day(text),
        };
        match found {
            Day::Text(day) => Self::On(day),
            Day::Sentinel => Self::Nothing,
            Day::Bad => Self::Unreadable,
        }
    }

    /// The day, where there is one.
    pub(in crate::reconcile) fn day(self) -> Option<String> {
        match self {
            Self::On(day) => Some(day),
            Self::Nothing | Self::Unreadable => None,
        }
    }
}
