//! What staging hands on.

use super::{IgnoredFile, SourceFile, Spools};
use crate::pipeline::world::World;
use crate::record::{Finding, Reason, SourceRecord, Stop};

/// What staging hands on. Nothing may be written when `stops` is not empty.
#[derive(Debug)]
pub struct Staged {
    /// What is kept in memory.
    pub world: World,
    /// The case files, by batch.
    pub spools: Spools,
    /// The files read, in order of path.
    pub files: Vec<SourceFile>,
    /// The files left alone, in order of path.
    pub ignored: Vec<IgnoredFile>,
    /// Rows of shared tables that repeat the key of a row in [`World::rows`] and lost: outcome merged.
    pub shared_duplicates: Vec<(SourceRecord, Reason)>,
    /// Findings about rows of shared tables (`conflicting-duplicate`).
    pub shared_findings: Vec<Finding>,
    /// Rows of casework and shared tables with no usable key or no owner, each with why: outcome rejected.
    pub ownerless: Vec<(SourceRecord, Finding)>,
    /// Rows left out by a rule of the reader (`repeated-header`, `summary-row`): outcome excluded.
    pub excluded: Vec<(SourceRecord, Finding)>,
    /// Warnings about files and columns that concern no case file.
    pub warnings: Vec<Finding>,
    /// What refuses the run, in order.
    pub stops: Vec<Stop>,
}
