//! Totals that people who know the service can check by eye, counted from the export and from the import files
//! (`mappings/totals.toml`).

mod age;
mod counting;
mod counts;
mod load;
mod raw;
mod total;

use std::path::Path;

pub use counting::Counting;
pub use counts::{Amount, GroupCount, TotalCount};
pub use total::{Born, SourceBy, SourceRows, TargetBy, TargetRows, TextCondition, Total};

use crate::map::plan::Plan;
use crate::record::Diagnostic;

/// Reads `totals.toml` of a mappings folder; all its mistakes are reported.
pub fn load_totals(mappings: &Path, plan: &Plan) -> Result<Vec<Total>, Vec<Diagnostic>> {
    load::load(mappings, plan)
}
