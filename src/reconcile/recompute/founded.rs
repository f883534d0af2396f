//! Whether values that are listed as turned away had to be.

use super::Standing;
use super::claims::{Refusals, difference, is_derivable, is_told_otherwise};
use super::derivation::Derivation;
use super::line;
use super::scene::Scene;
use crate::map::plan::{Branch, Carrier, EntityPlan, LineSource, Source, Step};
use crate::reconcile::Difference;
use crate::record::{EntityId, FieldId, Guid, SourceRecord};
use crate::source::Role;
use crate::target::contract::ColumnId;

/// Values that are listed as turned away under a code that the value itself should tell, and does not.
pub(super) fn unfounded(scene: &Scene<'_>, refusals: &Refusals) -> Vec<Difference> {
    let mut unfounded = Vec::new();
    for place in 0..scene.case.records.len() {
        let Some(key) = scene.key(place).filter(|_| is_told_of(scene.standings[place])) else { continue };
        for (field, reason) in scene.away.values_of(scene.record(place).entity(), key) {
            let Some(reason) = reason.filter(|reason| is_derivable(*reason)) else { continue };
            let otherwise = is_told_otherwise(scene.record(place), *field, reason);
            if otherwise || !(refusals.has(place, *field) || is_founded(scene, place, *field)) {
                unfounded.push(difference(scene, place, *field));
            }
        }
    }
    unfounded
}

/// Whether values of a record are written: in rows and notes of its own, or in the note of the one that took it in.
pub(super) fn is_told_of(standing: Standing) -> bool {
    matches!(standing, Standing::Gives | Standing::Folded | Standing::Mirrored)
}

/// Whether something that is made of the column cannot be written, or the column leads nowhere.
pub(super) fn is_founded(scene: &Scene<'_>, place: usize, field: FieldId) -> bool {
    let Some(entity) = scene.entity(place) else { return true };
    let made = is_refused_in_a_cell(scene, place, entity, field);
    let shown = is_refused_in_a_line(scene, place, entity, field);
    made == Some(true)
        || shown == Some(true)
        || leads_nowhere(scene, place, field)
        || ((made, shown) == (None, None) && goes_elsewhere(entity, field))
}

/// Whether a column that fills no cell and no line goes somewhere all the same: into who wrote a note and when, or about
/// whom it is, or into what stands beside. A value that goes nowhere is not turned away.
fn goes_elsewhere(entity: &EntityPlan, field: FieldId) -> bool {
    let status = entity.columns.get(usize::from(field.0));
    status.is_some_and(|status| !matches!(status.carrier, Carrier::NotCarried | Carrier::Lossy))
}

/// Whether a branch that takes the column, in whatever row, is refused; none where no branch takes it.
fn is_refused_in_a_cell(
    scene: &Scene<'_>,
    place: usize,
    entity: &EntityPlan,
    field: FieldId,
) -> Option<bool> {
    let (plan, record) = (scene.plan.entity(entity.entity)?, scene.record(place));
    let mut found = None;
    for row in &plan.rows {
        let derivation = Derivation::new(scene, plan, row, record, record);
        for (column, cell) in (0_u16..).map(ColumnId).zip(&row.cells) {
            // A list of people is one only where the mapping says so: anything else is none.
            let applies = |branch: &&Branch| {
                !branch.steps.contains(&Step::PersonReferenceList) || derivation.holds(&branch.when)
            };
            for branch in cell.branches.iter().filter(|one| takes(&one.source, field)).filter(applies) {
                let refused = derivation.refuses(&derivation.branch(branch, Some(column)), column);
                let part = derivation.parts_turned_away(&branch.source).any(|part| part == field);
                let lost = refused || part || is_lost_link(&derivation, scene, branch);
                found = Some(found.unwrap_or(false) || lost);
            }
        }
    }
    found
}

