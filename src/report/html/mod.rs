//! `report.html`: one page that needs no network and no script, for the screen and for A4.

mod bar;
mod column_reason;
mod entity_fields;
mod files_read;
pub(super) mod filters;
mod page;
mod table_proof;
mod trend;
pub(super) mod words;

pub use page::to_html;
