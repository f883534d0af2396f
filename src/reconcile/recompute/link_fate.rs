//! What becomes of a row that names somebody else, or their work, and is no joining record's.

use super::RestOfDrop;
use super::derivation::Derivation;
use super::scene::Scene;
use super::standing::Standing;
use crate::map::plan::{Branch, EntityPlan, RowPlan, Source, Step};
use crate::record::{FieldId, Guid, Reason, SourceRecord};

/// What becomes of a row that names somebody else, or their work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkFate {
    /// The other was written no later: the row is the case file's.
    InTime,
    /// The other was written by a later run, whose last batch has the row.
    Late {
        /// Whether that batch is made of this export.
        here: bool,
    },
    /// The other is not written.
    Lost,
}

impl LinkFate {
    /// The fate of a row of a person's case file that names that other one.
    pub(super) fn of(rest: RestOfDrop<'_>, person: Guid, other: Guid) -> Self {
        if !rest.is_written(other) {
            Self::Lost
        } else if rest.is_written_in_time(other, person) {
            Self::InTime
        } else {
            Self::Late { here: rest.reads_closing_of(other) }
        }
    }
}

/// The columns that lead to somebody whom a later run wrote: what they say stands in no row of the case file's own run.
pub(super) fn late_links(scene: &Scene<'_>) -> Vec<(usize, FieldId)> {
    let mut late = Vec::new();
    if !scene.rest.has_closing(scene.case.person) {
        return late;
    }
    for place in 0..scene.case.records.len() {
        let Some(entity) = scene.entity(place).filter(|entity| entity.joins.is_none()) else { continue };
        if scene.standings[place] == Standing::Gives {
            let fields = entity.rows.iter().flat_map(|rule| late_in(scene, place, entity, rule));
            late.extend(fields.map(|field| (place, field)));
        }
    }
    late.sort_unstable();
    late.dedup();
    late
}

fn late_in<'a>(scene: &Scene<'a>, place: usize, entity: &'a EntityPlan, rule: &'a RowPlan) -> Vec<FieldId> {
    let record = scene.record(place);
    let is_late = |field: FieldId, branch: &Branch| {
        let fate = |other| LinkFate::of(scene.rest, scene.case.person, other);
        other_in(scene, record, (field, branch))
            .map(fate)
            .is_some_and(|fate| matches!(fate, LinkFate::Late { .. }))
    };
    let late: Vec<FieldId> =
        linking(rule).filter(|(field, branch)| is_late(*field, branch)).map(|(field, _)| field).collect();
    let holds = || Derivation::new(scene, entity, rule, record, record).holds(&rule.when);
    if late.is_empty() || holds() { late } else { Vec::new() }
}

/// Whom a column of a record leads to, by themselves or by their work, where it is somebody else.
fn other_in(scene: &Scene<'_>, record: &SourceRecord, (field, branch): (FieldId, &Branch)) -> Option<Guid> {
    let key = record.guid(field)?;
    let other = if branch.steps.contains(&Step::Person) {
        scene.rest.survivor(key)?
    } else {
        scene.surviving_work(&scene.tables_of(record.entity(), field), key)?.1
    };
    (other != scene.case.person).then_some(other)
}

/// The columns by which a row names somebody, or their work.
fn linking(rule: &RowPlan) -> impl Iterator<Item = (FieldId, &Branch)> {
    let branches = rule.cells.iter().flat_map(|cell| &cell.branches);
    branches.filter_map(|branch| match branch.source {
        Source::Field(field) if leads_to_others(branch) => Some((field, branch)),
        _ => None,
    })
}

fn leads_to_others(branch: &Branch) -> bool {
    branch.steps.iter().any(|step| matches!(step, Step::Person | Step::WorkflowStep))
}

/// Whether the list of rejected values says that the link which a row makes is not written.
pub(super) fn is_listed(scene: &Scene<'_>, place: usize, rule: &RowPlan) -> bool {
    let Some(key) = scene.key(place) else { return false };
    let values = scene.away.values_of(scene.record(place).entity(), key).iter();
    let mut lost = values.filter(|(_, reason)| *reason == Some(Reason::LinkEndpointMissing));
    lost.any(|(field, _)| linking(rule).any(|(own, _)| own == *field))
}
