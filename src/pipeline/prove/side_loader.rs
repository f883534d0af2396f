//! The rows of one batch of the export, read back.

use super::folder_reader::read_folder;
use super::folders::{Folders, Holds};
use super::parted_rows::{PartedRows, SHARED};
use super::target_counts::FileCount;
use super::{ProveError, ProveInput};
use crate::reconcile::check::contract::{BatchFound, ContractRules};
use crate::reconcile::{FileNo, TargetFile, TargetSide};
use crate::target::contract::TableId;

/// The rows of one batch of the export, or the shared rows, read back.
pub(super) struct LoadedSide {
    pub(super) side: TargetSide,
    pub(super) counts: Vec<FileCount>,

    /// What the contract checks found, by folder.
    pub(super) found: Vec<BatchFound>,
}

impl LoadedSide {
    /// The rows of the people of a batch of the export.
    pub(super) fn batch(
        input: &ProveInput<'_>,
        (rules, folders, parted): (&ContractRules<'_>, &Folders, &PartedRows),
        batch: u32,
    ) -> Result<Self, ProveError> {
        Self::load(input, (rules, folders, parted), Holds::Batch(batch), batch)
    }

    /// The shared rows.
    pub(super) fn shared(
        input: &ProveInput<'_>,
        (rules, folders, parted): (&ContractRules<'_>, &Folders, &PartedRows),
    ) -> Result<Self, ProveError> {
        Self::load(input, (rules, folders, parted), Holds::Shared, SHARED)
    }

    fn load(
        input: &ProveInput<'_>,
        (rules, folders, parted): (&ContractRules<'_>, &Folders, &PartedRows),
        holds: Holds,
        list: u32,
    ) -> Result<Self, ProveError> {
        let side = TargetSide::new(input.plan.contract());
        let mut loaded = Self { side, counts: Vec::new(), found: Vec::new() };
        for folder in folders.holding(holds) {
            let side = &mut loaded.side;
            let mut before: Option<(TableId, FileNo)> = None;
            let read = read_folder(input, rules, folder, |table, file, row| {
                let number = match before.filter(|(own, _)| *own == table) {
                    Some((_, number)) => number,
                    None => side.add_file(TargetFile { batch: folder.number, path: file.path.clone() }),
                };
                before = Some((table, number));
                side.push(table, number, row.line, row.cells());
                Ok(())
            })?;
            loaded.counts.extend(read.counts);
            loaded.found.push(read.found);
        }
        parted.load(list, &mut loaded.side)?;
        loaded.side.unfold(input.plan.sibling_tables(), &folders.folded);
        Ok(loaded)
    }
}
