//! What the policy fills in, lets through or releases, worked out again: each is counted under the code that it would be
//! turned away with.

use super::look::Look;
use super::warned::own;
use crate::map::plan::Plan;
use crate::reconcile::recompute::scene::Scene;
use crate::record::{CodeCounts, EntityId, FieldId, Reason, SourceRecord};

/// Whether a code that is counted tells what a policy did.
pub fn is_by_policy(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::MissingMandatory
            | Reason::RelationshipNoStart
            | Reason::DobMissing
            | Reason::AgeOnly
            | Reason::RestrictedRecord
            | Reason::RestrictedNote
    )
}

/// Counts what the policy fills in, lets through or releases among the records of a written case file.
pub(in crate::reconcile::recompute) fn by_policy(scene: &Scene<'_>) -> CodeCounts {
    let mut counts = CodeCounts::default();
    if !may_count(scene.plan) {
        return counts;
    }
    for entity in scene.plan.entities().filter(|entity| !scene.places(entity.entity).is_empty()) {
        for rule in &entity.rules {
            let look = Look { scene, entity, rule };
            for (field, reason) in of_rule(&look) {
                counts.add(entity.entity, field, reason);
            }
        }
    }
    counts
}

/// Whether the policy does any of it.
fn may_count(plan: &Plan) -> bool {
    let policy = plan.policy();
    let says = |name: &str, word: &str| policy.get(name) == Some(word);
    let releases = ["restriction.records", "restriction.notes"].iter().any(|name| says(name, "release"));
    let writes = ["people.age_only", "people.no_birth"].iter().any(|name| says(name, "write"));
    let fills = || {
        let rules = plan.entities().flat_map(|entity| &entity.rules);
        let named = rules.filter_map(|rule| rule.values.get("policy"));
        named.into_iter().any(|name| policy.get(&format!("values.{name}")).is_some())
    };
    releases || writes || fills()
}

type Counted = Vec<(Option<FieldId>, Reason)>;

fn of_rule(look: &Look<'_, '_>) -> Counted {
    match look.rule.name() {
        "birth" => each(look, "born", undated),
        "filled-by-policy" => each(look, "value", |look, record| {
            let empty = record.get(look.field("value")?).filled().is_none();
            (empty && is_given(look)).then_some(Reason::MissingMandatory)
        }),
        "relationship-no-start" => each(look, "start", |look, record| {
            let empty = look.text(record, "start").is_none();
            (empty && is_given(look)).then_some(Reason::RelationshipNoStart)
        }),
        "restriction" => released(look),
        _ => Vec::new(),
    }
}

/// What a question says of every record that no other took in.
fn each(
    look: &Look<'_, '_>,
    column: &str,
    question: impl Fn(&Look<'_, '_>, &SourceRecord) -> Option<Reason>,
) -> Counted {
    let said = own(look).filter_map(|(_, record)| question(look, record));
    said.map(|reason| (look.field(column), reason)).collect()
}

/// Whether the policy that the rule names gives a value.
fn is_given(look: &Look<'_, '_>) -> bool {
    look.policy(&format!("values.{}", look.value("policy"))).is_some()
}

/// A person who is written though nothing tells when they were, or will be, born.
fn undated(look: &Look<'_, '_>, person: &SourceRecord) -> Option<Reason> {
    let unborn = look.text(person, "kind") == Some(look.value("unborn"));
    if look.day(person, "born").is_some() || (unborn && look.day(person, "expected").is_some()) {
        return None;
    }
    let (reason, policy) = match look.text(person, "age") {
        Some(_) => (Reason::AgeOnly, "people.age_only"),
        None => (Reason::DobMissing, "people.no_birth"),
    };
    (look.policy(policy) == Some("write")).then_some(reason)
}

/// The restrictions in force that the policy releases, of records that were merged into others as well.
fn released(look: &Look<'_, '_>) -> Counted {
    let (reason, policy) = match look.value("scope") {
        "note" => (Reason::RestrictedNote, "restriction.notes"),
        _ => (Reason::RestrictedRecord, "restriction.records"),
    };
    if look.policy(policy) != Some("release") {
        return Vec::new();
    }
    let places = look.scene.places(look.entity.entity).iter();
    let of_kind = places.filter(|place| is_of_a_kind_released(look, look.scene.record(**place)));
    of_kind.map(|_| (look.field("restriction"), reason)).collect()
}

/// Whether a record has a restriction that counts still, of a kind that the policy gives a meaning.
fn is_of_a_kind_released(look: &Look<'_, '_>, record: &SourceRecord) -> bool {
    let Some(row) = look.row_of(record, "restriction") else { return false };
    let today = look.scene.rest.extract_day();
    let ended = look.readable_day(row, "end").is_some_and(|end| end < today.as_str());
    let access = look.text(row, "access").unwrap_or_default();
    let kinds = [("allow", "restriction.allow_list"), ("deny", "restriction.deny_list")];
    let kind = kinds.into_iter().find(|(name, _)| !access.is_empty() && look.value(name) == access);
    !ended && kind.is_some_and(|(_, policy)| look.policy(policy) == Some("release"))
}

/// The counts of two sides that differ.
pub fn counted_otherwise(stated: &CodeCounts, found: &CodeCounts) -> Vec<(EntityId, Option<FieldId>)> {
    let mut places: Vec<_> = stated
        .iter()
        .chain(found.iter())
        .filter(|(_, _, reason, _)| is_by_policy(*reason))
        .filter(|(entity, field, reason, _)| {
            stated.of(*entity, *field, *reason) != found.of(*entity, *field, *reason)
        })
        .map(|(entity, field, ..)| (entity, field))
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}
