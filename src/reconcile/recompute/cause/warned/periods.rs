//! Warnings about days: in the future, without an end, not one after the other, shown twice by a clock.

use std::collections::BTreeMap;

use super::super::care::is_looked_after;
use super::super::look::Days;
use super::{Look, Raised, own};
use crate::map::plan::{Branch, EntityPlan, RowPlan, RowShape, Source, Step};
use crate::reconcile::recompute::Standing;
use crate::reconcile::recompute::derivation::{Derivation, Derived};
use crate::reconcile::recompute::founded;
use crate::reconcile::recompute::scene::Scene;
use crate::reconcile::recompute::step::{day_after, is_shown_twice};
use crate::record::{FieldId, Guid, Reason, SourceRecord};
use crate::target::contract::ColumnId;

/// Days after that of the extract.
pub(super) fn in_the_future(look: &Look<'_, '_>, out: &mut Raised) {
    let today = look.scene.rest.extract_day();
    for (place, record) in own(look) {
        for (name, field) in &look.rule.fields {
            if look.readable_day(record, name).is_some_and(|day| day > today.as_str()) {
                out.insert((place, Reason::FutureDate, Some(*field)));
            }
        }
    }
}

/// Children of whom no return is recorded.
pub(super) fn without_end(look: &Look<'_, '_>, out: &mut Raised) {
    for (place, record) in own(look) {
        if look.readable(record, "end").is_none() {
            out.insert((place, Reason::MissingNoEnd, look.field("end")));
        }
    }
}

/// Plans that ended and do not say why.
pub(super) fn ended_for_no_reason(look: &Look<'_, '_>, out: &mut Raised) {
    for (place, record) in own(look) {
        if look.text(record, "reason").is_none() && look.readable(record, "end").is_some() {
            out.insert((place, Reason::CpEndNoReason, look.field("reason")));
        }
    }
}

/// Plans whose status changed on another day than their first.
pub(super) fn changed_on_another_day(look: &Look<'_, '_>, out: &mut Raised) {
    for (place, record) in own(look) {
        let days = look.readable_day(record, "start").zip(look.readable_day(record, "changed"));
        if days.is_some_and(|(start, changed)| start != changed) {
            out.insert((place, Reason::CpStatusDateDiffers, look.field("changed")));
        }
    }
}

/// A record with its days.
type Period<'r> = (usize, &'r SourceRecord, Days<'r>);

/// What periods are in order of: start, end (open ones last), key.
fn in_order(look: &Look<'_, '_>, mut periods: Vec<Period<'_>>) -> Vec<(usize, Option<Guid>)> {
    periods.sort_by_key(|(place, _, days)| (days.start, days.end.unwrap_or("9999"), look.scene.key(*place)));
    periods.into_iter().map(|(place, ..)| (place, look.scene.key(place))).collect()
}

/// The places of the periods of own records that a question is answered with yes for, in order.
fn ordered(look: &Look<'_, '_>, wanted: impl Fn(&SourceRecord) -> bool) -> Vec<usize> {
    let own = own(look).filter(|(_, record)| wanted(record));
    let periods = own.filter_map(|(place, record)| Some((place, record, look.days(record, "start", "end")?)));
    in_order(look, periods.collect()).into_iter().map(|(place, _)| place).collect()
}

/// Episodes whose legal statuses do not last from the first day to the last.
pub(super) fn short_statuses(look: &Look<'_, '_>, out: &mut Raised) {
    for (place, record) in own(look) {
        let Some(episode) = look.days(record, "start", "end").filter(|days| !days.runs_backwards()) else {
            continue;
        };
        let key = look.scene.key(place);
        let of_episode = look.others("status").filter(|row| look.guid(row, "episode") == key);
        let statuses: Option<Vec<Days<'_>>> =
            of_episode.map(|row| look.days(row, "status_start", "status_end")).collect();
        // One without a day is told of, and of the episode nothing can be said.
        let Some(mut statuses) = statuses else { continue };
        statuses.sort_by_key(|days| (days.start, days.end.unwrap_or("9999")));
        let (Some(first), Some(last)) = (statuses.first(), statuses.last()) else { continue };
        let early_end = episode.end.zip(last.end).is_some_and(|(end, last)| last < end);
        let both = episode.end.is_some() == last.end.is_some();
        if both && (early_end || episode.start < first.start) {
            out.insert((place, Reason::LacStatusGap, look.field("end")));
        }
    }
}

/// Days between two legal statuses of one episode, more than the night between them that the policy may close.
pub(super) fn gaps(look: &Look<'_, '_>, out: &mut Raised) {
    let straight = |record: &SourceRecord| {
        is_looked_after(look, record)
            && look.days(record, "start", "end").is_some_and(|days| !days.runs_backwards())
    };
    for pair in ordered(look, straight).windows(2) {
        let [before, after] = [pair[0], pair[1]].map(|place| look.scene.record(place));
        let episode = |row| look.text(row, "episode").map(str::to_ascii_lowercase);
        let same = episode(before).is_some() && episode(before) == episode(after);
        let (Some(end), Some(start)) = (look.readable_day(before, "end"), look.readable_day(after, "start"))
        else {
            continue;
        };
        let joined = look.policy("looked_after.day_gap") == Some("join");
        let closed = joined && day_after(end).as_deref() == Some(start);
        if same && end < start && !closed && is_dated_throughout(look, look.guid(after, "episode")) {
            out.insert((pair[1], Reason::LacStatusGap, look.field("start")));
        }
    }
}

