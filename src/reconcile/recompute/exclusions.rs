//! Records that were left out: what the list says against what the rules say.

use super::derivation::Derivation;
use super::scene::Scene;
use super::{CaseSource, Expected, Questions, RestOfDrop, Standing, TurnedAway};
use crate::map::plan::{Condition, EntityPlan, Owner, Plan, ScopeRule};
use crate::reconcile::{CaseFileState, Difference};
use crate::record::{EntityId, FieldId, Guid, Outcome, Reason};
use crate::source::Kind;

/// What became of the records of a case file that is not written, which gives no rows; excluded ones must be such that
/// their rule leaves them out.
pub fn expect_nothing(
    plan: &Plan,
    questions: &Questions,
    rest: RestOfDrop<'_>,
    away: &TurnedAway,
    case: CaseSource<'_>,
) -> Expected {
    let scene = Scene::new(plan, questions, rest, away, case);
    let all_excluded = rest.state(case.person) == Some(CaseFileState::Excluded);
    let places = 0..case.records.len();
    let outcome = |place: usize| match scene.standings[place] {
        Standing::Rejected => Outcome::Rejected,
        Standing::Excluded => Outcome::Excluded,
        _ if all_excluded => Outcome::Excluded,
        _ => Outcome::Held,
    };
    let outcomes = places.clone().map(outcome).collect();
    let differences =
        places.filter(|place| !is_founded(&scene, *place)).map(|place| at(&scene, place)).collect();
    Expected { outcomes, differences, ..Expected::default() }
}

/// Records of a written case file that are listed as excluded by no rule, or that a rule leaves out and are not listed.
pub(super) fn differences(scene: &Scene<'_>) -> Vec<Difference> {
    let wrong = |place: &usize| !is_founded(scene, *place) || is_forgotten(scene, *place);
    (0..scene.case.records.len()).filter(wrong).map(|place| at(scene, place)).collect()
}

/// The same of rules that ask whether another case file speaks of the person, once that is known: nobody is left out whom
/// somebody's record names, and nobody written whom none names.
pub(super) fn of_named(scene: &Scene<'_>) -> Vec<Difference> {
    let asks = |rule: &ScopeRule| asks_for_others(&rule.when);
    let wrong = |place: &usize| {
        let (Some(entity), Some(key)) = (scene.entity(*place), scene.key(*place)) else { return false };
        let mut rules = entity.scope.iter().filter(|rule| asks(rule));
        if let Some(rule) = scene.away.excluded_by(entity.entity, key) {
            return rules.any(|own| own.id == rule) && !is_founded(scene, *place);
        }
        let gives = scene.standings[*place] == Standing::Gives;
        gives && rules.any(|rule| applies(scene, *place, entity, rule))
    };
    (0..scene.case.records.len()).filter(wrong).map(|place| at(scene, place)).collect()
}

/// Whether some rule asks that.
pub(super) fn asks_of_named(plan: &Plan) -> bool {
    plan.entities().flat_map(|entity| &entity.scope).any(|rule| asks_for_others(&rule.when))
}

fn at(scene: &Scene<'_>, place: usize) -> Difference {
    Difference {
        case_file: scene.case.number,
        entity: Some(scene.record(place).entity()),
        source_id: scene.key(place).map(|key| key.to_string()).unwrap_or_default(),
        ..Difference::new(crate::reconcile::check::EXCLUSION.id)
    }
}

/// Whether a record is not listed as excluded, or its rule leaves it out.
fn is_founded(scene: &Scene<'_>, place: usize) -> bool {
    let (Some(entity), Some(key)) = (scene.entity(place), scene.key(place)) else { return true };
    let Some(rule) = scene.away.excluded_by(entity.entity, key) else { return true };
    let under = |code: Reason| scene.away.is_excluded_under(entity.entity, key, code);
    let mut own = entity.scope.iter().filter(|own| own.id == rule && under(own.code));
    own.any(|own| applies(scene, place, entity, own))
        || (under(Reason::SurrogateRecord) && is_stand_in(scene, entity, key, rule))
        || (under(Reason::ParentExcluded)
            && (parents(scene, place).into_iter().any(|parent| is_excluded_by(scene, parent, rule))
                || follows_another(scene, place)))
}

