//! The lists under `reconciliation/`: keys, positions and codes, for spreadsheets and scripts.

mod case_files;
mod csv_list;
mod differences;
mod joining;
mod mosaic;
mod root_document;

pub use case_files::{CaseFileLine, write_case_files};
pub(in crate::report) use csv_list::write_csv;
pub use differences::{DifferenceLine, write_differences};
pub use joining::{JoiningLine, write_joining};
pub use mosaic::{MOSAIC_COLUMNS, MosaicLine, write_mosaic};
pub use root_document::{RootDocument, SourceDigest};
