//! The audit of a sample, file by file: the list to be filled in, a sheet a case file, and what came of it.

mod audit_list;
mod sheet;

pub use audit_list::{AUDIT_COLUMNS, AuditLine, AuditResult, write_audit_list};
pub use sheet::{Fact, Sheet, SheetRecord, SheetRow, SheetSection, sheet_html};
