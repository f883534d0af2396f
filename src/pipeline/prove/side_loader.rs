//! The rows of one batch of the export, read back.

use super::folders::{Folders, Holds, each_row};
use super::parted_rows::{PartedRows, SHARED};
use super::target_counts::FileCount;
use super::{ProveError, ProveInput};
use crate::reconcile::reader::Fault;
use crate::reconcile::{TargetFile, TargetSide};

/// The rows of one batch of the export, or the shared rows, read back.
pub(super) struct LoadedSide {
    pub(super) side: TargetSide,
    pub(super) counts: Vec<FileCount>,
    pub(super) faults: Vec<(TargetFile, Fault)>,
}

impl LoadedSide {
    /// The rows of the people of a batch of the export.
    pub(super) fn batch(
        input: &ProveInput<'_>,
        (folders, parted): (&Folders, &PartedRows),
        batch: u32,
    ) -> Result<Self, ProveError> {
        Self::load(input, (folders, parted), Holds::Batch(batch), batch)
    }

    /// The shared rows.
    pub(super) fn shared(
        input: &ProveInput<'_>,
        (folders, parted): (&Folders, &PartedRows),
    ) -> Result<Self, ProveError> {
        Self::load(input, (folders, parted), Holds::Shared, SHARED)
    }

    fn load(
        input: &ProveInput<'_>,
        (folders, parted): (&Folders, &PartedRows),
        holds: Holds,
        list: u32,
    ) -> Result<Self, ProveError> {
        let side = TargetSide::new(input.plan.contract());
        let mut loaded = Self { side, counts: Vec::new(), faults: Vec::new() };
        for folder in folders.holding(holds) {
            for file in &folder.files {
                let Some(table) = file.table else { continue };
                let own = TargetFile { batch: folder.number, path: file.path.clone() };
                let number = loaded.side.add_file(own.clone());
                let side = &mut loaded.side;
                let (count, faults) = each_row(input, folder, (table, file), |row| {
                    side.push(table, number, row.line, row.cells());
                    Ok(())
                })?;
                loaded.counts.push(count);
                loaded.faults.extend(faults.into_iter().map(|fault| (own.clone(), fault)));
            }
        }
        parted.load(list, &mut loaded.side)?;
        Ok(loaded)
    }
}
