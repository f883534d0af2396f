//! Lookups that lead nowhere.

use super::settle::{Fate, settle_joining};
use super::work::Work;
use super::work_lookup::tables;
use crate::map::plan::Owner;
use crate::map::value_list::no_key;
use crate::record::{Action, EntityId, FieldId, Guid, Reason, SourceRecord};
use crate::source::{Column, Role};

/// Raises codes for lookups that lead nowhere.
pub(super) fn check_lookups(work: &mut Work<'_>) {
    let entities: Vec<_> = work.case.entities().collect();
    for entity in entities {
        for place in work.case.places(entity) {
            if work.verdicts[place].gives_rows() {
                check(work, place, entity);
            }
        }
    }
}

fn check(work: &mut Work<'_>, place: usize, entity: EntityId) {
    let (plan, prepared) = (work.plan, work.prepared);
    let columns = &plan.dictionary().entity(entity).columns;
    let facts = prepared.of(entity);
    for field in &facts.lookups {
        let column = &columns[usize::from(field.0)];
        let record = work.record(place);
        let Some(text) = record.get(*field).filled() else {
            if is_tick_of_nothing(work, record, *field) {
                work.raise(place, Reason::MissingMandatory, Some(*field));
            }
            continue;
        };
        if facts.authors.contains(field) {
            if work.author_name(record, *field).is_none() {
                unknown_author(work, place, *field);
            }
            continue;
        }
        if is_of_another_question(work, record, *field) {
            turn_away(work, place, *field, Reason::DanglingLookup);
            continue;
        }
        let Err(reason) = follow(work, column, text) else { continue };
        let reason = record.why_unread(*field).unwrap_or(reason);
        if reason == Reason::MultiValue || column.nullable {
            turn_away(work, place, *field, reason);
        } else if reason == Reason::AmbiguousLabel {
            work.raise_as(place, reason, Some(*field), Action::RejectRow);
        } else {
            without_parent(work, place, *field, shared_fate(work, column, text));
        }
    }
}

/// Whether a column should name the option that is ticked and names none.
fn is_tick_of_nothing(work: &Work<'_>, record: &SourceRecord, field: FieldId) -> bool {
    let forms = &work.plan.model().forms;
    record.entity() == forms.tick
        && field == forms.tick_option
        && record.get(forms.ticked).filled() == Some("1")
}

/// Whether a column names an option that is not ticked and is none of the question's: with the options that are, nobody could
/// tell from the answer that it was not.
fn is_of_another_question(work: &Work<'_>, record: &SourceRecord, field: FieldId) -> bool {
    let (forms, templates) = (&work.plan.model().forms, &work.prepared.templates);
    if record.entity() != forms.tick
        || field != forms.tick_option
        || record.get(forms.ticked).filled() == Some("1")
    {
        return false;
    }
    let answer = record.guid(forms.tick_answer).and_then(|key| work.case.find(forms.answer, key));
    let question =
        answer.and_then(|answer| answer.guid(forms.answer_question)).and_then(|key| templates.question(key));
    let known = record.guid(field).filter(|option| work.around.row(forms.option, *option).is_some());
    question.zip(known).is_some_and(|(question, option)| !templates.offers(question, option))
}

/// A record whose mandatory lookup leads to nothing, or to a shared record with another fate than to be written, which
/// it shares.
fn without_parent(work: &mut Work<'_>, place: usize, field: FieldId, shared: Option<Fate>) {
    let Some((_, reason, rule)) = shared.and_then(|fate| settle_joining(&fate)) else {
        work.raise(place, Reason::OrphanParent, Some(field));
        return;
    };
    share_fate(work, place, field, reason);
    if reason == Reason::ParentExcluded {
        work.verdicts[place].excluded = Some((reason, rule));
    }
}

/// Raises what a record shares with the shared record that it needs, under this one code wherever its value goes.
fn share_fate(work: &mut Work<'_>, place: usize, field: FieldId, reason: Reason) {
    work.turned_away.entry((place, field)).or_insert(reason);
    work.raise(place, reason, Some(field));
}

/// What becomes of the shared record that a lookup names; none where it names none.
fn shared_fate(work: &Work<'_>, column: &Column, text: &str) -> Option<Fate> {
    let key = Guid::parse(text.trim()).ok()?;
    let is_shared = |table: &&EntityId| work.plan.dictionary().entity(**table).role == Role::Shared;
    let mut tables = tables(column).iter().filter(is_shared);
    let table = tables.find(|table| work.around.row(**table, key).is_some())?;
    Some(work.around.shared_fate(*table, key))
}

