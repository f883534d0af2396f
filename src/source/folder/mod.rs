//! The drop as a folder of files, or a zip of one.

mod absent_file;
mod corrected_rows;
mod drop_error;
mod drop_file;
mod drop_folder;
mod list;
mod original;
mod pieces;
mod private_folder;
mod refusal;
mod saved_otherwise;
mod told_paths;
mod unpacked;

pub use absent_file::AbsentFile;
pub use corrected_rows::{REASON_COLUMNS, holds_corrected_rows, is_lock_file, refuse_doubtful, tables_named};
pub use drop_error::DropError;
pub use drop_file::DropFile;
pub use drop_folder::{DropFolder, layer_of, told_attachments};
pub use original::Original;
pub(super) use pieces::is_of_all_entities;
pub(crate) use private_folder::PrivateFolder;
pub use refusal::Refusal;
pub(super) use unpacked::ZIP;
