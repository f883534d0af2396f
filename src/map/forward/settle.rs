//! What the fate of another person means for the records that are joined to them.

use super::last_row::{LastKind, LastRow};
use super::mapped::{JoiningRecord, Listed, MappedCaseFile, RecordPlace};
use crate::record::{Action, Finding, Guid, Outcome, Reason};

/// What became of a person's case file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is written.
    Written,
    /// It is held.
    Held,
    /// It is left out by a rule.
    Excluded {
        /// The council's id of the rule.
        rule: String,
    },
    /// The person's row was rejected.
    Rejected,
}

/// What the fate of other people changes in a case file that is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amendments {
    /// New outcomes, by place in [`MappedCaseFile::outcomes`].
    pub outcomes: Vec<(usize, Outcome, Reason, String)>,
    /// What is listed besides.
    pub findings: Vec<Listed>,
}

impl Amendments {
    /// Whether anything changes; the case file is then incomplete.
    pub fn any(&self) -> bool {
        !self.findings.is_empty()
    }
}

/// What the fate of other people changes in a case file: joining records share it, links to their work are lost.
///
/// A case file that is not itself written is left as it is.
pub fn settle(mapped: &MappedCaseFile, fate_of: impl Fn(Guid) -> Fate) -> Amendments {
    let mut amendments = Amendments::default();
    if !mapped.state.written() {
        return amendments;
    }
    for joining in &mapped.joining {
        if let Some((outcome, reason, rule)) = settle_joining(&fate_of(joining.other)) {
            amendments.findings.push(listed(mapped, joining, reason));
            amendments.outcomes.push((joining.record, outcome, reason, rule));
        }
    }
    for row in &mapped.last_rows {
        let lost = row.other.is_some_and(|other| fate_of(other) != Fate::Written);
        if lost && let Some(finding) = settle_link(row, mapped.number) {
            let record = mapped.outcomes.iter().position(|outcome| outcome.origin == row.record.origin);
            amendments.findings.push(Listed { finding, action: Action::RejectValue, record });
        }
    }
    amendments.findings.sort();
    amendments.findings.dedup();
    amendments
}

/// The outcome of a joining record whose other person has this fate; none where it is written.
pub fn settle_joining(fate: &Fate) -> Option<(Outcome, Reason, String)> {
    match fate {
        Fate::Written => None,
        Fate::Held => Some((Outcome::Held, Reason::ParentHeld, String::new())),
        Fate::Excluded { rule } => Some((Outcome::Excluded, Reason::ParentExcluded, rule.clone())),
        Fate::Rejected => Some((Outcome::Rejected, Reason::ParentRejected, String::new())),
    }
}

/// What is found about a link whose far end is not written: its value is turned away. None for other rows.
pub fn settle_link(row: &LastRow, case_file: u64) -> Option<Finding> {
    let LastKind::Link(field) = row.kind else { return None };
    Some(Finding { field: Some(field), ..finding(&row.record, Reason::LinkEndpointMissing, case_file) })
}

fn listed(mapped: &MappedCaseFile, joining: &JoiningRecord, reason: Reason) -> Listed {
    let finding = finding(&joining.place, reason, mapped.number);
    Listed { finding, action: reason.action(), record: Some(joining.record) }
}

fn finding(place: &RecordPlace, reason: Reason, case_file: u64) -> Finding {
    Finding {
        reason,
        entity: place.entity,
        source_id: place.key.to_string(),
        case_file: Some(case_file),
        origin: place.origin,
        field: None,
    }
}
