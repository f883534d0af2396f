//! The plan run forwards: from the records of one case file to target rows.
//!
//! Nothing here looks beyond one case file but through [`Surroundings`], so that case files can be mapped in any
//! order and by any number of threads with the same result. What depends on who else is written waits in
//! [`MappedCaseFile::last_rows`] and is settled by [`settle`].

mod addresses;
mod answers;
mod author;
mod beside;
mod beside_sealed;
mod case_file;
mod cell;
mod collapse;
mod compute;
mod condition;
mod constraints;
mod context_step;
mod cross_reference;
mod decide;
mod document_content;
mod encoding;
mod file_name;
mod file_names;
mod folds;
mod inline_images;
mod last_row;
mod line;
mod lines;
mod links;
mod lookups;
mod mapped;
mod merged;
mod named_people;
mod next_form;
mod note;
mod note_markup;
mod parent_tail;
mod prepared;
mod repeats;
mod rows;
mod rules;
mod run;
mod scope;
mod settle;
mod shared;
mod shown_elsewhere;
mod siblings;
mod surroundings;
mod templates;
mod told_flags;
mod told_jobs;
mod trial;
mod unnamed_files;
mod unplaced;
mod validate;
mod verdict;
mod waiting_as;
mod work;
mod work_lookup;

pub use case_file::{CaseFileRecords, map_case_file};
pub use document_content::{ContentKind, ContentProbe, DocumentContent};
pub use folds::Folds;
pub use last_row::{AddressSlot, LastKind, LastRow, LostLink};
pub use mapped::{
    AddressClaim, CaseFileState, CrossReference, DocumentBytes, DocumentCopy, JoiningRecord, Listed,
    MappedCaseFile, RecordOutcome, RecordPlace, RepeatLine,
};
pub use named_people::{can_reject_a_row, columns_of_named_people};
pub use prepared::Prepared;
pub use settle::{Amendments, Fate, settle, settle_joining, settle_link};
pub use shared::map_shared;
pub use shown_elsewhere::shown_elsewhere;
pub use siblings::{SiblingCopy, apply_folds, find_folds, rename_line};
pub use surroundings::{DocumentFacts, Surroundings};
pub use trial::trial_rows;
