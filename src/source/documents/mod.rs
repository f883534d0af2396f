//! Attachments that are not named by their keys: by what the record says, or in the record itself.

mod bodies;
mod document_path;
mod named_documents;

pub(super) use bodies::Bodies;
pub use document_path::DocumentPath;
pub use named_documents::NamedDocuments;
