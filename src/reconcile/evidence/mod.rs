//! What the run's own cross-reference says became of records. The proof believes none of it unseen: a record that is
//! said to have been merged must have no row of its own, and the row that absorbed it must be there.

mod cross_references;
mod folded_work;

pub use cross_references::{CrossReference, CrossReferences};
pub use folded_work::FoldedWork;
pub(in crate::reconcile) use folded_work::with_key;
