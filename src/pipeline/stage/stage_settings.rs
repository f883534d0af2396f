//! What a run settles for staging.

use crate::source::DateForm;

/// What a run settles for staging.
#[derive(Clone, Debug)]
pub struct StageSettings {
    /// Surviving people a batch, at least 1.
    pub batch_size: u32,
    /// The profile's forms of a day.
    pub dates: Vec<DateForm>,
    /// The profile's forms of a day with a time.
    pub datetimes: Vec<DateForm>,
}
