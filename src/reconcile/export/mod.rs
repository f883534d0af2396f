//! The export as the proof sees it: one case file, and what surrounds it.

mod case_file;
mod surroundings;

pub use case_file::{ExportCaseFile, ExportRecords};
pub use surroundings::{Export, ExportDocument, ExportWork};
