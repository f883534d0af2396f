//! What has to be known of all case files before the first is proven: the keys of shared addresses, and what only looking
//! at everybody tells.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard};

use super::export_view::ExportView;
use super::folders::Folders;
use super::lists::Lists;
use super::{ProveError, ProveInput, control_tables};
use crate::map::plan::{Compute, EntityPlan, Owner, Source};
use crate::pipeline::parallel::in_parallel;
use crate::pipeline::stage::CaseFileSource;
use crate::reconcile::recompute::{
    AddressClaims, AddressKeys, CaseSource, Everybody, ExpectedRow, Identifiers, Questions, RestOfDrop,
    TextNames, TurnedAway, Why, expect,
};
use crate::record::{EntityId, Guid, Reason, SourceRecord};

/// What has to be known of all case files before the first is proven.
pub(super) struct FirstPass {
    /// The keys of shared addresses.
    pub(super) addresses: AddressKeys,
    /// What only looking at everybody tells.
    pub(super) everybody: Everybody,
}

/// Looks at all case files, and works out the address rows of the written ones.
pub(super) fn look(
    input: &ProveInput<'_>,
    export: &ExportView<'_>,
    (folders, lists): (&Folders, &Lists),
    claims: &Mutex<AddressClaims>,
) -> Result<Everybody, ProveError> {
    let none = AddressKeys::default();
    let failed = |source| ProveError::Temporary { path: input.temporary.to_path_buf(), source };
    let rest = RestOfDrop::new(export, &none);
    let everybody = Everybody::new(control_tables::of(input), export, (adrift(input), wanted_parents(input)))
        .asking(input.plan)
        .reading_texts(input.plan, export);
    let identifiers = Identifiers::create(input.temporary, &input.staged.rules.identifiers);
    let pass = Pass {
        input,
        export,
        folders,
        rest,
        questions: Questions::new(input.plan, rest),
        entities: input
            .plan
            .entities()
            .filter(|plan| gives_addresses(plan))
            .map(|plan| plan.entity)
            .collect(),
        texts: everybody.texts(),
        everybody: Mutex::new(everybody),
        identifiers: Mutex::new(identifiers.map_err(failed)?),
        claims,
    };
    let numbers: Vec<u32> = (1..=input.staged.spools.parts()).collect();
    in_parallel(input.threads, &numbers, |number| {
        if input.watcher.stopped() {
            return Err(ProveError::Interrupted);
        }
        let (away, _) = lists.load(number)?;
        input.staged.spools.load(number)?.into_iter().try_for_each(|file| pass.case_file(file, &away))
    })?;
    let identifiers = pass.identifiers.into_inner().map_err(|_| failed(other_failed()))?;
    let mut everybody = pass.everybody.into_inner().map_err(|_| failed(other_failed()))?;
    everybody.learn_identifiers(identifiers.settle().map_err(failed)?);
    if let Some(scope) = input.scope {
        everybody.learn_sealed_numbers(&scope.written.numbers);
    }
    Ok(everybody)
}

/// Which of the address rows are one.
pub(super) fn settled(
    input: &ProveInput<'_>,
    claims: Mutex<AddressClaims>,
) -> Result<AddressKeys, ProveError> {
    let failed = |source| ProveError::Temporary { path: input.temporary.to_path_buf(), source };
    let claims = claims.into_inner().map_err(|_| failed(other_failed()))?;
    claims.settle().map_err(failed)
}

/// Looks in the case files that an earlier drop was sealed from for records that are disputed.
pub(super) fn look_for_disputed(
    earlier: &ProveInput<'_>,
    everybody: &mut Everybody,
) -> Result<(), ProveError> {
    for number in 1..=earlier.staged.spools.parts() {
        let files = earlier.staged.spools.load(number)?.into_iter();
        for file in files.filter(|file| earlier.is_own(file.person)) {
            for record in &file.records {
                if let Some(key) = key_of(earlier, record) {
                    everybody.see_sealed(record.entity(), key);
                }
            }
        }
    }
    Ok(())
}

fn key_of(input: &ProveInput<'_>, record: &SourceRecord) -> Option<Guid> {
    record.guid(input.plan.key_of(record.entity())?)
}

