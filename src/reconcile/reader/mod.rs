//! Reads the output folder back: import files, cross-references, manifests, exception lists.
//!
//! Strict, and made without a look at the writers: what a file says is believed only where its form is exact.

mod batch_folder;
mod cells;
mod cross_reference;
mod delimited_file;
mod exception_list;
mod fault;
mod hex;
mod import_file;
mod import_row;
mod manifest;
mod named_file;
mod windows_1252;

pub use batch_folder::{BatchFile, BatchFolder, FileRead};
pub use cross_reference::{CrossReferenceFile, CrossReferenceLine};
pub use exception_list::{ExceptionList, ExceptionListFile, ListLine, RejectedValues};
pub use fault::{Fault, FaultKind};
pub(in crate::reconcile) use hex::hex;
pub use import_file::ImportFile;
pub use import_row::ImportRow;
pub use manifest::{BatchManifest, ListedFile};
pub use named_file::NamedFile;
pub(in crate::reconcile) use windows_1252::has as in_windows_1252;
