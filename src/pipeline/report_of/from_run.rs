//! What the run itself tells.

use super::causes::{counted, exclusions, records, values};
use super::frame::{acknowledged, mappings, policies, reference_files};
use crate::map::forward::CaseFileState;
use crate::map::plan::Plan;
use crate::pipeline::accounts::BatchAccount;
use crate::pipeline::acknowledge::Lifted;
use crate::pipeline::lists::{Names, Totals};
use crate::pipeline::survey::Survey;
use crate::record::{EntityId, Outcome, Tally};
use crate::report::model::{Balance, CaseFiles, Cases, Cause, Report, Waiting};
use crate::source::FileReport;

/// What every report of a drop that was read tells, refused or not.
pub(crate) fn add_drop(
    report: &mut Report,
    plan: &Plan,
    (survey, files, compared): (&Survey, &[FileReport], &[FileReport]),
    names: Names<'_>,
    lifted: &[Lifted],
) {
    report.mappings = Some(mappings(plan, survey, None));
    report.reference = reference_files(names, files, compared);
    report.policies = policies(plan.policy());
    report.acknowledged = acknowledged(lifted);
    // An acknowledgement that lifts nothing is worth a look: nothing of that kind is there any more.
    let idle = lifted.iter().filter(|one| one.stops == 0);
    report.warnings.extend(idle.map(|one| Cause {
        entity: one.acknowledgement.file.clone(),
        field: String::new(),
        reason: one.acknowledgement.code.code().to_owned(),
        records: 0,
        first: None,
    }));
}

/// What became of the records, by the run's own account.
pub(crate) fn add_run(
    report: &mut Report,
    plan: &Plan,
    account: &BatchAccount,
    totals: &Totals,
    names: Names<'_>,
) {
    let tallies = plan.dictionary().ids().zip(&account.tallies);
    let tallies = tallies.filter(|(_, tally)| tally.read() > 0);
    report.balance = tallies.map(|(entity, tally)| Balance::of(names.entity(entity), tally)).collect();
    report.excluded = exclusions(totals, names);
    report.rejected = records(&totals.rejected, names);
    report.held = records(&totals.held, names);
    report.held_untold = totals.held_untold;
    report.rejected_values = values(&totals.values, names);
    report.warnings.extend(records(&totals.warnings, names));
    report.mapped = counted(&account.counted, names);
    report.case_files = case_files(account);
    let written = account.lines.iter().filter(|line| line.state.written());
    report.waiting = Waiting::of(written.map(|line| line.tally.of(Outcome::Held)));
    report.cases = Cases::from(&cases(plan, account));
}

fn case_files(account: &BatchAccount) -> CaseFiles {
    let in_state = |state| account.lines.iter().filter(|line| line.state == state).count() as u64;
    CaseFiles {
        read: account.lines.len() as u64,
        complete: in_state(CaseFileState::Complete),
        incomplete: in_state(CaseFileState::Incomplete),
        excluded: in_state(CaseFileState::Excluded),
        held: in_state(CaseFileState::Held),
    }
}

/// The outcomes of cases: the entities whose records can be merged and on which others hang.
fn cases(plan: &Plan, account: &BatchAccount) -> Tally {
    let cases = plan.entities().filter(|entity| entity.indexed && entity.merge.is_some());
    let ids: Vec<EntityId> = cases.map(|entity| entity.entity).collect();
    let mut tally = Tally::default();
    for id in ids {
        tally.merge(&account.tallies[usize::from(id.0)]);
    }
    tally
}
