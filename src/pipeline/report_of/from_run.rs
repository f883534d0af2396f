//! What the run itself tells.

use std::collections::BTreeSet;

use super::causes::{counted, exclusions, records, values};
use super::frame::{acknowledged, mappings, policies, reference_files};
use crate::map::forward::CaseFileState;
use crate::map::plan::{Plan, RetentionRule};
use crate::pipeline::accounts::BatchAccount;
use crate::pipeline::acknowledge::Lifted;
use crate::pipeline::lists::{Names, Totals};
use crate::pipeline::survey::Survey;
use crate::record::{CodeCounts, EntityId, Outcome, Reason, Tally};
use crate::report::model::{Balance, CaseFiles, Cases, Cause, Exclusion, PolicyRule, Report, Waiting};
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
    report.policy_rules = policy_rules(plan, &report.excluded, &account.counted);
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

/// The policy's rules that leave records out, and what each came to: an id with a slip of the pen leaves out nothing.
fn policy_rules(plan: &Plan, excluded: &[Exclusion], counted: &CodeCounts) -> Vec<PolicyRule> {
    let policy = plan.policy();
    let rule = |entity: &str, id: &str, code: Reason, ids: usize| {
        let own = excluded.iter().find(|one| one.entity == entity && one.rule == id);
        PolicyRule {
            entity: entity.to_owned(),
            rule: id.to_owned(),
            code: code.code().to_owned(),
            ids: ids as u64,
            records: own.map_or(0, |one| one.records),
            keep: 0,
            kept: 0,
        }
    };
    let listed = policy.exclusions.iter().map(|one| rule(&one.entity, &one.id, one.code, one.ids.len()));
    let dated = policy.retention.iter().enumerate().map(|(place, one)| {
        let (keep, kept) = kept(plan, place, counted);
        PolicyRule { keep, kept, ..rule(&one.entity, &one.id, Reason::RetentionExpired, 0) }
    });
    listed.chain(dated).collect()
}

/// How many records the rules of retention keep by id, and how many of these they kept. What is kept is counted by table: where
/// several rules of one keep records, the first tells of all.
fn kept(plan: &Plan, place: usize, counted: &CodeCounts) -> (u64, u64) {
    let rules = &plan.policy().retention;
    let own = |other: &&RetentionRule| other.entity == rules[place].entity && !other.keep.is_empty();
    if rules[place].keep.is_empty() || rules[..place].iter().any(|other| own(&other)) {
        return (0, 0);
    }
    let ids: BTreeSet<&str> =
        rules.iter().filter(own).flat_map(|rule| &rule.keep).map(String::as_str).collect();
    let entity = plan.dictionary().find(&rules[place].entity);
    let is_own = |own: EntityId, reason: Reason| Some(own) == entity && reason == Reason::RetentionHold;
    let counts = counted.iter().filter(|(own, _, reason, _)| is_own(*own, *reason));
    (ids.len() as u64, counts.map(|(.., count)| count).sum())
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
