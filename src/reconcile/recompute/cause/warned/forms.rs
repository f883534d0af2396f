//! Warnings about forms and their answers.

use std::collections::{BTreeMap, BTreeSet};

use super::{Look, Raised, own};
use crate::map::plan::{Source, Step};
use crate::reconcile::CaseFileState;
use crate::reconcile::recompute::Standing;
use crate::reconcile::recompute::cause::Everybody;
use crate::reconcile::recompute::derivation::Derivation;
use crate::reconcile::recompute::scene::Scene;
use crate::record::{FieldId, Guid, Reason, SourceRecord};

/// Forms that were signed off on a later day than their case closed.
pub(super) fn signed_off_late(look: &Look<'_, '_>, out: &mut Raised) {
    for (place, form) in own(look) {
        let closed = look.row_of(form, "parent").and_then(|parent| look.readable_day(parent, "closed"));
        let signed = look.readable_day(form, "signed_off");
        if signed.zip(closed).is_some_and(|(signed, closed)| signed > closed) {
            out.insert((place, Reason::SignedOffAfterClosure, look.field("signed_off")));
        }
    }
}

/// Completed forms in which a question that must be answered is not, questions of tables apart.
pub(super) fn unanswered(look: &Look<'_, '_>, out: &mut Raised) {
    let completed: Vec<_> = own(look)
        .filter(|(_, form)| look.time(form, "completed").is_some())
        .filter_map(|(place, form)| Some((place, look.scene.key(place)?, look.guid(form, "template")?)))
        .collect();
    if completed.is_empty() {
        return;
    }
    let rows = |name: &str| look.table(name).map(|table| look.scene.rest.rows(table)).unwrap_or_default();
    let in_tables: BTreeSet<Guid> = rows("cell")
        .iter()
        .flat_map(|row| ["cell", "table"].map(|name| look.guid(row, name)))
        .flatten()
        .collect();
    let answers: BTreeSet<(Guid, Guid)> = look
        .others("answer")
        .filter_map(|answer| look.guid(answer, "form").zip(look.guid(answer, "question")))
        .collect();
    for question in rows("identifier").iter().filter(|row| look.text(row, "mandatory") == Some("1")) {
        let (Some(key), Some(template)) =
            (look.guid(question, "identifier"), look.guid(question, "identifier_template"))
        else {
            continue;
        };
        let missed = completed.iter().filter(|(_, form, own)| {
            *own == template && !in_tables.contains(&key) && !answers.contains(&(*form, key))
        });
        out.extend(
            missed.map(|(place, ..)| (*place, Reason::MandatoryAnswerMissing, look.field("completed"))),
        );
    }
}

/// Texts that are nothing but keys, or a list of numbers long enough to be those of people.
pub(super) fn lists_of_ids(look: &Look<'_, '_>, out: &mut Raised) {
    for (place, answer) in own(look) {
        for (name, field) in &look.rule.fields {
            if look.text(answer, name).is_some_and(is_list_of_ids)
                && !is_written_as_people(look, answer, *field)
            {
                out.insert((place, Reason::EmbeddedPersonId, Some(*field)));
            }
        }
    }
}

/// Whether the mapping takes the column of this record for a list of people.
fn is_written_as_people<'a>(look: &Look<'_, 'a>, answer: &'a SourceRecord, field: FieldId) -> bool {
    let derivation = Derivation::bare(look.scene, look.entity, answer);
    let mut branches = look.entity.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.branches);
    branches.any(|branch| {
        branch.source == Source::Field(field)
            && branch.steps.contains(&Step::PersonReferenceList)
            && derivation.holds(&branch.when)
    })
}

/// The first hundred words tell; numbers count only where a sign parts them.
fn is_list_of_ids(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|sign: char| sign.is_whitespace() || matches!(sign, ',' | ';' | '|'))
        .filter(|word| !word.is_empty())
        .take(100)
        .collect();
    let all = |is: fn(&str) -> bool| !words.is_empty() && words.iter().all(|word| is(word));
    let parted = text.contains([',', ';', '|']) && words.len() >= 2;
    all(|word| Guid::parse(word.trim_matches(['{', '}'])).is_ok())
        || (parted
            && all(|word| {
                matches!(word.len(), 4..=10) && word.parse::<u64>().is_ok() && !word.starts_with('+')
            }))
}