/// Whether every row of an episode has a first day that can be read.
fn is_dated_throughout(look: &Look<'_, '_>, episode: Option<Guid>) -> bool {
    let undated = |(_, row): (usize, &SourceRecord)| {
        look.readable(row, "start").is_none() && look.guid(row, "episode") == episode
    };
    !own(look).any(undated)
}

/// The places of the rows of each episode that is dated throughout, in order.
fn by_episode(look: &Look<'_, '_>) -> BTreeMap<Guid, Vec<usize>> {
    let mut episodes: BTreeMap<Guid, Vec<usize>> = BTreeMap::new();
    for place in ordered(look, |_| true) {
        if let Some(episode) = look.guid(look.scene.record(place), "episode") {
            episodes.entry(episode).or_default().push(place);
        }
    }
    episodes.retain(|episode, _| is_dated_throughout(look, Some(*episode)));
    episodes
}

/// Reasons for a new episode other than what changed: the first row starts it (S); then the legal status alone (L), the
/// placement alone with the same carer (T) or another (P), or both (U, B).
pub(super) fn reasons_new(look: &Look<'_, '_>, out: &mut Raised) {
    for rows in by_episode(look).into_values() {
        for (number, place) in rows.iter().enumerate() {
            let row = look.scene.record(*place);
            let before = number.checked_sub(1).map(|before| look.scene.record(rows[before]));
            let worked_out = before.map_or(Some("S"), |before| reason_new(look, before, row));
            let Some(reason) = worked_out else { continue };
            if look.attribute(row, "reason", "reason_code") != Some(reason) {
                out.insert((*place, Reason::RneMismatch, look.field("reason")));
            }
        }
    }
}

/// What the change from one row to the next is called; none where nothing changed.
fn reason_new(look: &Look<'_, '_>, before: &SourceRecord, row: &SourceRecord) -> Option<&'static str> {
    let differs = |name: &str| look.guid(before, name) != look.guid(row, name);
    let home = |row| -> String {
        let text = look.text(row, "postcode").unwrap_or_default();
        text.split_whitespace().collect::<String>().to_uppercase()
    };
    let moved = home(before) != home(row);
    Some(match (differs("status"), moved || differs("placement")) {
        (false, false) => return None,
        (true, false) => "L",
        (false, true) if moved => "P",
        (false, true) => "T",
        (true, true) if moved => "B",
        (true, true) => "U",
    })
}

/// Reasons why a row ceased that say that another follows where none does, or the other way round.
pub(super) fn reasons_ceased(look: &Look<'_, '_>, out: &mut Raised) {
    for rows in by_episode(look).into_values() {
        for (number, place) in rows.iter().enumerate() {
            let code = look.attribute(look.scene.record(*place), "reason", "reason_code");
            let goes_on = code == Some(look.value("continues"));
            if goes_on == (number + 1 == rows.len()) {
                out.insert((*place, Reason::RecInconsistent, look.field("reason")));
            }
        }
    }
}

/// Times that are written as a clock in London showed them twice.
pub(super) fn repeated_hours(scene: &Scene<'_>, entity: &EntityPlan, out: &mut Raised) {
    let fields = || (0_u16..).map(FieldId).take(entity.columns.len());
    let places = scene.places(entity.entity).iter();
    for place in places.filter(|place| scene.standings[**place] == Standing::Gives) {
        let repeated = fields().filter(|field| is_repeated(scene, *place, *field));
        out.extend(repeated.map(|field| (*place, Reason::ClockChangeRepeat, Some(field))));
    }
}

/// Whether a column holds such a time, and some cell of a row that the record gives takes it as a local time.
pub(super) fn is_repeated(scene: &Scene<'_>, place: usize, field: FieldId) -> bool {
    let record = scene.record(place);
    let Some(plan) = scene.plan.entity(record.entity()) else { return false };
    record.get(field).filled().is_some_and(is_shown_twice)
        && plan.rows.iter().any(|row| {
            let derivation = Derivation::new(scene, plan, row, record, record);
            let columns = || looked_at(&derivation, row).into_iter();
            derivation.holds(&row.when) && columns().any(|column| takes_local(&derivation, column, field))
        })
}

/// The columns that are filled: all of a row that is wanted, else those that decide that it is not.
fn looked_at(derivation: &Derivation<'_, '_>, row: &RowPlan) -> Vec<ColumnId> {
    if matches!(row.shape, RowShape::Run(_)) {
        return Vec::new();
    }
    let filled = |column: &ColumnId| matches!(derivation.column(*column), Derived::Text(_));
    let missing = row.only_with.iter().position(|column| !filled(column));
    if let Some(place) = missing {
        return row.only_with[..=place].to_vec();
    }
    if !row.only_with_any.is_empty() && !row.only_with_any.iter().any(filled) {
        return row.only_with.iter().chain(&row.only_with_any).copied().collect();
    }
    (0_u16..).map(ColumnId).take(row.cells.len()).collect()
}

fn takes_local(derivation: &Derivation<'_, '_>, column: ColumnId, field: FieldId) -> bool {
    let own = |branch: &Branch| {
        matches!(branch.source, Source::Field(_) | Source::Last(_))
            && founded::takes(&branch.source, field)
            && branch.steps.contains(&Step::Local)
    };
    for branch in &derivation.row.cells[usize::from(column.0)].branches {
        if !derivation.holds(&branch.when) {
            continue;
        }
        if own(branch) {
            return true;
        }
        if derivation.branch(branch, Some(column)) != Derived::Empty {
            return false;
        }
    }
    false
}
