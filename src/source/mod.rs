//! What a drop is: the council's data dictionary, the profile of an export's shape, and the readers of its files.
//!
//! Files become [`SourceRecord`](crate::record::SourceRecord)s here; nothing is mapped, and no value is judged but by
//! what its file and its column say about it.

mod data_xml;
mod decoding;
mod delimited;
mod dictionary;
mod documents;
mod file;
mod folder;
mod input;
mod json;
mod labels;
mod line_ends;
mod mistake;
mod profile;
mod reporting;
mod rows;
mod spreadsheet;
mod survey;
mod time;
mod window;
mod zip_directory;

pub use data_xml::DataXmlReader;
pub use decoding::Encoding;
pub use delimited::DelimitedReader;
pub use dictionary::{Column, DataType, Dictionary, Entity, Kind, Role, TimeBasis};
pub use documents::{DocumentPath, NamedDocuments};
pub use file::{FileDigest, FileEnd, FileReader, HashingReader, ReadError, RecordReader};
pub(crate) use folder::PrivateFolder;
pub use folder::{
    AbsentFile, DropError, DropFile, DropFolder, Original, REASON_COLUMNS, Refusal, holds_corrected_rows,
    is_lock_file, layer_of, refuse_doubtful, tables_named, told_attachments,
};
pub use input::{Expansion, FileInput};
pub use json::JsonReader;
pub use labels::{LabelBook, LabelKind, Named, plural};
pub use line_ends::LineEnds;
pub use mistake::Mistake;
pub use profile::{
    Absent, AnswerColumns, BodyRule, Called, Claim, ControlTotalsRule, Delimited, DocumentsRule, FileRule,
    Format, IgnoreColumn, IgnoreRule, LabelledOptions, Labels, Lack, Limits, NullPolicy, OwnDates, OwnValues,
    Profile, QuestionColumns, ReportingRule, Shape, Sheet, View, Yearly,
};
pub use reporting::answer_key;
pub use rows::{BrokenRow, Conversion, Converted, Faults, Header, Malformed, Mismatch, Notes, WrittenDates};
pub use spreadsheet::{SpreadsheetReader, WorkbookReader};
pub use survey::{
    Assignment, ColumnFacts, Completeness, ControlTotals, Distinct, Doubt, EntityFacts, FileReport, FileScan,
    ProfileChoiceError, Sighted, SourceFile, Total, choose_profile, choose_profile_after, fits,
    repeated_rows,
};
pub use time::{CivilDate, DateForm, UtcInstant, WallTime};
