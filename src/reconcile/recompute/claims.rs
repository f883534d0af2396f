//! Values that were turned away: what the lists say against what the values themselves say.

use std::collections::BTreeSet;

use super::scene::Scene;
use crate::reconcile::Difference;
use crate::record::{FieldId, Reason, SourceRecord};

/// Whether the value itself, with the tables at hand, tells that it has to be turned away under this code. The other
/// codes come of looking at more, by the questions under `cause`.
pub(super) fn is_derivable(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::UnmappedCode
            | Reason::CodeNotInTarget
            | Reason::LookupTextMismatch
            | Reason::MissingGovcode
            | Reason::OptionNoLabel
            | Reason::DanglingLookup
            | Reason::BadCheckDigit
            | Reason::BadIdentifierFormat
            | Reason::PlaceholderIdentifier
            | Reason::BadDate
            | Reason::AmbiguousDate
            | Reason::AmbiguousLabel
            | Reason::ClockChangeGap
            | Reason::LoneSurrogate
            | Reason::BadBoolean
            | Reason::AnswerTypeMismatch
            | Reason::PersonRefUnresolved
            | Reason::PolymorphicUnknownTable
            | Reason::LinkEndpointMissing
    )
}

/// Whether the file tells another code of a value that has none of the declared forms.
pub(super) fn is_told_otherwise(record: &SourceRecord, field: FieldId, reason: Reason) -> bool {
    let by_the_file = matches!(
        reason,
        Reason::AmbiguousDate | Reason::AmbiguousLabel | Reason::ClockChangeGap | Reason::LoneSurrogate
    );
    record.why_unread(field).map_or(by_the_file, |why| why != reason)
}

/// Values of records, by place and column, that recomputation could not write.
#[derive(Clone, Debug, Default)]
pub(super) struct Refusals {
    values: BTreeSet<(usize, FieldId)>,
}

impl Refusals {
    /// Notes that the value of a record's column could not be written.
    pub(super) fn note(&mut self, place: usize, field: Option<FieldId>) {
        self.values.extend(field.map(|field| (place, field)));
    }

    /// Whether the value of a record's column could not be written.
    pub(super) fn has(&self, place: usize, field: FieldId) -> bool {
        self.values.contains(&(place, field))
    }

    /// Values that could not be written and that no list names.
    pub(super) fn unlisted(&self, scene: &Scene<'_>) -> Vec<Difference> {
        let unlisted = self.values.iter().filter(|(place, field)| !is_listed(scene, *place, *field));
        unlisted.map(|(place, field)| difference(scene, *place, *field)).collect()
    }
}

fn is_listed(scene: &Scene<'_>, place: usize, field: FieldId) -> bool {
    let (entity, key) = (scene.record(place).entity(), scene.key(place));
    key.is_none_or(|key| scene.away.values_of(entity, key).iter().any(|(own, _)| *own == field))
}

/// The difference that stands for a value of a record.
pub(super) fn difference(scene: &Scene<'_>, place: usize, field: FieldId) -> Difference {
    let entity = scene.record(place).entity();
    Difference {
        case_file: scene.case.number,
        entity: Some(entity),
        source_id: scene.key(place).map(|key| key.to_string()).unwrap_or_default(),
        field: scene.plan.dictionary().entity(entity).field(field).name.clone(),
        ..Difference::new(crate::reconcile::check::REJECTED_VALUES.id)
    }
}
