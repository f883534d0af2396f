//! Warnings about the drop as a whole, and about rows that are in no case file.

use std::collections::{BTreeSet, HashSet};

use super::ProveInput;
use super::lists::Lists;
use crate::pipeline::documents::ListedDocument;
use crate::reconcile::Difference;
use crate::reconcile::check::WARNING_CAUSE;
use crate::reconcile::reader::ListLine;
use crate::record::{Finding, Guid, Origin, Reason};
use crate::source::Role;

/// A warning about no case file and no shared record, as the list has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct GeneralWarning {
    entity: String,
    source_id: String,
    file: String,
    place: u64,
    field: String,
    reason: String,
    /// The physical line in the list; 0 for what ought to be there.
    line: u64,
}

impl GeneralWarning {
    /// A line of the list.
    pub(super) fn of(line: &ListLine) -> Self {
        let text = |column: &str| line.get(column).to_owned();
        Self {
            entity: text("ENTITY"),
            source_id: text("SOURCE_ID"),
            file: text("FILE"),
            place: line.get("LINE").parse().unwrap_or_default(),
            field: text("FIELD"),
            reason: text("REASON"),
            line: line.line(),
        }
    }

    fn expected(input: &ProveInput<'_>, finding: &Finding) -> Self {
        let entity = input.plan.dictionary().entity(finding.entity);
        Self {
            entity: entity.name.clone(),
            source_id: finding.source_id.clone(),
            file: input.drop.file(finding.origin.file).path.clone(),
            place: finding.origin.line,
            field: finding.field.map(|field| entity.field(field).name.clone()).unwrap_or_default(),
            reason: finding.reason.code().to_owned(),
            line: 0,
        }
    }

    fn difference(&self, input: &ProveInput<'_>) -> Difference {
        Difference {
            entity: input.plan.dictionary().find(&self.entity),
            source_id: self.source_id.clone(),
            field: self.field.clone(),
            file: if self.line > 0 { "exceptions/warnings.csv".to_owned() } else { String::new() },
            line: self.line,
            ..Difference::new(WARNING_CAUSE.id)
        }
    }
}

/// Whether a finding of staging is about a shared record, which is looked at among its like.
pub(super) fn is_of_shared(input: &ProveInput<'_>, finding: &Finding) -> bool {
    let shared = input.plan.dictionary().entity(finding.entity).role == Role::Shared;
    shared && Guid::parse(&finding.source_id).is_ok()
}

/// Such warnings that the export, read again, does not give, and those that it gives and the list does not have; `described`
/// are the keys of the attached files that rows describe.
pub(super) fn check(input: &ProveInput<'_>, lists: &Lists, described: &HashSet<Guid>) -> Vec<Difference> {
    if !input.is_newest() {
        return Vec::new();
    }
    let staged = input.staged.warnings.iter().filter(|finding| !is_of_shared(input, finding));
    let mut open: BTreeSet<GeneralWarning> =
        staged.map(|finding| GeneralWarning::expected(input, finding)).collect();
    open.extend(undescribed(input, described));
    let mut differences = Vec::new();
    for listed in &lists.general {
        if !open.remove(&GeneralWarning { line: 0, ..listed.clone() }) {
            differences.push(listed.difference(input));
        }
    }
    differences.extend(open.iter().map(|missing| missing.difference(input)));
    differences
}

/// Attached files that no row of the export describes.
fn undescribed(input: &ProveInput<'_>, described: &HashSet<Guid>) -> Vec<GeneralWarning> {
    let Some(rule) = &input.profile.documents else { return Vec::new() };
    let listed = input.documents.listed().into_iter();
    let files = listed.filter(|one| one.key.is_none_or(|key| !described.contains(&key)));
    let finding = |document: ListedDocument| Finding {
        reason: Reason::FileWithoutMetadata,
        entity: rule.entity,
        source_id: document.sha256,
        case_file: None,
        origin: Origin { file: document.file, line: 0 },
        field: None,
    };
    files.map(|document| GeneralWarning::expected(input, &finding(document))).collect()
}
