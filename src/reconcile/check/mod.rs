//! The checks: each has a stable id, a summary of one line, and a file of its own.

mod cells;
pub mod contract;
mod count_mismatch;
mod cross_reference;
mod digests_agree;
mod domain_total;
mod exclusion;
mod file_form;
mod hold_cause;
mod listed_records;
mod not_accounted_for;
mod record_swapped;
mod reject_cause;
mod rejected_rows;
mod rejected_values;
mod row_moved;
mod source_bytes;
mod source_recount;
pub mod validation;
mod value_mismatch;
mod warning_cause;

pub use cells::{CELL, MISSING_ROW, ROW_IN_ITS_BATCH, UNEXPECTED_ROW};
pub use count_mismatch::COUNT_MISMATCH;
pub use cross_reference::CROSS_REFERENCE;
pub use digests_agree::DIGESTS_AGREE;
pub use domain_total::DOMAIN_TOTAL;
pub use exclusion::EXCLUSION;
pub use file_form::FILE_FORM;
pub use hold_cause::HOLD_CAUSE;
pub use listed_records::LISTED_RECORDS;
pub use not_accounted_for::NOT_ACCOUNTED_FOR;
pub use record_swapped::RECORD_SWAPPED;
pub use reject_cause::REJECT_CAUSE;
pub use rejected_rows::REJECTED_ROWS;
pub use rejected_values::REJECTED_VALUES;
pub use row_moved::{ROW_DUPLICATED, ROW_MOVED};
pub use source_bytes::SOURCE_BYTES;
pub use source_recount::SOURCE_RECOUNT;
pub use value_mismatch::VALUE_MISMATCH;
pub use warning_cause::WARNING_CAUSE;

use crate::reconcile::recompute::identifier_passes;

/// A check that the proof makes.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Check {
    /// The stable id, as `differences.csv` and the report write it.
    pub id: &'static str,
    /// What it makes sure of, in one line.
    pub summary: &'static str,
}

/// Every check, in the order in which reports show them.
pub const ALL: &[&Check] = &[
    &COUNT_MISMATCH,
    &NOT_ACCOUNTED_FOR,
    &SOURCE_RECOUNT,
    &SOURCE_BYTES,
    &DOMAIN_TOTAL,
    &VALUE_MISMATCH,
    &RECORD_SWAPPED,
    &DIGESTS_AGREE,
    &CELL,
    &MISSING_ROW,
    &UNEXPECTED_ROW,
    &ROW_DUPLICATED,
    &ROW_MOVED,
    &ROW_IN_ITS_BATCH,
    &REJECTED_VALUES,
    &EXCLUSION,
    &HOLD_CAUSE,
    &REJECT_CAUSE,
    &REJECTED_ROWS,
    &WARNING_CAUSE,
    &CROSS_REFERENCE,
    &LISTED_RECORDS,
    &FILE_FORM,
    &contract::FILE_NAMES,
    &contract::MANIFEST,
    &contract::ROW_ORDER,
    &contract::ROW_KEY,
    &contract::UNIQUE,
    &contract::REFERENCE,
    &contract::CELL_REQUIRED,
    &contract::CELL_TYPE,
    &contract::CELL_WIDTH,
    &contract::CODE_IN_LIST,
    &contract::CONTRACT_DEMAND,
    &contract::DOCUMENT_FILE,
    &contract::PAIR_ONCE,
    &contract::QUESTION_IN_TEMPLATE,
    &validation::ACYCLIC,
    &validation::ALWAYS_FILLED,
    &validation::CELLS_FIT_CODE,
    &validation::CHECK_DIGIT,
    &validation::DAYS_IN_ORDER,
    &validation::NEVER_WRITTEN,
    &validation::NOT_TO_ITSELF,
    &validation::NUMBER_OF_ROWS,
    &validation::PERIODS_APART,
    &validation::PERIOD_WITHIN,
    &validation::TEXT_WIDTH,
];
