//! The lines that a record leaves in a note.

use super::cell::Evaluation;
use super::line::{Shown, raw_value, show};
use super::work::{Kept, NoteLine, Work};
use crate::map::plan::{Compute, Condition, EntityPlan, Line, LineKind, LineSource, NotePlan, Source};
use crate::record::{Action, FieldId, Reason};

/// Lines that a rule computes come last.
const LAST: u16 = u16::MAX;

/// The lines of a record: in the order of the mapping, kept values without a line of their own among them by column, and
/// computed lines last.
pub(super) fn lines_of<'a>(
    work: &mut Work<'a>,
    place: usize,
    entity: &'a EntityPlan,
    note: &'a NotePlan,
) -> Vec<NoteLine> {
    let mut lines = Vec::with_capacity(note.lines.len());
    for line in &note.lines {
        if let LineSource::Field(field, kind) = &line.source
            && wanted(work, place, entity, line, *field)
        {
            lines.extend(field_line(work, place, &line.label, *field, kind));
        }
    }
    for (field, text) in kept_lines(work, place, entity, note) {
        let at = place_of(&lines, field);
        lines.insert(at, NoteLine { text, address: None, order: field.0 });
    }
    lines.extend(note.lines.iter().filter_map(|line| computed_line(work, place, entity, line)));
    lines
}

/// Where a column without a line of its own belongs among the lines.
pub(super) fn place_of(lines: &[NoteLine], field: FieldId) -> usize {
    lines.iter().position(|line| line.order > field.0).unwrap_or(lines.len())
}

/// Whether a line is written for this value at all.
pub(super) fn wanted<'a>(
    work: &Work<'a>,
    place: usize,
    entity: &'a EntityPlan,
    line: &'a Line,
    field: FieldId,
) -> bool {
    let value = work.record(place).get(field);
    if value.text().is_none() || line.unless.as_deref().is_some_and(|unless| value.filled() == Some(unless)) {
        return false;
    }
    line.when == Condition::Always || holds(work, place, entity, &line.when)
}

fn holds<'a>(work: &Work<'a>, place: usize, entity: &'a EntityPlan, condition: &Condition) -> bool {
    let rule = entity.rows.first().unwrap_or(work.plan.empty_row());
    Evaluation::new(work, entity, rule, place, place).holds(condition)
}

/// The line of a column. A value that cannot be shown as its kind demands is rejected, and kept as it stands unless the
/// policy says otherwise.
pub(super) fn field_line(
    work: &mut Work<'_>,
    place: usize,
    label: &str,
    field: FieldId,
    kind: &LineKind,
) -> Option<NoteLine> {
    let mut text = String::with_capacity(label.len() + 48);
    text.push_str(label);
    text.push_str(": ");
    match show(work, place, field, kind, &mut text) {
        Shown::Text => Some(line(text, field)),
        Shown::Nothing(note) => {
            if let Some(reason) = note {
                work.raise(place, reason, Some(field));
            }
            None
        }
        Shown::Refused(reason) => {
            work.raise_as(place, reason, Some(field), as_value(reason));
            raw_line(work, place, label, field).map(|text| line(text, field))
        }
    }
}

fn line(text: String, field: FieldId) -> NoteLine {
    NoteLine { text, address: None, order: field.0 }
}

/// In a line the value alone is turned away.
fn as_value(reason: Reason) -> Action {
    if reason.action() == Action::RejectRow { Action::RejectValue } else { reason.action() }
}

/// A kept value as it stands; none where the policy leaves rejected values out of notes.
pub(super) fn raw_line(work: &Work<'_>, place: usize, label: &str, field: FieldId) -> Option<String> {
    let told = work.kept.get(&(place, field)) == Some(&Kept::Told);
    let text = work.record(place).get(field).filled()?;
    let encoding = work.plan.contract().form().encoding;
    let kept = told || work.plan.policy().keeps_rejected_values();
    kept.then(|| format!("{label}: {}", raw_value(text, encoding)))
}

/// Kept values without a line of their own, by column.
fn kept_lines(work: &Work<'_>, place: usize, entity: &EntityPlan, note: &NotePlan) -> Vec<(FieldId, String)> {
    let kept = work.kept.range((place, FieldId(0))..(place + 1, FieldId(0)));
    let without = kept.map(|((_, field), _)| *field).filter(|field| !has_line(note, *field));
    let label = |field: FieldId| entity.columns[usize::from(field.0)].label.as_str();
    without.filter_map(|field| Some((field, raw_line(work, place, label(field), field)?))).collect()
}

/// Whether a column has a line of its own.
pub(super) fn has_line(note: &NotePlan, field: FieldId) -> bool {
    note.lines.iter().any(|line| matches!(&line.source, LineSource::Field(own, _) if *own == field))
}

fn computed_line<'a>(
    work: &Work<'a>,
    place: usize,
    entity: &'a EntityPlan,
    line: &'a Line,
) -> Option<NoteLine> {
    let LineSource::Computed(source) = &line.source else { return None };
    if line.when != Condition::Always && !holds(work, place, entity, &line.when) {
        return None;
    }
    let rule = entity.rows.first().unwrap_or(work.plan.empty_row());
    let mut evaluation = Evaluation::new(work, entity, rule, place, place);
    let value = evaluation.source(source).ok().flatten()?.text;
    let names_address = *source == Source::Compute(Compute::AddressKey);
    let address = names_address.then(|| super::addresses::own_key(work, place)).flatten();
    Some(NoteLine { text: format!("{}: {value}", line.label), address, order: LAST })
}
