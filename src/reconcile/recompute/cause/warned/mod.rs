//! Warnings, worked out again: what is listed for somebody to look at, and what ought to be.
//!
//! A warning changes no outcome, so that nothing else would miss one. Those that a rule raises are found here by a question
//! of their own for each rule, put to every record; those that staging raises are taken as the export, read again, gives
//! them. What something graver overruled is listed as well: of such a line it is asked whether it is true, not whether all
//! are there.

mod casework;
mod codes;
mod files;
mod forms;
mod people;
mod periods;
mod texts;

use std::collections::BTreeSet;

use super::look::Look;
use super::weighed::CaseRows;
use super::{Claim, ClaimList, Surroundings, Weighed, Why};
use crate::reconcile::check::WARNING_CAUSE;
use crate::reconcile::recompute::claims::is_derivable;
use crate::reconcile::recompute::scene::Scene;
use crate::reconcile::recompute::{Standing, founded};
use crate::reconcile::{CaseFileState, Difference};
use crate::record::{Action, EntityId, FieldId, Guid, Origin, Reason, SourceRecord};

/// A line of `warnings.csv` about a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedWarning {
    /// The code, and whether the column is one.
    pub why: Why,
    /// The column concerned, where one is.
    pub field: Option<FieldId>,
    /// Path of the record's file within the drop, and the line there.
    pub place: (String, u64),
    /// The physical line in the list.
    pub line: u64,
}

/// The rule that finds signs of an adoption.
const SIGNS_OF_ADOPTION: &str = "adoption-signal";

/// What a warning is about: the record at a place, the code, the column.
type Raised = BTreeSet<(usize, Reason, Option<FieldId>)>;

/// A warning as a list names it: record, code, column, file and line.
type Named = (EntityId, Guid, Reason, Option<FieldId>, (String, u64));

/// Warnings that are listed and not borne out by the export, and those that it gives and no line tells.
pub(super) fn unfounded(
    scene: &Scene<'_>,
    rows: &CaseRows<'_, '_>,
    around: Surroundings<'_>,
) -> Vec<Difference> {
    let mut open = expected(scene, around);
    let mut differences = Vec::new();
    for place in 0..scene.case.records.len() {
        let (entity, Some(key)) = (scene.record(place).entity(), scene.key(place)) else { continue };
        if scene.place(entity, key) != Some(place) {
            continue;
        }
        for listed in scene.away.warnings_of(entity, key) {
            let Why::Code(reason) = listed.why else {
                differences.push(forged(scene, (entity, key), listed));
                continue;
            };
            let told = open.remove(&(entity, key, reason, listed.field, listed.place.clone()));
            if !told && !is_overruled(scene, rows, around, (place, key), (reason, listed)) {
                differences.push(forged(scene, (entity, key), listed));
            }
        }
    }
    differences.extend(open.into_iter().map(|(entity, key, _, field, _)| Difference {
        file: String::new(),
        line: 0,
        ..of(scene, (entity, key), field)
    }));
    differences
}

/// The warnings that the case file gives; none at all where it is held for an adoption.
fn expected(scene: &Scene<'_>, around: Surroundings<'_>) -> BTreeSet<Named> {
    if is_silent(scene) {
        return BTreeSet::new();
    }
    let name = |origin: Origin| (scene.rest.source_path(origin.file).to_owned(), origin.line);
    let mut expected = BTreeSet::new();
    for (place, reason, field) in raised(scene) {
        if let Some(key) = scene.key(place) {
            let record = scene.record(place);
            expected.insert((record.entity(), key, reason, field, name(record.origin())));
        }
    }
    for place in forms::with_held_siblings(scene, around.everybody) {
        let record = scene.record(place);
        if let Some(key) = scene.key(place) {
            let named = name(record.origin());
            expected.insert((record.entity(), key, Reason::HeldSibling, None, named));
        }
    }
    for finding in around.findings.iter().filter(|finding| is_listed(scene, finding.reason)) {
        if let Ok(key) = Guid::parse(&finding.source_id) {
            expected.insert((finding.entity, key, finding.reason, finding.field, name(finding.origin)));
        }
    }
    expected
}

