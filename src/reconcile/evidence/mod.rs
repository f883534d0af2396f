//! What the run's own lists say became of records: exception lists and cross-reference. The proof believes none of it
//! unseen: a listed record must have no row, and one that is not listed must have its rows.

#[expect(clippy::module_inception, reason = "the file is named after its type, as everywhere")]
mod evidence;
mod record_evidence;

pub use evidence::{CrossReferenceEntry, Evidence};
pub use record_evidence::RecordEvidence;
