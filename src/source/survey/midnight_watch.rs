//! Days that were written as moments in universal time.

use jiff::civil;

use crate::record::{EntityId, FieldId};
use crate::source::{Column, Conversion, DataType, Entity, Format, TimeBasis, UtcInstant};

/// Fewer summer values than this say nothing.
const FEWEST: u64 = 10;

/// The length of a day without a time.
const DAY: usize = "YYYY-MM-DD".len();

/// Watches a column of times that is declared `local` or `date`, or a column of days: midnight of a UK summer day is 23:00
/// of the day before in universal time, so values that cluster there say that the column is in truth `utc`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MidnightWatch {
    pub(super) field: FieldId,
    /// Whether records have its values as moments in universal time.
    moments: bool,
    summer: u64,
    eleven: u64,
}

/// The columns of an entity to be watched.
pub(super) fn watches(entity: EntityId, columns: &Entity, format: &Format) -> Vec<MidnightWatch> {
    let watch = |(field, column): (FieldId, &Column)| {
        let moments = match format.conversion(entity, field, column) {
            Some(Conversion::Moment(written)) if written.basis == TimeBasis::Local => true,
            Some(Conversion::Day(_)) => false,
            None if column.data_type == DataType::Date => false,
            _ => return None,
        };
        Some(MidnightWatch { field, moments, summer: 0, eleven: 0 })
    };
    columns.fields().zip(&columns.columns).filter_map(watch).collect()
}

impl MidnightWatch {
    /// Looks at one value; tells whether it is a UK time that clocks showed twice, of which the declared one is taken.
    pub(super) fn see(&mut self, text: &str, format: &Format) -> bool {
        if self.moments {
            let Some(moment) = UtcInstant::parse(text, &format.datetimes) else { return false };
            self.count(moment.to_uk_wall());
            return moment.is_shown_twice();
        }
        // A day without a time says nothing.
        if text.len() > DAY
            && let Some(shown) = format.shown(text)
        {
            self.count(shown);
        }
        false
    }

    fn count(&mut self, shown: civil::DateTime) {
        let summer = UtcInstant::from_utc(shown).to_uk_wall().hour() != shown.hour();
        self.summer += u64::from(summer);
        self.eleven += u64::from(summer && shown.time() == civil::time(23, 0, 0, 0));
    }

    /// How many values stand at 23:00 in summer, where at least half of the summer's values do.
    pub(super) fn shifted(&self) -> Option<u64> {
        (self.summer >= FEWEST && self.eleven * 2 >= self.summer).then_some(self.eleven)
    }
}
