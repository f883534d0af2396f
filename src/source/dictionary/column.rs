//! One column of an entity.

use super::{DataType, Kind};

/// What the clock of a date or datetime column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeBasis {
    /// Universal time, to be shown as UK wall time.
    Utc,
    /// UK wall time.
    Local,
    /// A calendar day without a time zone.
    Date,
}

impl TimeBasis {
    /// Reads the dictionary's word: `utc`, `local` or `date`.
    pub fn parse(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().as_str() {
            "utc" => Some(Self::Utc),
            "local" => Some(Self::Local),
            "date" => Some(Self::Date),
            _ => None,
        }
    }
}

/// A column of a source table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name as the dictionary writes it; files may write it in other case.
    pub name: String,
    /// How the source stores it.
    pub data_type: DataType,
    /// Whether the source allows it to be null.
    pub nullable: bool,
    /// What its value means.
    pub kind: Kind,
    /// The time basis; set for every date and datetime, and for nothing else.
    pub time: Option<TimeBasis>,
    /// The dictionary's remark, perhaps empty.
    pub note: String,
}
