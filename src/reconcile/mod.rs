//! The independent proof: what was written is read back and held against the export.
//!
//! Nothing here uses the writers of `target` or the forward mapper. What the two sides share is data: the compiled
//! plan, the data dictionary, and the staging contract.

pub mod reader;

mod difference;

pub use difference::Difference;
