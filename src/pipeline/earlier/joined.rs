//! Which records that join two case files stand in the last batches of runs.

use std::io;

use super::Earlier;
use super::read::{each_line, each_row};
use crate::map::plan::{EntityPlan, Plan, Source, Step};
use crate::reconcile::reader::BatchFolder;
use crate::record::{EntityId, Guid};
use crate::target::contract::{ColumnId, TableId};

impl Earlier {
    /// Takes the records of a last batch that gave a row under their own key, and those that were merged into another's row.
    pub(super) fn take_joined(&mut self, plan: &Plan, folder: &BatchFolder, run: u32) -> io::Result<()> {
        for entity in plan.entities().filter(|entity| entity.joins.is_some()) {
            let Some((table, column)) = own_key(entity) else { continue };
            each_row(plan, folder, table, |row| {
                let key = row.cells[usize::from(column.0)].as_deref();
                if let Some(key) = key.and_then(|key| Guid::parse(key).ok()) {
                    self.add_joined((entity.entity, key), run);
                }
            })?;
        }
        if !folder.folder().join("xref.csv").exists() {
            return Ok(());
        }
        each_line(folder, |line| {
            let entity = plan.dictionary().find(line.source_entity).and_then(|entity| plan.entity(entity));
            if let Some(entity) = entity.filter(|entity| entity.joins.is_some())
                && let Ok(key) = Guid::parse(line.source_id)
            {
                self.add_joined((entity.entity, key), run);
            }
        })
    }

    fn add_joined(&mut self, record: (EntityId, Guid), run: u32) {
        let first = self.joined.entry(record).or_insert(run);
        *first = run.min(*first);
    }
}

/// The main table of an entity, and the column there with the record's own key.
fn own_key(entity: &EntityPlan) -> Option<(TableId, ColumnId)> {
    let main = entity.rows.iter().find(|row| row.main)?;
    let mut cells = (0_u16..).map(ColumnId).zip(&main.cells);
    let own = cells.find(|(_, cell)| {
        let mut branches = cell.branches.iter();
        branches.any(|own| own.source == Source::Field(entity.key) && own.steps == [Step::Guid])
    });
    own.map(|(column, _)| (main.table, column))
}
