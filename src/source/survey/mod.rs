//! What a drop shows of itself, before any mapping: whose each file is, what is wrong with it, whether it is whole.
//!
//! Stops are handed on as data; which of them an acknowledgement lifts is the policy's business.

mod assignment;
mod cell_limits;
mod completeness;
mod control_totals;
mod file_report;
mod file_scan;
mod header_check;
mod profile_choice;
mod text_watch;

pub use assignment::{Assignment, SourceFile};
pub use completeness::Completeness;
pub use control_totals::{ControlTotals, Total};
pub use file_report::FileReport;
pub use file_scan::FileScan;
pub use profile_choice::{ProfileChoiceError, choose_profile};
