//! Days that were written as moments in universal time.

use jiff::civil;

use crate::record::FieldId;
use crate::source::{DateForm, Entity, TimeBasis, UtcInstant, WallTime};

/// Fewer summer values than this say nothing.
const FEWEST: u64 = 10;

/// Watches a datetime column that is declared `local` or `date`: midnight of a UK summer day is 23:00 of the day before
/// in universal time, so values that cluster there say that the column is in truth `utc`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MidnightWatch {
    pub(super) field: FieldId,
    summer: u64,
    eleven: u64,
}

/// The columns of an entity to be watched.
pub(super) fn watches(entity: &Entity) -> Vec<MidnightWatch> {
    let fields = entity.fields().zip(&entity.columns);
    let doubtful = fields.filter(|(_, column)| {
        column.data_type == crate::source::DataType::DateTime && column.time != Some(TimeBasis::Utc)
    });
    doubtful.map(|(field, _)| MidnightWatch { field, summer: 0, eleven: 0 }).collect()
}

impl MidnightWatch {
    /// Looks at one value.
    pub(super) fn see(&mut self, text: &str, forms: &[DateForm]) {
        let Some(shown) = WallTime::parse(text, forms).map(WallTime::datetime) else { return };
        let summer =
            UtcInstant::parse(text, forms).is_some_and(|moment| moment.to_uk_wall().hour() != shown.hour());
        self.summer += u64::from(summer);
        self.eleven += u64::from(summer && shown.time() == civil::time(23, 0, 0, 0));
    }

    /// How many values stand at 23:00 in summer, where at least half of the summer's values do.
    pub(super) fn shifted(&self) -> Option<u64> {
        (self.summer >= FEWEST && self.eleven * 2 >= self.summer).then_some(self.eleven)
    }
}
