//! What a drop is: the council's data dictionary, the profile of an export's shape, and the readers of its files.
//!
//! Files become [`SourceRecord`](crate::record::SourceRecord)s here; nothing is mapped, and no value is judged but by
//! what its file and its column say about it.

mod csv;
mod dictionary;
mod file;
mod folder;
mod line_ends;
mod mistake;
mod profile;
mod survey;
mod time;

pub use csv::{BrokenRow, CsvReader, Faults, Header, Notes};
pub use dictionary::{Column, DataType, Dictionary, Entity, Kind, Role, TimeBasis};
pub use file::{FileDigest, FileEnd, FileReader, HashingReader, ReadError, RecordReader};
pub use folder::{DropError, DropFile, DropFolder, REASON_COLUMNS, holds_corrected_rows};
pub use line_ends::LineEnds;
pub use mistake::Mistake;
pub use profile::{
    Absent, Claim, ControlTotalsRule, DocumentsRule, FileRule, Format, IgnoreColumn, IgnoreRule, Lack,
    Limits, NullPolicy, Profile,
};
pub use survey::{
    Assignment, ColumnFacts, Completeness, ControlTotals, Distinct, EntityFacts, FileReport, FileScan,
    ProfileChoiceError, SourceFile, Total, choose_profile,
};
pub use time::{CivilDate, DateForm, UtcInstant, WallTime};
