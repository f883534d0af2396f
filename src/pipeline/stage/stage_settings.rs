//! What a run settles for staging.

use super::Parting;
use crate::source::DateForm;

/// What a run settles for staging.
#[derive(Clone, Debug)]
pub struct StageSettings {
    /// How everybody is parted.
    pub parting: Parting,
    /// The profile's forms of a day.
    pub dates: Vec<DateForm>,
    /// The profile's forms of a day with a time.
    pub datetimes: Vec<DateForm>,
    /// How many threads there may be; one more than this one is of use.
    pub threads: usize,
}
