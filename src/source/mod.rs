//! What a drop is: the council's data dictionary, the profile of an export's shape, and the readers of its files.
//!
//! Files become [`SourceRecord`](crate::record::SourceRecord)s here; nothing is mapped, and no value is judged but by
//! what its file and its column say about it.

mod decoding;
mod delimited;
mod dictionary;
mod file;
mod folder;
mod input;
mod line_ends;
mod mistake;
mod profile;
mod rows;
mod survey;
mod time;

pub use decoding::Encoding;
pub use delimited::DelimitedReader;
pub use dictionary::{Column, DataType, Dictionary, Entity, Kind, Role, TimeBasis};
pub use file::{FileDigest, FileEnd, FileReader, HashingReader, ReadError, RecordReader};
pub use folder::{DropError, DropFile, DropFolder, REASON_COLUMNS, holds_corrected_rows};
pub use input::{Expansion, FileInput};
pub use line_ends::LineEnds;
pub use mistake::Mistake;
pub use profile::{
    Absent, Called, Claim, ControlTotalsRule, Delimited, DocumentsRule, FileRule, Format, IgnoreColumn,
    IgnoreRule, Lack, Limits, NullPolicy, Profile, Shape,
};
pub use rows::{BrokenRow, Conversion, Faults, Header, Malformed, Mismatch, Notes};
pub use survey::{
    Assignment, ColumnFacts, Completeness, ControlTotals, Distinct, EntityFacts, FileReport, FileScan,
    ProfileChoiceError, SourceFile, Total, choose_profile, fits,
};
pub use time::{CivilDate, DateForm, UtcInstant, WallTime};
