//! Labels in place of identifiers and codes, as screens show them.

mod heading;
mod label_book;
mod label_kind;
mod read_book;

pub(super) use heading::heading;
pub use heading::plural;
pub use label_book::{LabelBook, Named};
pub use label_kind::LabelKind;
