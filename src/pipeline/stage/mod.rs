//! The staging pass: every file of the drop is read once, and every record goes to the spool of its case file's batch.

mod block_log;
mod case_file_source;
mod record_codec;
mod source_file;
mod spools;
mod stage_error;
mod staged;

pub(crate) use block_log::BlockLog;
pub use case_file_source::CaseFileSource;
pub use source_file::{IgnoredFile, SourceFile};
pub use spools::Spools;
pub use stage_error::StageError;
pub use staged::Staged;