/// What stands of a danger statement, its goal and its scale in one row of a form.
#[derive(Default)]
struct Set {
    danger: Option<usize>,
    goal: bool,
    scale: bool,
}

/// Danger statements without goal or scale, forms with too many of them, and those that are one block of text.
pub(super) fn safety_sets(look: &Look<'_, '_>, out: &mut Raised) {
    let Some(answers) = look.table("answer") else { return };
    if look.scene.places(look.entity.entity).is_empty() {
        return;
    }
    let mut sets: BTreeMap<Guid, BTreeMap<&str, Set>> = BTreeMap::new();
    for place in look.scene.places(answers) {
        let answer = look.scene.record(*place);
        let (Some(form), Some(question)) = (look.guid(answer, "form"), question(look, answer)) else {
            continue;
        };
        let is = |name: &str| look.value(name) == question;
        if is("block") {
            out.insert((*place, Reason::SosUnstructured, look.field("question")));
        } else if is("danger") || is("goal") || is("scale") {
            let row = look.text(answer, "row").unwrap_or_default();
            let set = sets.entry(form).or_default().entry(row).or_default();
            set.danger = if is("danger") { Some(*place) } else { set.danger };
            set.goal |= !is("danger") && is("goal");
            set.scale |= !is("danger") && !is("goal") && is("scale");
        }
    }
    let most = look.value("most").parse().unwrap_or(usize::MAX);
    for (place, _) in own(look) {
        let Some(sets) = look.scene.key(place).and_then(|key| sets.get(&key)) else { continue };
        if sets.len() > most {
            out.insert((place, Reason::SosManySets, None));
        }
        let incomplete = sets.values().filter(|set| !(set.goal && set.scale));
        let dangers = incomplete.filter_map(|set| set.danger);
        out.extend(dangers.map(|place| (place, Reason::SosSetIncomplete, look.field("question"))));
    }
}

/// The identifier of the question that an answer is to.
fn question<'a>(look: &Look<'_, 'a>, answer: &SourceRecord) -> Option<&'a str> {
    let row = look.scene.rest.row(look.table("identifier")?, look.guid(answer, "question")?)?;
    look.text(row, "identifier")
}

/// Work of a written case file that was cloned for somebody else as well, whose case file is held.
pub(super) fn with_held_siblings(scene: &Scene<'_>, everybody: &Everybody) -> Vec<usize> {
    if !scene.plan.policy().folds_siblings() || !scene.rest.is_written(scene.case.person) {
        return Vec::new();
    }
    let cloned = scene.plan.entities().filter(|entity| entity.siblings.is_some());
    let places = cloned.flat_map(|entity| scene.places(entity.entity)).copied();
    let held =
        |person: Guid| person != scene.case.person && scene.rest.state(person) == Some(CaseFileState::Held);
    let with_held = |place: &usize| {
        let siblings = scene.key(*place).map(|key| everybody.siblings_of(key)).unwrap_or_default();
        siblings.into_iter().any(|(person, _)| held(person))
    };
    places.filter(|place| scene.standings[*place] == Standing::Gives).filter(with_held).collect()
}

#[cfg(test)]
mod tests {
    use super::is_list_of_ids;

    #[test]
    fn lists_of_ids_are_told_from_numbers() {
        for text in ["1234, 5678", "{0a1b2c3d-0000-4000-8000-000000000001}", "1234;56789|0000"] {
            assert!(is_list_of_ids(text), "{text}");
        }
        for text in ["1234", "01234 567890", "1234, ann", "123, 4567", "", ", ;", "+1234, 5678"] {
            assert!(!is_list_of_ids(text), "{text}");
        }
    }
}
