//! The target: the staging contract, and the writers of batches, lists, and bags.

pub mod contract;

mod atomic_file;
mod bag;
mod batch;
mod batch_content;
mod data_package;
mod document_store;
mod folder_lock;
mod hashing_writer;
mod import_file;
mod lists;
mod manifest;
mod mappings_copy;
mod memory_rows;
mod packed_rows;
mod proof_key;
mod rejected_rows;
mod target_error;
mod xref;

pub(crate) use atomic_file::PART;
pub use atomic_file::{
    AtomicFile, MayName, create_folder, has_parts, remove_parts, sync_folder, time_in, write_atomically,
    write_atomically_if,
};
pub use bag::write_bag;
pub use batch::{Batch, Filled, Planned, Written};
pub use batch_content::{BatchContent, SortedRows};
pub use data_package::{data_package, write_data_package};
pub use document_store::{DocumentPolicy, DocumentSource};
pub use folder_lock::FolderLock;
pub use hashing_writer::{HashingWriter, hex};
use import_file::write_line;
pub use lists::{List, ListWriter};
pub use manifest::{Manifest, ManifestFile};
pub use mappings_copy::copy_mappings;
pub use memory_rows::{GatheredRows, MemoryRows};
pub use packed_rows::{PackedRows, RowView, by_key};
pub use proof_key::{proof_key, replace_proof_key};
pub use rejected_rows::RejectedRows;
pub use target_error::TargetError;
pub use xref::{XrefLines, XrefRow};