/// The signs of an adoption that withhold the case file by the council's policy: the place of the record, and the column.
pub(super) fn withholding_signs(scene: &Scene<'_>) -> BTreeSet<(usize, Option<FieldId>)> {
    let mut raised = Raised::new();
    if signs_withhold(scene) {
        let rules =
            scene.plan.entities().flat_map(|entity| entity.rules.iter().map(move |rule| (entity, rule)));
        for (entity, rule) in rules.filter(|(_, rule)| rule.name() == SIGNS_OF_ADOPTION) {
            people::signs_of_adoption(&Look { scene, entity, rule }, &mut raised);
        }
    }
    raised.into_iter().map(|(place, _, field)| (place, field)).collect()
}

fn signs_withhold(scene: &Scene<'_>) -> bool {
    scene.plan.policy().get("adoption.signals") == Some("hold")
}

/// Whether a code stands in this list for what it is: neither decides anything here, nor does the policy make it do so.
fn is_listed(scene: &Scene<'_>, reason: Reason) -> bool {
    match reason {
        Reason::InlineImage => scene.plan.images().is_some(),
        Reason::AdoptionSignal => !signs_withhold(scene),
        _ => reason.action() == Action::Warn,
    }
}

/// Whether the case file is held for an adoption, of which nothing is listed but that.
fn is_silent(scene: &Scene<'_>) -> bool {
    let adopted = |claim: &Claim| claim.list == ClaimList::Holds && claim.why == Why::Withheld;
    scene.rest.state(scene.case.person) == Some(CaseFileState::Held)
        && scene.away.has_claims()
        && scene.case.records.iter().enumerate().any(|(place, record)| {
            scene.key(place).is_some_and(|key| scene.away.claims_of(record.entity(), key).iter().any(adopted))
        })
}

/// What the rules of the mappings, and cells while they are filled, give cause for.
fn raised(scene: &Scene<'_>) -> Raised {
    let mut all = Raised::new();
    for entity in scene.plan.entities().filter(|entity| !scene.places(entity.entity).is_empty()) {
        for rule in &entity.rules {
            of_rule(&Look { scene, entity, rule }, &mut all);
        }
        files::odd_files(scene, entity, &mut all);
        periods::repeated_hours(scene, entity, &mut all);
    }
    all.retain(|(_, reason, _)| is_listed(scene, *reason));
    all
}

fn of_rule(look: &Look<'_, '_>, out: &mut Raised) {
    match look.rule.name() {
        "address-disagrees" => people::other_addresses(look, out),
        SIGNS_OF_ADOPTION => people::signs_of_adoption(look, out),
        "author" => casework::service_accounts(look, out),
        "birth" => people::overdue(look, out),
        "cp-end-no-reason" => periods::ended_for_no_reason(look, out),
        "cp-status-date-differs" => periods::changed_on_another_day(look, out),
        "embedded-person-id" => forms::lists_of_ids(look, out),
        "flag-copied" => people::flags_without_cause(look, out),
        "future-date" => periods::in_the_future(look, out),
        "mime-type" => files::other_types(look, out),
        "inactive-team" => casework::closed_teams(look, out),
        "label-disagrees" => codes::other_labels(look, out),
        "lac-episodes" => periods::short_statuses(look, out),
        "lac-statuses" => periods::gaps(look, out),
        "mandatory-answer-missing" => forms::unanswered(look, out),
        "missing-no-end" => periods::without_end(look, out),
        "names" => people::odd_names(look, out),
        "note-text" => texts::odd_texts(look, out),
        "postcode" => people::odd_postcodes(look, out),
        "rec-inconsistent" => periods::reasons_ceased(look, out),
        "restriction" => casework::ended_restrictions(look, out),
        "retired-code" => codes::retired(look, out),
        "rne-mismatch" => periods::reasons_new(look, out),
        "safety-sets" => forms::safety_sets(look, out),
        "signed-off-after-closure" => forms::signed_off_late(look, out),
        "third-party-information" => casework::flagged(look, out),
        "worker-text-only" => casework::names_alone(look, out),
        _ => {}
    }
}