/// Follows a lookup.
///
/// # Errors
/// The code of a value that leads nowhere.
fn follow(work: &Work<'_>, column: &Column, text: &str) -> Result<(), Reason> {
    let text = text.trim();
    match Guid::parse(text) {
        Ok(key) if leads_somewhere(work, tables(column), key) => Ok(()),
        Err(_) => Err(no_key(text)),
        Ok(_) => Err(Reason::DanglingLookup),
    }
}

fn leads_somewhere(work: &Work<'_>, tables: &[EntityId], key: Guid) -> bool {
    let person = work.plan.model().people.person;
    tables.iter().any(|table| {
        let role = work.plan.dictionary().entity(*table).role;
        if role != Role::Shared && work.case.place(*table, key).is_some() {
            return true;
        }
        match role {
            Role::Casework if *table == person => work.around.survivor(key).is_some(),
            Role::Casework if work.plan.entity(*table).is_some_and(|entity| entity.indexed) => {
                work.around.work(*table, key).is_some()
            }
            // What other case files hold besides cannot be looked for from here.
            Role::Casework => true,
            Role::Shared => {
                work.around.row(*table, key).is_some()
                    && work.around.shared_fate(*table, key) == Fate::Written
            }
            Role::Control | Role::Reference => work.around.row(*table, key).is_some(),
        }
    })
}

fn turn_away(work: &mut Work<'_>, place: usize, field: FieldId, reason: Reason) {
    work.turned_away.entry((place, field)).or_insert(reason);
    work.raise_as(place, reason, Some(field), Action::RejectValue);
}

/// An author who is no worker turns the row away, unless the policy names who stands in: then the key is in the note, and it
/// is counted. With an author who is withheld the row waits.
fn unknown_author(work: &mut Work<'_>, place: usize, field: FieldId) {
    let substituted = work.plan.policy().substitute_author().is_some();
    if !substituted && work.author_is_held(work.record(place), field) {
        share_fate(work, place, field, Reason::ParentHeld);
        return;
    }
    let action = if substituted { Action::Map } else { Action::RejectRow };
    work.raise_as(place, Reason::UnknownAuthor, Some(field), action);
}

/// Carries exclusion and rejection from parents to children until nothing changes.
pub(super) fn inherit(work: &mut Work<'_>) {
    if work.verdicts.iter().all(super::verdict::Verdict::open) {
        return;
    }
    exclude_with_person(work);
    if work.parents.is_empty() {
        work.parents = (0..work.case.records.len()).map(|place| parents(work, place)).collect();
    }
    loop {
        let mut changed = false;
        for place in 0..work.case.records.len() {
            changed |= inherit_one(work, place);
        }
        if !changed {
            return;
        }
    }
}

/// Where the person is left out, so is everything that hangs on them, unless the case file stands.
fn exclude_with_person(work: &mut Work<'_>) {
    let Some(root) = work.root() else { return };
    if work.stands {
        work.verdicts[root].excluded = None;
    }
    let Some((_, rule)) = work.verdicts[root].excluded.clone() else { return };
    for place in 0..work.case.records.len() {
        if work.verdicts[place].excluded.is_none() {
            work.raise(place, Reason::ParentExcluded, None);
            work.verdicts[place].excluded = Some((Reason::ParentExcluded, rule.clone()));
        }
    }
}

fn inherit_one(work: &mut Work<'_>, place: usize) -> bool {
    if work.verdicts[place].excluded.is_some() {
        return false;
    }
    let verdicts = &work.verdicts;
    let mut parents = work.parents[place].iter().map(|parent| &verdicts[*parent]);
    let rule = parents.clone().find_map(|parent| parent.excluded.as_ref()).map(|(_, rule)| rule.clone());
    // A person row is held rather than rejected, so that its children are held with it.
    let rejected = verdicts[place].open() && parents.any(|parent| parent.rejected.is_some());
    if let Some(rule) = rule {
        work.raise(place, Reason::ParentExcluded, None);
        work.verdicts[place].excluded = Some((Reason::ParentExcluded, rule));
        return true;
    }
    if rejected {
        work.raise(place, Reason::ParentRejected, None);
    }
    rejected
}

/// The records of this case file that a record cannot do without.
fn parents(work: &Work<'_>, place: usize) -> Vec<usize> {
    let Some(entity) = work.entity_plan(place) else { return Vec::new() };
    let record = work.record(place);
    let owner = match entity.owner {
        Owner::Person(field) => Some(field),
        _ => None,
    };
    let fields = work.prepared.of(entity.entity).parents.iter().copied().chain(owner);
    let parents = fields.filter_map(|field| work.parent_of(record, field));
    parents.filter(|parent| *parent != place).collect()
}
