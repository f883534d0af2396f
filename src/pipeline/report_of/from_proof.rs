//! What the proof tells.

use crate::map::plan::Plan;
use crate::pipeline::Exit;
use crate::reconcile::recompute::is_by_policy;
use crate::reconcile::totals::GroupCount;
use crate::reconcile::{self, Proof};
use crate::record::{Outcome, Reason};
use crate::report::model::{
    Balance, CaseFiles, Cases, Check, CheckStatus, ColumnProof, DifferenceGroup, Field, FieldStatus, Report,
    Root, ServiceTotal, Share, TargetColumn, TargetTable, TotalGroup, ValueCause, Verdict, Waiting,
};
use crate::target::hex;

/// Adds what the proof found.
pub(crate) fn add_proof(report: &mut Report, plan: &Plan, proof: &Proof) {
    let (dictionary, contract) = (plan.dictionary(), plan.contract());
    let field = |one: &reconcile::FieldProof| Field {
        entity: dictionary.entity(one.entity).name.clone(),
        column: dictionary.entity(one.entity).field(one.field).name.clone(),
        status: field_status(one.status),
        reason: one.reason.clone(),
        records: one.records,
        filled: one.filled,
        bytes: one.bytes,
        differences: one.differences,
    };
    let target = |one: &reconcile::TargetTotal| TargetTable {
        table: contract.table(one.table).name.clone(),
        rows: one.rows,
        sha256_rows: hex(&one.sha256_rows),
    };
    let column = |one: &reconcile::ColumnProof| TargetColumn {
        table: contract.table(one.table).name.clone(),
        column: contract.table(one.table).columns[usize::from(one.column.0)].name.clone(),
        proof: column_proof(one.proof),
        rows: one.rows,
        differences: one.differences,
    };
    report.fields = proof.fields.iter().map(field).collect();
    report.shares = Share::all(&report.fields).to_vec();
    report.targets = proof.targets.iter().map(target).collect();
    report.target_columns = proof.target_columns.iter().map(column).collect();
    report.totals = proof.totals.iter().map(total).collect();
    report.checks = proof.checks.iter().map(check).collect();
    report.differences = proof.causes.iter().map(|cause| difference_group(plan, cause)).collect();
    report.root = Some(Root::new(hex(&proof.root.value), proof.root.leaves));
}

/// What policies fill in, let through or release, as the proof counts it, in place of what the run counted.
fn put_by_policy(report: &mut Report, plan: &Plan, proof: &Proof) {
    let Some(counts) = &proof.by_policy else { return };
    let dictionary = plan.dictionary();
    report.mapped.retain(|one| !one.reason.parse().is_ok_and(is_by_policy));
    report.mapped.extend(counts.iter().map(|(entity, field, reason, values)| {
        let entity = dictionary.entity(entity);
        ValueCause {
            entity: entity.name.clone(),
            field: field.map(|field| entity.field(field).name.clone()).unwrap_or_default(),
            reason: reason.code().to_owned(),
            values,
            first: None,
        }
    }));
    report.mapped.sort_by_cached_key(|one| {
        let entity = dictionary.find(&one.entity);
        let field = entity.and_then(|entity| dictionary.entity(entity).column(&one.field));
        (entity, field, one.reason.parse::<Reason>().ok())
    });
}

/// What became of the records, by the evidence alone.
pub(crate) fn add_balance(report: &mut Report, plan: &Plan, proof: &Proof) {
    let name = |entity| plan.dictionary().entity(entity).name.as_str();
    report.balance =
        proof.balance.iter().map(|line| Balance::of(name(line.entity), &line.outcomes)).collect();
    report.cases = Cases::from(&proof.cases);
    let written = proof.lines.iter().filter(|line| line.state.written());
    report.waiting = Waiting::of(written.map(|line| line.outcomes.of(Outcome::Held)));
    put_by_policy(report, plan, proof);
    let counts = proof.case_files;
    report.case_files = CaseFiles {
        read: counts.read(),
        complete: counts.complete,
        incomplete: counts.incomplete,
        excluded: counts.excluded,
        held: counts.held,
    };
}

fn total(one: &reconcile::TotalProof) -> ServiceTotal {
    let group = |(group, count): (&String, &GroupCount)| TotalGroup {
        group: group.clone(),
        migrated: count.of(Outcome::Migrated).rows,
        merged: count.of(Outcome::Merged).rows,
        excluded: count.of(Outcome::Excluded).rows,
        rejected: count.of(Outcome::Rejected).rows,
        held: count.of(Outcome::Held).rows,
        written: count.target.rows,
        migrated_sum: count.of(Outcome::Migrated).sum,
        written_sum: count.target.sum,
    };
    ServiceTotal {
        id: one.id.clone(),
        title: one.title.clone(),
        agrees: one.count.agrees(),
        groups: one.count.groups.iter().map(group).collect(),
        people_differing: one.count.differing_people(),
    }
}

fn difference_group(plan: &Plan, cause: &reconcile::DifferenceCause) -> DifferenceGroup {
    let (first, mapping) = (&cause.first, cause.mapping.clone());
    DifferenceGroup {
        check: first.check.to_owned(),
        kind: cause.kind.word().to_owned(),
        entity: first.entity.map(|id| plan.dictionary().entity(id).name.clone()).unwrap_or_default(),
        table: first.table.clone(),
        field: first.field.clone(),
        mapping_line: mapping.as_ref().map_or(0, |(_, line)| *line),
        mapping: mapping.map(|(file, _)| file).unwrap_or_default(),
        differences: cause.count,
        file: first.file.clone(),
        line: first.line,
    }
}

fn check(one: &reconcile::CheckResult) -> Check {
    Check {
        id: one.check.id.to_owned(),
        summary: one.check.summary.to_owned(),
        status: if one.passed() { CheckStatus::Passed } else { CheckStatus::Failed },
        findings: one.findings,
    }
}

fn field_status(status: reconcile::FieldStatus) -> FieldStatus {
    match status {
        reconcile::FieldStatus::Carried => FieldStatus::Carried,
        reconcile::FieldStatus::Remainder => FieldStatus::Remainder,
        reconcile::FieldStatus::Lossy => FieldStatus::Lossy,
        reconcile::FieldStatus::NotCarried => FieldStatus::NotCarried,
    }
}

fn column_proof(proof: reconcile::ProofKind) -> ColumnProof {
    match proof {
        reconcile::ProofKind::Inverted => ColumnProof::Inverted,
        reconcile::ProofKind::Recomputed => ColumnProof::Recomputed,
        reconcile::ProofKind::Constant => ColumnProof::Constant,
    }
}

/// The verdict, and the code that the command ends with; `proven` is none where nobody looked yet.
pub(crate) fn verdict(report: &Report, proven: Option<bool>) -> (Verdict, Exit) {
    let away = report.balance.iter().any(|line| line.rejected > 0 || line.held > 0);
    let changed = report.retry.as_ref().is_some_and(|retry| retry.has_changes() || retry.all_gone() > 0);
    let exceptions = away || changed || report.case_files.held > 0 || !report.rejected_values.is_empty();
    let exit = if exceptions { Exit::Exceptions } else { Exit::Done };
    match proven {
        Some(false) => (Verdict::NotReconciled, Exit::Integrity),
        None => (Verdict::Unproven, exit),
        Some(true) if exceptions => (Verdict::ReconciledWithExceptions, exit),
        Some(true) => (Verdict::Reconciled, exit),
    }
}
