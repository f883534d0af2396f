//! Notes: the lines of a record put together, in note markup or as plain text.

use super::line::{line_value, raw_value};
use super::rows::Stamp;
use super::work::{MadeRow, Work};
use crate::map::plan::{EntityPlan, Line, LineSource, NotePlace, NotePlan, NoteScope};
use crate::record::{Action, FieldId, Guid, Reason};
use crate::target::contract::TargetRow;

/// The line that parts a note from what CareDirector held besides.
const TAIL_MARK: &str = "[CareDirector]";

/// Writes the notes of all records that give rows.
pub(super) fn write_notes(work: &mut Work<'_>) {
    for place in 0..work.index.records().len() {
        if work.verdicts[place].open() && !work.verdicts[place].merged {
            write_note(work, place);
        }
    }
}

fn write_note(work: &mut Work<'_>, place: usize) {
    let Some(entity) = work.entity_plan(place) else { return };
    let Some(note) = &entity.note else { return };
    let lines = lines_of(work, place, entity, note);
    match &note.place {
        NotePlace::Note { scope: NoteScope::Record { .. }, .. } => record_note(work, place, note, &lines),
        NotePlace::Note { scope: NoteScope::Person, suffix, note_type, title } => {
            let key = format!("{}:{suffix}", work.person);
            work.section(place, key, note_type, title, lines);
        }
        NotePlace::Tail { row, subject } => tail(work, place, *row, *subject, lines),
        NotePlace::Column { row, column } => {
            if let Some(made) = work.row_by_rule(place, *row)
                && !lines.is_empty()
            {
                made.row.cells[usize::from(column.0)] = Some(lines.join("\n"));
            }
        }
    }
}

/// The lines of a record, in the order of the mapping; rejected values without a line of their own follow.
pub(super) fn lines_of(work: &mut Work<'_>, place: usize, entity: &EntityPlan, note: &NotePlan) -> Vec<String> {
    let mut lines = Vec::with_capacity(note.lines.len());
    let (computed, own): (Vec<_>, Vec<_>) =
        note.lines.iter().partition(|line| matches!(line.source, LineSource::Computed(_)));
    for line in own {
        lines.extend(one_line(work, place, entity, line));
    }
    lines.extend(rejected_lines(work, place, entity, note));
    for line in computed {
        lines.extend(one_line(work, place, entity, line));
    }
    lines
}

fn one_line(work: &mut Work<'_>, place: usize, entity: &EntityPlan, line: &Line) -> Option<String> {
    let value = match &line.source {
        LineSource::Field(field, kind) => {
            if !super::rows::holds(work, place, entity, &line.when) {
                return None;
            }
            match line_value(work, work.record(place), *field, kind) {
                Ok(value) => value?,
                Err(reason) => return refused_line(work, place, line, *field, reason),
            }
        }
        LineSource::Computed(source) => super::rows::computed(work, place, entity, source)?,
    };
    if line.unless.as_deref().is_some_and(|unless| is_unless(work, place, line, unless)) {
        return None;
    }
    Some(format!("{}: {value}", line.label))
}

fn is_unless(work: &Work<'_>, place: usize, line: &Line, unless: &str) -> bool {
    match &line.source {
        LineSource::Field(field, _) => work.record(place).get(*field).filled() == Some(unless),
        LineSource::Computed(_) => false,
    }
}

/// A value that cannot be shown as its kind demands is rejected, and kept as it stands unless the policy says otherwise.
fn refused_line(work: &mut Work<'_>, place: usize, line: &Line, field: FieldId, reason: Reason) -> Option<String> {
    let action = if reason.action() == Action::RejectRow { Action::RejectValue } else { reason.action() };
    if !work.rejected_values.contains(&(place, field)) {
        work.raise_as(place, reason, Some(field), action);
    }
    let text = work.record(place).get(field).filled()?;
    work.plan.policy().keeps_rejected_values().then(|| format!("{}: {}", line.label, raw_value(text)))
}

fn rejected_lines(work: &Work<'_>, place: usize, entity: &EntityPlan, note: &NotePlan) -> Vec<String> {
    if !work.plan.policy().keeps_rejected_values() {
        return Vec::new();
    }
    let has_line = |field: FieldId| {
        note.lines.iter().any(|line| matches!(&line.source, LineSource::Field(own, _) if *own == field))
    };
    let mut fields: Vec<_> = work.rejected_values.iter().filter(|(at, _)| *at == place).map(|(_, field)| *field).collect();
    fields.sort_unstable();
    fields.dedup();
    let line = |field: FieldId| {
        let text = work.record(place).get(field).filled()?;
        Some(format!("{}: {}", entity.columns[usize::from(field.0)].label, raw_value(text)))
    };
    fields.into_iter().filter(|field| !has_line(*field)).filter_map(line).collect()
}

