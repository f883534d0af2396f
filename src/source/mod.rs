//! What a drop is: the council's data dictionary, the profile of an export's shape, and the readers of its files.
//!
//! Files become [`SourceRecord`](crate::record::SourceRecord)s here; nothing is mapped, and no value is judged but by
//! what its file and its column say about it.

mod dictionary;
mod mistake;
mod nearest;
mod profile;
mod time;

pub use dictionary::{Column, DataType, Dictionary, Entity, Kind, Role, TimeBasis};
pub use mistake::Mistake;
pub use profile::{
    Absent, Claim, ControlTotalsRule, DocumentsRule, FileRule, Format, IgnoreRule, Lack, Limits, NullPolicy,
    Profile,
};
pub use time::{CivilDate, DateForm, UtcInstant, WallTime};