/// Whether a branch names a person, or work, that is not written.
fn is_lost_link(derivation: &Derivation<'_, '_>, scene: &Scene<'_>, branch: &Branch) -> bool {
    if branch.steps.contains(&Step::Person) {
        let named = derivation.source(&branch.source).and_then(|flow| Guid::parse(flow.text.trim()).ok());
        let person = named.and_then(|key| scene.rest.survivor(key));
        return person.is_some_and(|person| {
            person != scene.case.person && !scene.rest.is_written_in_time(person, scene.case.person)
        });
    }
    let Some(flow) = derivation.source(&branch.source).filter(|_| branch.steps.contains(&Step::WorkflowStep))
    else {
        return false;
    };
    let tables = scene.tables_of(flow.entity, flow.field);
    let Some((key, person)) =
        Guid::parse(flow.text.trim()).ok().and_then(|key| scene.surviving_work(&tables, key))
    else {
        return true;
    };
    if person != scene.case.person {
        return !scene.rest.is_written_in_time(person, scene.case.person);
    }
    let own = tables.iter().find_map(|table| scene.place(*table, key));
    own.is_none_or(|own| scene.standings[own] != Standing::Gives || is_held_up(scene, own))
}

/// Whether a list says why a record is not written, or why its case file is not.
fn is_held_up(scene: &Scene<'_>, place: usize) -> bool {
    let entity = scene.record(place).entity();
    scene.key(place).is_some_and(|key| !scene.away.claims_of(entity, key).is_empty())
}

pub(super) fn takes(source: &Source, field: FieldId) -> bool {
    match source {
        Source::Field(own) | Source::Last(own) | Source::Via { lookup: own, .. } => *own == field,
        Source::Join { fields, .. } | Source::Earliest(fields) => fields.contains(&field),
        Source::Constant(_) | Source::Answer(_) | Source::Compute(_) | Source::Beside(_) => false,
    }
}

/// Whether a line cannot show the column; none where no line does.
fn is_refused_in_a_line(
    scene: &Scene<'_>,
    place: usize,
    entity: &EntityPlan,
    field: FieldId,
) -> Option<bool> {
    let lines = &entity.note.as_ref()?.lines;
    let kind = lines.iter().find_map(|line| match &line.source {
        LineSource::Field(own, kind) if *own == field => Some(kind),
        _ => None,
    })?;
    Some(line::shown(scene, scene.record(place), field, kind).is_err())
}

/// Whether a value of a record is turned away by itself, or because it leads nowhere, whatever takes it: to another record
/// it says nothing.
pub(super) fn is_nothing(scene: &Scene<'_>, record: &SourceRecord, field: FieldId) -> bool {
    let Some(entity) = scene.plan.entity(record.entity()) else { return false };
    let of_shared = |table: &EntityId| scene.plan.dictionary().entity(*table).role != Role::Casework;
    let place = record.guid(entity.key).and_then(|key| scene.place(entity.entity, key));
    let place = place.filter(|_| scene.tables_of(entity.entity, field).iter().all(of_shared));
    record.why_unread(field).is_some()
        || record.get(field).filled().is_some_and(line::has_odd)
        || Derivation::bare(scene, entity, record).is_listed(record, field)
        || place.is_some_and(|place| leads_nowhere(scene, place, field))
}

/// Whether the column names a record that is not in the export, or a shared one that is not written.
pub(super) fn leads_nowhere(scene: &Scene<'_>, place: usize, field: FieldId) -> bool {
    let record = scene.record(place);
    let Some(text) = record.get(field).filled() else { return false };
    let tables = scene.tables_of(record.entity(), field);
    let Ok(key) = Guid::parse(text.trim()) else { return !tables.is_empty() };
    if is_of_another_question(scene, record, (field, key)) {
        return true;
    }
    let person = scene.plan.model().people.person;
    !tables.is_empty()
        && tables.iter().copied().all(|table| {
            let shared = scene.plan.dictionary().entity(table).role == Role::Shared;
            let known = scene.rest.standing_row(table, key).is_some()
                || (!shared && scene.find(table, key).is_some())
                || scene.rest.work(table, key).is_some()
                || (table == person && scene.rest.survivor(key).is_some());
            !known
        })
}

/// Whether an option that is not ticked is none of those that its answer's question has.
fn is_of_another_question(scene: &Scene<'_>, tick: &SourceRecord, (field, option): (FieldId, Guid)) -> bool {
    let forms = &scene.plan.model().forms;
    let asked = || {
        let answer = scene.find(forms.answer, tick.guid(forms.tick_answer)?)?;
        scene.questions.question(answer.guid(forms.answer_question)?)
    };
    tick.entity() == forms.tick
        && field == forms.tick_option
        && tick.get(forms.ticked).filled() != Some("1")
        && scene.rest.row(forms.option, option).is_some()
        && asked().is_some_and(|question| !scene.questions.has_option(question, option))
}
