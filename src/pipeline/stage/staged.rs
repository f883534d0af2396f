//! What staging hands on.

use std::collections::{BTreeSet, HashMap};

use super::{PeopleRules, Spools};
use crate::pipeline::world::World;
use crate::record::{EntityId, Finding, Guid, Origin, Reason, SourceRecord, Stop};
use crate::source::FileReport;

/// What staging hands on. Nothing may be written when `stops` is not empty.
#[derive(Debug)]
pub struct Staged {
    /// What is kept in memory.
    pub world: World,
    /// The case files, by batch.
    pub spools: Spools,
    /// The files of rows, in order of path, each with its counts and SHA-256.
    pub files: Vec<FileReport>,
    /// Answers taken out of flat tables that were compared with the answers themselves; they have no outcomes.
    pub compared: Vec<FileReport>,
    /// The last layer of corrected rows that has a record, by its key; rows of earlier layers and of the drop itself with that
    /// key are passed over.
    pub corrected: HashMap<(EntityId, Guid), u32>,
    /// Rows of shared tables that repeat the key of a row in [`World::rows`] and lost: outcome merged.
    pub shared_duplicates: Vec<(SourceRecord, Reason)>,
    /// Findings about rows of shared tables: `conflicting-duplicate`, and stops that may be acknowledged.
    pub shared_findings: Vec<Finding>,
    /// Rows of casework and shared tables with no usable key or no owner, each with why: outcome rejected.
    pub ownerless: Vec<(SourceRecord, Finding)>,
    /// The rows of people who stand in the table of adoptions, and of tables with numbers of their case files; they stand in
    /// these as well.
    pub adopted: Vec<SourceRecord>,
    /// Where rows stand that name two identities of somebody by themselves: no row to be corrected has them.
    pub joining: BTreeSet<Origin>,
    /// Rows left out by a rule of the reader (`repeated-header`, `summary-row`): outcome excluded.
    pub excluded: Vec<Finding>,
    /// Warnings about files, columns and rows that concern no case file.
    pub warnings: Vec<Finding>,
    /// Which tables and columns play which part when everybody is looked at at once.
    pub rules: PeopleRules,
    /// What refuses the run, in order.
    pub stops: Vec<Stop>,
}
