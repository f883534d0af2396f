//! What the run's own cross-reference says became of records. The proof believes none of it unseen: a record that is
//! said to have been merged must have no row of its own, and the row that absorbed it must be there.

mod cross_references;

pub use cross_references::{CrossReference, CrossReferences};
