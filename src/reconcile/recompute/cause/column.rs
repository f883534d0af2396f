//! The column at which a code stands that a rule raises.

use super::Weighed;
use crate::reconcile::recompute::founded;
use crate::record::Reason;

/// A code, the rules that raise it, and the columns of these rules at which it stands; none where it is the whole record's.
type Place = (Reason, &'static [&'static str], &'static [&'static str]);

/// Every code of which the rule alone says where it stands.
const PLACES: &[Place] = &[
    (Reason::AgeOnly, &["birth"], &["born"]),
    (Reason::AlertExposedTo, &["alert-exposed-to"], &["role"]),
    (Reason::AnswersOnEmptyForm, &["answers-on-empty-form"], &["flag"]),
    (Reason::CpCategoryMultiple, &["cp-category-multiple"], &["category"]),
    (Reason::CpNoConference, &["cp-no-conference"], &["case"]),
    (Reason::CpOverlap, &["cp-overlap"], &["end"]),
    (Reason::DeathBeforeBirth, &["dates-in-order"], &["end"]),
    (Reason::DobMissing, &["birth"], &["born"]),
    (Reason::EndBeforeStart, &["dates-in-order"], &["end"]),
    (Reason::ErrorRecordWithWork, &["error-record-with-work"], &["flag"]),
    (Reason::FutureBirthDate, &["birth"], &["born"]),
    (Reason::GridUnmapped, &["grid-unmapped"], &["row"]),
    (Reason::LacOpenMismatch, &["lac-episodes", "lac-statuses"], &["end"]),
    (Reason::LacStatusOverlap, &["lac-statuses", "placement-outside-status"], &["start", "placement"]),
    (
        Reason::LacTwoOpen,
        &["lac-episodes", "lac-statuses", "placement-outside-status"],
        &["end", "placement"],
    ),
    (Reason::PlacementOutsideStatus, &["placement-outside-status"], &["placement"]),
    (Reason::QuestionUnmapped, &["question-unmapped"], &["question"]),
    (Reason::RelationshipConflict, &["relationship-pairs"], &[]),
    (Reason::RelationshipNoStart, &["relationship-no-start"], &["start"]),
    (Reason::RestrictedNote, &["restriction"], &["restriction"]),
    (Reason::RestrictedRecord, &["restriction"], &["restriction"]),
    (Reason::RestrictionTypeUnmapped, &["restriction"], &["restriction"]),
    (Reason::SelfRelationship, &["self-relationship"], &["other"]),
    (Reason::StepDateConflict, &["step-dates"], &["ended", "completed", "cancelled"]),
    (Reason::TemplateUnknown, &["template-unknown"], &["template"]),
    (Reason::TwoLeadingWorkers, &["two-leading-workers"], &["end"]),
    (Reason::UnknownCaseKind, &["unknown-case-kind"], &["kind"]),
];

impl Weighed<'_, '_> {
    /// Whether the claim names the column at which a rule raises the code; yes for codes that no rule alone places.
    pub(super) fn is_at_its_column(&self, reason: Reason) -> bool {
        let Some((_, rules, columns)) = PLACES.iter().find(|(own, ..)| *own == reason) else { return true };
        if columns.is_empty() {
            return self.claim.field.is_none();
        }
        let own = self.entity.rules.iter().filter(|rule| rules.contains(&rule.name()));
        let mut fields =
            own.flat_map(|rule| columns.iter().filter_map(|name| rule.fields.get(*name).copied()));
        fields.any(|field| self.claim.field == Some(field))
    }

    /// Whether the entity has a rule that alone says where the code stands.
    pub(super) fn has_a_rule_of(&self, reason: Reason) -> bool {
        let mut places = PLACES.iter().filter(|(own, ..)| *own == reason);
        places.any(|(_, rules, _)| self.entity.rules.iter().any(|rule| rules.contains(&rule.name())))
    }

    /// Whether the claim names a column that fills a target column, or the key, which stands for those that none fills.
    pub(super) fn is_at_a_source_of(&self, row: usize, column: usize) -> bool {
        let branches = &self.entity.rows[row].cells[column].branches;
        self.claim.field.is_some_and(|field| {
            field == self.entity.key || branches.iter().any(|branch| founded::takes(&branch.source, field))
        })
    }
}