fn record_note(work: &mut Work<'_>, place: usize, note: &NotePlan, lines: &[String]) {
    let NotePlace::Note { scope: NoteScope::Record { created_by, created_on, updated_by }, suffix, note_type, title } =
        &note.place
    else {
        return;
    };
    if lines.is_empty() {
        return;
    }
    let stamp = super::rows::stamp(work, place, *created_by, *created_on, *updated_by);
    let key = format!("{}:{suffix}", work.source_id(place));
    let row = note_row(work, key, (note_type, title), stamp, paragraphs(lines));
    let other = work.joining_other(place);
    work.add_row(MadeRow { record: place, rule: None, row, other });
}

fn note_row(work: &Work<'_>, key: String, (note_type, title): (&str, &str), stamp: Stamp, text: String) -> TargetRow {
    let table = work.plan.notes();
    let columns = work.plan.contract().table(table.table).columns.len();
    let mut row = TargetRow { table: table.table, cells: vec![None; columns] };
    let cells = [
        (table.legacy_id, Some(key)),
        (table.person, Some(work.person.to_string())),
        (table.note_type, Some(note_type.to_owned())),
        (table.title, Some(title.to_owned())),
        (table.created_on, stamp.created_on),
        (table.created_by, stamp.created_by),
        (table.updated_by, stamp.updated_by),
        (table.note, Some(text)),
    ];
    for (column, text) in cells {
        row.cells[usize::from(column.0)] = text;
    }
    row
}

/// Writes the notes that several records share: by who recorded the person, dated with the extract.
pub(super) fn write_sections(work: &mut Work<'_>) {
    for (key, section) in std::mem::take(&mut work.sections) {
        let mut lines = Vec::new();
        for (record, own) in section.records {
            lines.push(section_head(record));
            lines.extend(own);
        }
        let created_by = shared_author(work);
        let stamp = Stamp { created_by, created_on: Some(work.around.extract_time().to_owned()), updated_by: None };
        let row = note_row(work, key, (&section.note_type, &section.title), stamp, paragraphs(&lines));
        work.add_row(MadeRow { record: section.place, rule: None, row, other: None });
    }
}

/// Who signs shared notes: the policy's migration worker, else the worker who recorded the person.
fn shared_author(work: &Work<'_>) -> Option<String> {
    if let Some(worker) = work.plan.policy().migration_worker() {
        return Some(worker.to_owned());
    }
    let people = &work.plan.model().people;
    let person = work.record(work.root()?);
    let worker = work.around.row(people.worker, person.guid(people.created_by)?)?;
    worker.get(people.user_name).filled().map(|name| name.trim().to_owned())
}

fn tail(work: &mut Work<'_>, place: usize, rule: usize, subject: Option<FieldId>, mut lines: Vec<String>) {
    let head = subject.and_then(|field| head_line(work, place, rule, field));
    if head.is_some() {
        lines.push("Subject above: Yes".to_owned());
    }
    let note = work.plan.notes().note;
    let Some(made) = work.row_by_rule(place, rule) else { return };
    let body = made.row.cells[usize::from(note.0)].take().unwrap_or_default();
    let mut text = head.map(|head| paragraph(&head)).unwrap_or_default();
    text.push_str(&body);
    if !lines.is_empty() {
        text.push_str(&paragraph(TAIL_MARK));
        text.push_str(&paragraphs(&lines));
    }
    made.row.cells[usize::from(note.0)] = (!text.is_empty()).then_some(text);
}

/// The subject as the first line, where it was too long for the title.
fn head_line(work: &mut Work<'_>, place: usize, rule: usize, field: FieldId) -> Option<String> {
    let title = work.plan.notes().title;
    let text = work.record(place).get(field).filled()?.trim();
    let made = work.row_by_rule(place, rule)?;
    let empty = made.row.cells[usize::from(title.0)].is_none();
    (empty && !text.is_empty()).then(|| format!("Subject: {}", super::line::continued(text)))
}

/// Lines as paragraphs of note markup.
pub(super) fn paragraphs(lines: &[String]) -> String {
    lines.iter().map(|line| paragraph(line)).collect()
}

/// A line as a paragraph, inner line ends as breaks.
fn paragraph(line: &str) -> String {
    let escaped = line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', "<br>");
    format!("<p>{escaped}</p>")
}

/// A line that heads the lines of one record in a note that several share.
pub(super) fn section_head(key: Guid) -> String {
    format!("[{key}]")
}
