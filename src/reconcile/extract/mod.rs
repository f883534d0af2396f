//! What the target holds after the load, by an extract of it, against the import files.
//!
//! An extract is a folder of files in the contract's layout, as the target gives its tables back: rows in any order,
//! columns in any order, and perhaps columns that the target adds. `extract.toml` says what else is otherwise.

mod comparison;
mod error;
mod files;
mod load;
mod normal;
mod raw;
mod row_sets;
mod rules;
mod tables;

pub use comparison::{Comparison, ExtractDifference, ExtractDifferenceKind, TableComparison};
pub use error::ExtractError;
pub use files::Extract;
pub use load::load_extract_rules;
pub use rules::{ExtractRules, NotCompared};
pub use tables::compare_extract;