/// Whether a rule that needs nothing but the case file leaves out a record that gives rows all the same.
fn is_forgotten(scene: &Scene<'_>, place: usize) -> bool {
    let Some(entity) = scene.entity(place) else { return false };
    let mut rules = entity.scope.iter().filter(|rule| !asks_for_others(&rule.when));
    scene.standings[place] == Standing::Gives && rules.any(|rule| applies(scene, place, entity, rule))
}

fn applies(scene: &Scene<'_>, place: usize, entity: &EntityPlan, rule: &ScopeRule) -> bool {
    let named = |key: Guid| rule.ids.iter().any(|id| *id == key.to_string());
    if !rule.ids.is_empty() && !scene.key(place).is_some_and(named) {
        return false;
    }
    let kept = |key: Guid| rule.keep.iter().any(|id| *id == key.to_string());
    if scene.key(place).is_some_and(kept) {
        return false;
    }
    let Some(plan) = scene.plan.entity(entity.entity) else { return false };
    Derivation::bare(scene, plan, scene.record(place)).holds(&rule.when)
}

/// Whether a condition asks what other case files say.
fn asks_for_others(condition: &Condition) -> bool {
    match condition {
        Condition::Named => true,
        Condition::Not(not) => asks_for_others(not),
        Condition::All(all) | Condition::Any(all) => all.iter().any(asks_for_others),
        _ => false,
    }
}

/// Whether the rule is the code of stand-ins, and the record took the place of a destroyed one. All other codes that leave
/// records out come of rules of the mapping or the policy.
fn is_stand_in(scene: &Scene<'_>, entity: &EntityPlan, key: Guid, rule: &str) -> bool {
    let judged = matches!(entity.owner, Owner::CaseFile(_)) || entity.indexed;
    judged && rule == Reason::SurrogateRecord.code() && scene.rest.is_surrogate(key)
}

/// Whether a record joins this case file to one that is left out.
fn follows_another(scene: &Scene<'_>, place: usize) -> bool {
    let joins = scene.entity(place).and_then(|entity| entity.joins);
    let other = joins.and_then(|joins| scene.record(place).guid(joins.other));
    let other = other.and_then(|other| scene.rest.survivor(other));
    other.and_then(|other| scene.rest.state(other)) == Some(CaseFileState::Excluded)
}

fn is_excluded_by(scene: &Scene<'_>, place: usize, rule: &str) -> bool {
    let (entity, key) = (scene.record(place).entity(), scene.key(place));
    key.and_then(|key| scene.away.excluded_by(entity, key)) == Some(rule)
}

/// The records of this case file that a record cannot do without, the person among them.
fn parents(scene: &Scene<'_>, place: usize) -> Vec<usize> {
    let record = scene.record(place);
    let Some(entity) = scene.entity(place) else { return Vec::new() };
    let described = scene.plan.dictionary().entity(entity.entity);
    let needed = described.fields().filter(|field| {
        let column = described.field(*field);
        let through = entity.owner == Owner::Through(*field) || entity.owner == Owner::Person(*field);
        through || (!column.nullable && matches!(column.kind, Kind::Lookup { .. } | Kind::Polymorphic { .. }))
    });
    let of_field = |field: FieldId| {
        let key = record.guid(field)?;
        let key = scene.rest.survivor(key).unwrap_or(key);
        let tables = scene.tables_of(entity.entity, field);
        tables.iter().copied().find_map(|table: EntityId| scene.place(table, key))
    };
    let person = scene.place(scene.plan.model().people.person, scene.case.person);
    needed.filter_map(of_field).chain(person).filter(|parent| *parent != place).collect()
}
