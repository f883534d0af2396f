//! What a drop shows of itself, before any mapping: whose each file is, what is wrong with it, whether it is whole.
//!
//! Stops are handed on as data; which of them an acknowledgement lifts is the policy's business.

mod assignment;
mod cell_limits;
mod column_facts;
mod completeness;
mod control_totals;
mod distinct;
mod doubt;
mod entity_facts;
mod file_report;
mod file_scan;
mod header_check;
mod midnight_watch;
mod profile_choice;
mod refused_cells;
mod sighted;
mod text_watch;
mod value_form;

pub use assignment::{Assignment, SourceFile};
pub use column_facts::ColumnFacts;
pub use completeness::Completeness;
pub use control_totals::{ControlTotals, Total};
pub use distinct::Distinct;
pub use doubt::Doubt;
pub use entity_facts::EntityFacts;
pub use file_report::{FileReport, repeated_rows};
pub use file_scan::FileScan;
pub use profile_choice::{ProfileChoiceError, choose_profile, choose_profile_after};
pub use sighted::Sighted;
pub use value_form::fits;
