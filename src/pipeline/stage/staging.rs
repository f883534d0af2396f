//! Hands on what was staged.

use std::sync::Arc;

use super::casework::Casework;
use super::everyone::PlacedStop;
use super::sorted_table::SortedTable;
use super::stager::Stager;
use super::{IgnoredFile, Layout, SourceFile, Spools, StageError, Staged};
use crate::pipeline::world::{People, PersonIndex, World, WorldParts, OptionTexts};
use crate::record::{EntityId, FieldId, Finding, Guid, Reason, SourceRecord, Stop};
use crate::source::UtcInstant;

/// What reading the drop gave besides rows.
#[derive(Debug)]
pub struct ReadDrop {
    /// The files read, by [`crate::record::FileId`].
    pub files: Vec<SourceFile>,
    /// The files left alone.
    pub ignored: Vec<IgnoredFile>,
    /// Rows left out by a rule of the reader.
    pub excluded: Vec<(SourceRecord, Finding)>,
    /// Warnings about files and columns.
    pub warnings: Vec<Finding>,
    /// What refuses the run.
    pub stops: Vec<Stop>,
    /// The extract time.
    pub taken_on: UtcInstant,
    /// Option sets: their entity and name column; their values' entity, set, number and text columns.
    pub options: Option<((EntityId, FieldId), (EntityId, [FieldId; 3]))>,
}
