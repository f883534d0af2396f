//! The keys of shared addresses, settled before rows are compared.

use std::sync::Mutex;

use super::export_view::ExportView;
use super::folders::Folders;
use super::lists::Lists;
use super::{ProveError, ProveInput};
use crate::map::plan::{Compute, EntityPlan, Source};
use crate::pipeline::parallel::in_parallel;
use crate::reconcile::recompute::{
    AddressClaims, AddressKeys, CaseSource, ExpectedRow, Questions, RestOfDrop, TurnedAway, expect,
};
use crate::record::{EntityId, SourceRecord};

/// Works out the address rows of all written case files, and which of them are one.
pub(super) fn settle(
    input: &ProveInput<'_>,
    export: &ExportView<'_>,
    folders: &Folders,
    lists: &Lists,
) -> Result<AddressKeys, ProveError> {
    let none = AddressKeys::default();
    let entities: Vec<EntityId> =
        input.plan.entities().filter(|plan| gives_addresses(plan)).map(|plan| plan.entity).collect();
    if entities.is_empty() {
        return Ok(none);
    }
    let failed = |source| ProveError::Temporary { path: input.temporary.to_path_buf(), source };
    let rest = RestOfDrop::new(export, &none);
    let questions = Questions::new(input.plan, rest);
    let claims = Mutex::new(AddressClaims::create(input.temporary).map_err(failed)?);
    let numbers: Vec<u32> = (1..=input.staged.spools.batches()).collect();
    in_parallel(input.threads, &numbers, |number| {
        if input.watcher.stopped() {
            return Err(ProveError::Interrupted);
        }
        let (away, _) = lists.load(number)?;
        for file in input.staged.spools.load(number)? {
            let position = input.people().position(file.person);
            let Some(folder) = folders.of_person(position) else { continue };
            let records: Vec<SourceRecord> =
                file.records.into_iter().filter(|record| entities.contains(&record.entity())).collect();
            let case = CaseSource {
                number: Some(file.number),
                person: input.people().guid(file.person),
                records: &records,
            };
            let rows = address_rows(input, &questions, rest, &away, case);
            let mut claims =
                claims.lock().map_err(|_| failed(std::io::Error::other("another thread failed")))?;
            claims.take(input.plan, folder.run(), &rows).map_err(failed)?;
        }
        Ok(())
    })?;
    let claims = claims.into_inner().map_err(|_| failed(std::io::Error::other("another thread failed")))?;
    claims.settle().map_err(failed)
}

fn address_rows(
    input: &ProveInput<'_>,
    questions: &Questions,
    rest: RestOfDrop<'_>,
    away: &TurnedAway,
    case: CaseSource<'_>,
) -> Vec<ExpectedRow> {
    expect(input.plan, questions, rest, away, case).rows
}

fn gives_addresses(plan: &EntityPlan) -> bool {
    let mut branches = plan.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.branches);
    branches.any(|branch| branch.source == Source::Compute(Compute::AddressKey))
}