/// The pass while it goes on.
struct Pass<'a> {
    input: &'a ProveInput<'a>,
    export: &'a ExportView<'a>,
    folders: &'a Folders,
    rest: RestOfDrop<'a>,
    questions: Questions,
    /// The entities that give addresses.
    entities: Vec<EntityId>,
    texts: Arc<TextNames>,
    everybody: Mutex<Everybody>,
    identifiers: Mutex<Identifiers>,
    claims: &'a Mutex<AddressClaims>,
}

impl Pass<'_> {
    fn case_file(&self, file: CaseFileSource, away: &TurnedAway) -> Result<(), ProveError> {
        let people = self.input.people();
        let person = people.guid(file.person);
        self.see(person, &file, away)?;
        self.identify(&file.records)?;
        let Some(folder) = self.folders.of_person(people.position(file.person)) else { return Ok(()) };
        let records: Vec<SourceRecord> =
            file.records.into_iter().filter(|record| self.entities.contains(&record.entity())).collect();
        if records.is_empty() {
            return Ok(());
        }
        let run = self.input.closing(file.person).unwrap_or(folder.run());
        let case = CaseSource { number: Some(file.number), person, records: &records, beside: &[] };
        let rows: Vec<ExpectedRow> = expect(self.input.plan, &self.questions, self.rest, away, case).rows;
        let taken = self.lock(self.claims)?.take(self.input.plan, run, &rows);
        taken.map_err(|source| self.temporary(source))
    }

    fn see(&self, person: Guid, file: &CaseFileSource, away: &TurnedAway) -> Result<(), ProveError> {
        let records = &file.records;
        let repeated = || file.duplicates.iter().map(|(record, _)| record);
        let all = records.iter().chain(repeated());
        let named = all.flat_map(|record| self.texts.in_record(self.export, person, record));
        let named = named.map(|(_, named)| named).collect();
        let mut everybody = self.lock(&self.everybody)?;
        everybody.see(self.input.plan, self.export, person, records);
        for record in repeated() {
            everybody.see_repeated(self.export, person, record);
        }
        everybody.note_in_texts(person, &named);
        for record in records.iter().filter(|_| away.has_claims()) {
            let Some(key) = key_of(self.input, record) else { continue };
            let claims = away.claims_of(record.entity(), key).iter();
            if claims.into_iter().any(|claim| claim.why == Why::Code(Reason::ConflictingDuplicate)) {
                everybody.note_disputed(record.entity(), key);
            }
        }
        Ok(())
    }

    /// Takes the identifiers of the people among the records.
    fn identify(&self, records: &[SourceRecord]) -> Result<(), ProveError> {
        let mut identifiers = self.lock(&self.identifiers)?;
        let mut taken = records.iter().map(|record| identifiers.take(self.input.plan, self.export, record));
        taken.try_for_each(|taken| taken.map_err(|source| self.temporary(source)))
    }

    fn lock<'m, T>(&self, shared: &'m Mutex<T>) -> Result<MutexGuard<'m, T>, ProveError> {
        shared.lock().map_err(|_| self.temporary(other_failed()))
    }

    fn temporary(&self, source: std::io::Error) -> ProveError {
        ProveError::Temporary { path: self.input.temporary.to_path_buf(), source }
    }
}

fn other_failed() -> std::io::Error {
    std::io::Error::other("another thread failed")
}

fn gives_addresses(plan: &EntityPlan) -> bool {
    let mut branches = plan.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.branches);
    branches.any(|branch| branch.source == Source::Compute(Compute::AddressKey))
}

/// The keys of rows without an owner.
fn adrift(input: &ProveInput<'_>) -> HashSet<Guid> {
    let key = |record: &SourceRecord| record.guid(input.plan.key_of(record.entity())?);
    input.staged.ownerless.iter().filter_map(|(record, _)| key(record)).collect()
}

/// The parents that rows without an owner name.
fn wanted_parents(input: &ProveInput<'_>) -> HashSet<Guid> {
    let owner = |entity: EntityId| match input.plan.entity(entity)?.owner {
        Owner::Person(field) | Owner::Through(field) => Some(field),
        Owner::CaseFile(_) | Owner::Shared => None,
    };
    let rows = input.staged.ownerless.iter();
    rows.filter_map(|(record, _)| record.guid(owner(record.entity())?)).collect()
}