/// The records of the rule's entity that no other took in, with their places.
pub(super) fn own<'w, 'a>(
    look: &Look<'w, 'a>,
) -> impl Iterator<Item = (usize, &'a SourceRecord)> + use<'w, 'a> {
    let (scene, entity) = (look.scene, look.entity);
    let places = scene.places(entity.entity).iter().map(|place| (*place, scene.record(*place)));
    places.filter(move |(place, record)| {
        let names = entity.merge.as_ref().is_some_and(|merge| record.get(merge.master).filled().is_some());
        let Some(key) = scene.key(*place).filter(|_| names) else { return true };
        let work = scene.rest.work(entity.entity, key).map(|(key, _)| key);
        let survivor =
            if entity.entity == scene.plan.model().people.person { scene.rest.survivor(key) } else { work };
        survivor.is_none_or(|survivor| survivor == key)
    })
}

/// Whether a line tells of something that is true, though graver things decided about the record.
fn is_overruled(
    scene: &Scene<'_>,
    rows: &CaseRows<'_, '_>,
    around: Surroundings<'_>,
    (place, key): (usize, Guid),
    (reason, listed): (Reason, &ListedWarning),
) -> bool {
    // What tells of an adoption is counted, and not listed.
    if is_silent(scene) || (reason.tells_of_adoption(Action::Hold) && !is_listed(scene, reason)) {
        return false;
    }
    if is_listed(scene, reason) {
        // The cells of a record that something graver turned away may have been filled before.
        return scene.standings[place] != Standing::Gives
            && listed.field.is_some_and(|field| is_told_by_a_cell(scene, place, (reason, field)));
    }
    let entity = scene.record(place).entity();
    let staged = around.findings.iter().any(|finding| {
        finding.reason == reason && finding.entity == entity && finding.source_id == key.to_string()
    });
    let versions = scene.places(entity).iter().filter(|place| scene.key(**place) == Some(key));
    let stands = |place: usize| {
        let origin = scene.record(place).origin();
        scene.rest.source_path(origin.file) == listed.place.0 && origin.line == listed.place.1
    };
    let claim = Claim { list: ClaimList::Rejects, field: listed.field, why: listed.why, line: 0 };
    staged
        || versions.filter(|place| stands(**place)).any(|place| {
            let value = listed.field.filter(|_| is_derivable(reason));
            value.is_some_and(|field| founded::is_founded(scene, *place, field))
                || Weighed::new(scene, rows, around, (*place, claim))
                    .is_some_and(|weighed| weighed.is_borne_out() || weighed.tells_of_value())
        })
}

/// Whether a record gives cause for a warning that is raised while a cell is filled from a column.
fn is_told_by_a_cell(scene: &Scene<'_>, place: usize, (reason, field): (Reason, FieldId)) -> bool {
    match reason {
        Reason::ClockChangeRepeat => periods::is_repeated(scene, place, field),
        _ => files::oddities(scene, place, field).contains(&reason),
    }
}

fn forged(scene: &Scene<'_>, record: (EntityId, Guid), listed: &ListedWarning) -> Difference {
    Difference { line: listed.line, ..of(scene, record, listed.field) }
}

fn of(scene: &Scene<'_>, (entity, key): (EntityId, Guid), field: Option<FieldId>) -> Difference {
    let described = scene.plan.dictionary().entity(entity);
    Difference {
        case_file: scene.case.number,
        entity: Some(entity),
        source_id: key.to_string(),
        field: field.map(|field| described.field(field).name.clone()).unwrap_or_default(),
        file: "exceptions/warnings.csv".to_owned(),
        ..Difference::new(WARNING_CAUSE.id)
    }
}
