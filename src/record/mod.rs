//! What every room speaks of: source records, where they came from, why they were turned away, what became of them.
//!
//! This room depends on nothing else in the package.

mod case_file_tally;
mod code_counts;
mod crash_point;
mod diagnostic;
mod finding;
mod form_words;
mod guid;
mod hex_digits;
mod mapping_file;
mod nearest;
mod origin;
mod outcome;
mod reason;
mod source_record;
mod stop;
mod tally;

pub use case_file_tally::CaseFileTally;
pub use code_counts::CodeCounts;
pub use crash_point::crash_point;
#[cfg(any(debug_assertions, feature = "failpoints"))]
pub use crash_point::{arm_crash_point, watch_crash_points};
pub use diagnostic::Diagnostic;
pub use finding::Finding;
pub(crate) use form_words::form_words;
pub use guid::{Guid, GuidError};
pub(crate) use hex_digits::hex_digits;
pub(crate) use mapping_file::MappingFile;
pub(crate) use nearest::nearest;
pub use origin::{FileId, Origin};
pub use outcome::Outcome;
pub use reason::{Action, Reason};
pub use source_record::{EntityId, FieldId, SourceRecord, SourceRecordBuilder, Value};
pub use stop::Stop;
pub use tally::Tally;
