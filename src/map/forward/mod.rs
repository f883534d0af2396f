//! The plan run forwards: from the records of one case file to target rows.
//!
//! Nothing here looks beyond one case file but through [`Surroundings`], so that case files can be mapped in any
//! order and by any number of threads with the same result.

mod case_file;
mod case_index;
mod cell;
mod collapse;
mod compute;
mod condition;
mod context_step;
mod decide;
mod file_name;
mod line;
mod lookups;
mod mapped;
mod markup;
mod merged;
mod note;
mod prepared;
mod rows;
mod rules;
mod run;
mod scope;
mod shared;
mod surroundings;
mod templates;
mod validate;
mod work;
mod work_lookup;

pub use case_file::{CaseFileRecords, map_case_file};
pub use case_index::CaseIndex;
pub use mapped::{
    AddressClaim, CaseFileState, CrossReference, DocumentCopy, JoiningRecord, MappedCaseFile, RecordOutcome,
};
pub use prepared::Prepared;
pub use markup::to_note_markup;
pub use shared::map_shared;
pub use surroundings::{DocumentFacts, Fate, Surroundings};
