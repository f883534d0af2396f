//! The rows that single records and runs of records give.

use super::ExpectedRow;
use super::derivation::{Derivation, Derived};
use super::link_fate::{self, LinkFate};
use super::runs::{Ends, handed_over};
use super::scene::Scene;
use super::{Standing, claims::Refusals};
use crate::map::plan::{Cell, EntityPlan, Place, RowPlan, RowShape, Source, Step};
use crate::record::{FieldId, Reason};
use crate::target::contract::{ColumnId, TargetRow};

/// The rows of all records, in the order of records and rules, those of runs last.
pub(super) fn rows(scene: &Scene<'_>, refusals: &mut Refusals) -> Vec<ExpectedRow> {
    let mut rows = Vec::new();
    for place in 0..scene.case.records.len() {
        let Some(entity) = scene.entity(place) else { continue };
        if scene.standings[place] != Standing::Gives {
            continue;
        }
        for (number, rule) in entity.rows.iter().enumerate() {
            if !matches!(rule.shape, RowShape::Run(_)) {
                rows.extend(of_record(scene, Ends::one(place), entity, (number, rule), refusals));
            }
        }
    }
    rows.extend(super::runs::rows(scene, refusals));
    rows
}

/// The rows that a rule gives for a record, or for a run from the first record to the last.
pub(super) fn of_record(
    scene: &Scene<'_>,
    ends: Ends,
    entity: &EntityPlan,
    (number, rule): (usize, &RowPlan),
    refusals: &mut Refusals,
) -> Vec<ExpectedRow> {
    let Some(entity_plan) = scene.plan.entity(entity.entity) else { return Vec::new() };
    let rule_plan = &entity_plan.rows[number];
    let (first, last) = (ends.first, scene.record(ends.last));
    let mut derivation = Derivation::new(scene, entity_plan, rule_plan, scene.record(first), last);
    if let (RowShape::Run(run), Some(next)) = (&rule.shape, ends.next) {
        let handed = handed_over(scene, run, (ends.last, next));
        derivation.handed_over = handed.map(|day| (run.end, day));
    }
    if !derivation.holds(&rule.when) {
        return Vec::new();
    }
    let made = Made::of(&derivation);
    made.note(&derivation, ends, refusals);
    let Some(cells) = made.cells() else { return Vec::new() };
    let other = derivation.other.get();
    let joins = entity.joins.is_some();
    let fate = other.filter(|_| !joins).map(|other| LinkFate::of(scene.rest, scene.case.person, other));
    match fate {
        // A link to work that is not written is left out; the list of rejected values names it.
        Some(LinkFate::Lost | LinkFate::Late { here: false }) => return Vec::new(),
        // One that could not be written later either, as the record changed meanwhile, is in that list still.
        Some(LinkFate::Late { here: true }) if link_fate::is_listed(scene, first, rule_plan) => {
            return Vec::new();
        }
        _ => {}
    }
    if is_lost_link(scene, first, entity, rule) {
        return Vec::new();
    }
    let last_batch = joins || other.is_some() || matches!(rule.place, Place::Address | Place::Joining);
    let row = TargetRow { table: rule.table, cells };
    let expected = |row| ExpectedRow {
        row,
        entity: entity.entity,
        source_id: scene.key(first).map(|key| key.to_string()).unwrap_or_default(),
        last_batch,
        either_batch: false,
        late: matches!(fate, Some(LinkFate::Late { .. })),
        rule: Some(number),
        place: first,
    };
    parts(rule, row).into_iter().map(expected).collect()
}

/// Whether the row is a link that the list of rejected values says was left out: it led to nothing, or round in a circle.
fn is_lost_link(scene: &Scene<'_>, place: usize, entity: &EntityPlan, rule: &RowPlan) -> bool {
    let Some(key) = scene.key(place) else { return false };
    let away = scene.away.values_of(entity.entity, key).iter();
    let mut lost = away.filter_map(|(field, reason)| {
        matches!(reason, Some(Reason::LinkEndpointMissing | Reason::LinkCycle)).then_some(*field)
    });
    lost.any(|field| leads_to_a_step(rule, field))
}

/// Whether a column of the record names the step at an end of the row.
pub(super) fn leads_to_a_step(rule: &RowPlan, field: FieldId) -> bool {
    let mut branches = rule.cells.iter().flat_map(|cell| &cell.branches);
    branches.any(|branch| branch.source == Source::Field(field) && branch.steps.contains(&Step::WorkflowStep))
}

/// What a rule makes of a record.
struct Made {
    columns: Vec<Derived>,
    /// The columns that decided that no row is wanted; none where one is.
    without: Option<Vec<ColumnId>>,
}

impl Made {
    fn of(derivation: &Derivation<'_, '_>) -> Self {
        let rule = derivation.row;
        let ids = (0_u16..).map(ColumnId).take(rule.cells.len());
        let columns: Vec<Derived> = ids.map(|column| derivation.column(column)).collect();
        let is_empty = |column: &ColumnId| !matches!(columns[usize::from(column.0)], Derived::Text(_));
        let without = match rule.only_with.iter().position(is_empty) {
            Some(first) => Some(rule.only_with[..=first].to_vec()),
            None if rule.only_with_any.is_empty() || !rule.only_with_any.iter().all(is_empty) => None,
            None => Some(rule.only_with.iter().chain(&rule.only_with_any).copied().collect()),
        };
        Self { columns, without }
    }

    /// Notes the values that could not be written. Of a row that is not wanted only what decided so was tried.
    fn note(&self, derivation: &Derivation<'_, '_>, ends: Ends, refusals: &mut Refusals) {
        let place = ends.first;
        let tried = |column: &ColumnId| self.without.as_ref().is_none_or(|without| without.contains(column));
        let columns = (0_u16..).map(ColumnId).zip(self.columns.iter().zip(&derivation.row.cells));
        for (_, (made, cell)) in columns.filter(|(column, _)| tried(column)) {
            if let Derived::Refused(field) | Derived::Untargeted(field) = made {
                // The end of a run is a value of its last record.
                let at_the_end = cell.branches.iter().any(|branch| match branch.source {
                    Source::Last(own) => Some(own) == *field,
                    _ => false,
                });
                refusals.note(if at_the_end { ends.last } else { place }, *field);
            }
            note_parts(derivation, cell, place, refusals);
        }
    }

    /// The cells of the row; none where none is wanted.
    fn cells(self) -> Option<Vec<Option<String>>> {
        self.without.is_none().then(|| self.columns.into_iter().map(Derived::text).collect())
    }
}

/// Notes the columns whose values are left out of what a cell joins.
fn note_parts(derivation: &Derivation<'_, '_>, cell: &Cell, place: usize, refusals: &mut Refusals) {
    for branch in cell.branches.iter().filter(|branch| matches!(branch.source, Source::Join { .. })) {
        if derivation.holds(&branch.when) {
            let away = derivation.parts_turned_away(&branch.source);
            away.for_each(|field| refusals.note(place, Some(field)));
        }
    }
}

/// One row for each part, where the rule splits a cell.
fn parts(rule: &RowPlan, row: TargetRow) -> Vec<TargetRow> {
    let RowShape::Split { column, separator } = rule.shape else { return vec![row] };
    let column = usize::from(column.0);
    let Some(text) = row.cells[column].clone() else { return vec![row] };
    let part = |part: &str| {
        let mut row = row.clone();
        row.cells[column] = Some(part.to_owned());
        row
    };
    text.split(separator).map(part).collect()
}
