//! Rows and files that belong to no case file.

use super::BatchWork;
use crate::map::forward::RecordOutcome;
use crate::pipeline::accounts::{BatchAccount, CaseFileAccount};
use crate::record::{Action, Finding, Guid, Origin, Outcome, Reason};

/// Adds rows without an owner, rows that could not be read, and what was noticed about files as a whole.
pub(super) fn add_outside(work: &BatchWork<'_>, account: &mut BatchAccount, told: &mut CaseFileAccount) {
    ownerless(work, account, told);
    left_out(work, account, told);
    broken(work, account, told);
    told.findings.extend(work.staged.warnings.iter().map(|finding| (finding.clone(), Action::Warn)));
    for report in &work.staged.files {
        for (field, words) in &report.null_literals {
            account.counted.add_many(report.entity, Some(*field), Reason::NullLiteral, *words);
        }
        for (field, count) in &report.nul_characters {
            account.counted.add_many(report.entity, Some(*field), Reason::NulCharacter, *count);
        }
        for (field, reason, count) in &report.forms {
            account.counted.add_many(report.entity, Some(*field), *reason, *count);
        }
        if report.sparse_rows > 0 {
            account.counted.add_many(report.entity, None, Reason::SparseRow, report.sparse_rows);
        }
    }
}

/// Attached files that no row describes; known once all case files were mapped.
pub(super) fn add_undescribed(work: &BatchWork<'_>, told: &mut CaseFileAccount) {
    let Some(entity) = work.document_entity else { return };
    let key = work.plan.key_of(entity);
    for (record, _) in work.staged.ownerless.iter().filter(|(record, _)| record.entity() == entity) {
        if let Some(key) = key.and_then(|key| record.guid(key)) {
            work.documents.describe(key);
        }
    }
    let warning = |file: crate::pipeline::documents::ListedDocument| Finding {
        reason: Reason::FileWithoutMetadata,
        entity,
        source_id: file.sha256,
        case_file: None,
        origin: Origin { file: file.file, line: 0 },
        field: None,
    };
    told.findings.extend(work.documents.undescribed().into_iter().map(|file| (warning(file), Action::Warn)));
}

fn ownerless(work: &BatchWork<'_>, account: &mut BatchAccount, told: &mut CaseFileAccount) {
    for (record, finding) in &work.staged.ownerless {
        account.count(record.entity(), Outcome::Rejected);
        told.outcomes.push(outcome(finding, Outcome::Rejected, ""));
        told.findings.push((finding.clone(), Action::RejectRow));
        if !work.staged.joining.contains(&record.origin()) {
            told.to_correct.push(record.clone());
        }
    }
}

fn left_out(work: &BatchWork<'_>, account: &mut BatchAccount, told: &mut CaseFileAccount) {
    for finding in &work.staged.excluded {
        told.outcomes.push(outcome(finding, Outcome::Excluded, finding.reason.code()));
        if work.plan.dictionary().entity(finding.entity).role.has_outcomes() {
            account.count(finding.entity, Outcome::Excluded);
        }
    }
}

/// Rows that gave no record; the stop that they raised was acknowledged.
fn broken(work: &BatchWork<'_>, account: &mut BatchAccount, told: &mut CaseFileAccount) {
    for report in &work.staged.files {
        if !work.plan.dictionary().entity(report.entity).role.has_outcomes() {
            continue;
        }
        for row in &report.broken {
            let finding = Finding {
                reason: row.reason,
                entity: report.entity,
                source_id: String::new(),
                case_file: None,
                origin: Origin { file: report.file, line: row.line },
                field: None,
            };
            account.count(report.entity, Outcome::Rejected);
            told.outcomes.push(outcome(&finding, Outcome::Rejected, ""));
            told.findings.push((finding, Action::RejectRow));
        }
    }
}

fn outcome(finding: &Finding, outcome: Outcome, rule: &str) -> RecordOutcome {
    RecordOutcome {
        entity: finding.entity,
        key: Guid::parse(&finding.source_id).ok(),
        origin: finding.origin,
        outcome,
        reason: Some(finding.reason),
        rule: rule.to_owned(),
    }
}
