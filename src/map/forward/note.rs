//! Notes: the lines of a record put together, in note markup or as plain text.

use super::inline_images;
use super::last_row::LostLink;
use super::lines::{has_line, lines_of, place_of};
use super::note_markup::{NoteMarkup, paragraph, push_paragraph};
use super::parent_tail::{self, Details};
use super::validate::{in_required_column, missing};
use super::work::{MadeRow, NoteLine, Work};
use crate::map::plan::{EntityPlan, NotePlace, NotePlan, NoteScope, Step};
use crate::map::step::{self, Applied};
use crate::record::FieldId;
use crate::target::contract::TargetRow;

/// The line that parts a note from what CareDirector held besides.
const TAIL_MARK: &str = "[CareDirector]";
/// The line that says that the subject stands at the head of the note.
const HEAD_MARK: &str = "Subject above: Yes";

/// Who wrote a note and when.
#[derive(Clone, Debug, Default)]
struct Stamp {
    created_by: Option<String>,
    created_on: Option<String>,
    updated_by: Option<String>,
}

/// Raises what is wrong with the stamps of notes, before it is known which of them are written.
pub(super) fn check_stamps(work: &mut Work<'_>) {
    let entities: Vec<_> = work.case.entities().collect();
    for entity in entities.into_iter().filter_map(|id| work.plan.entity(id)) {
        let Some(NotePlace::Note { scope: NoteScope::Record { created_by, created_on, .. }, .. }) =
            entity.note.as_ref().map(|note| &note.place)
        else {
            continue;
        };
        for place in work.case.places(entity.entity) {
            if work.verdicts[place].gives_rows() {
                check_stamp(work, place, *created_by, *created_on);
            }
        }
    }
}

fn check_stamp(work: &mut Work<'_>, place: usize, created_by: FieldId, created_on: FieldId) {
    let record = work.record(place);
    if record.get(created_by).filled().is_none() {
        missing(work, place, created_by);
    }
    match record.get(created_on).filled().and_then(|text| step::apply(&Step::Local, text)) {
        Some(Applied::Value { .. }) => {}
        Some(Applied::Refused(reason)) => {
            let reason = record.why_unread(created_on).unwrap_or(reason);
            work.raise_as(place, reason, Some(created_on), in_required_column(reason));
        }
        _ => missing(work, place, created_on),
    }
}

/// Writes the notes of all records that give rows, or whose rows are another's.
pub(super) fn write_notes(work: &mut Work<'_>) {
    let entities: Vec<_> = work.case.entities().collect();
    let details = super::parent_tail::details(work);
    for entity in entities.into_iter().filter_map(|id| work.plan.entity(id)) {
        let Some(note) = entity.note.as_ref().filter(|note| !note.is_line_of_another()) else { continue };
        for place in work.case.places(entity.entity) {
            if work.verdicts[place].gives_rows() {
                write_note(work, place, (entity, note), &details);
            } else if work.verdicts[place].is_absorbed() {
                // Its row is another's; all that it says itself is kept.
                let lines = super::merged::own_lines(work, place, entity);
                record_note(work, place, note, &lines);
            }
        }
    }
}

fn write_note<'a>(
    work: &mut Work<'a>,
    place: usize,
    (entity, note): (&'a EntityPlan, &'a NotePlan),
    details: &Details,
) {
    let lines = lines_of(work, place, entity, note);
    match &note.place {
        NotePlace::Note { scope: NoteScope::Record { .. }, .. } => record_note(work, place, note, &lines),
        NotePlace::Note { scope: NoteScope::Person, suffix, note_type, title } => {
            let key = format!("{}:{suffix}", work.person);
            work.section(place, key, (note_type, title), lines);
        }
        NotePlace::Tail { row, subject } => {
            let key = work.case.key_at(place).unwrap_or_default();
            let others = details.get(&(entity.entity, key)).map(Vec::as_slice).unwrap_or_default();
            let others = others.iter().filter_map(|(_, other)| parent_tail::line(work, *other));
            let mut others: Vec<_> = others.collect();
            others.extend(inline_images::lines(work, place));
            tail(work, place, (*row, *subject), lines, others);
        }
        NotePlace::ParentTail { .. } => {}
        NotePlace::Column { row, column } => {
            if let Some(row) = work.row_by_rule(place, *row)
                && !lines.is_empty()
            {
                let lines: Vec<_> = lines.iter().map(|line| line.text.as_str()).collect();
                work.rows[row].row.cells[usize::from(column.0)] = Some(lines.join("\n"));
            }
        }
    }
}

fn record_note(work: &mut Work<'_>, place: usize, note: &NotePlan, lines: &[NoteLine]) {
    let NotePlace::Note {
        scope: NoteScope::Record { created_by, created_on, updated_by },
        suffix,
        note_type,
        title,
    } = &note.place
    else {
        return;
    };
    let lost = lost_links(work, place, note, lines);
    if lines.is_empty() && lost.is_empty() {
        return;
    }
    let record = work.record(place);
    let author = |field: FieldId| work.author_or_substitute(record, field).map(str::to_owned);
    let stamp = Stamp {
        created_by: author(*created_by),
        created_on: record.get(*created_on).filled().and_then(written_time),
        updated_by: updated_by.and_then(author),
    };
    let key = format!("{}:{suffix}", work.source_id(place));
    let markup = NoteMarkup::of(lines);
    let row = note_row(work, key, (note_type, title), stamp, markup.text);
    let other = work.joining_other(place);
    work.add_row(MadeRow { other, addresses: markup.addresses, lost, ..MadeRow::own(place, None, row) });
}

/// A UTC time as the target writes it.
fn written_time(text: &str) -> Option<String> {
    match step::apply(&Step::Local, text)? {
        Applied::Value { text, .. } => Some(text.into_owned()),
        _ => None,
    }
}

/// What the note of a record says if links to other people's work are lost: the value, under its label.
fn lost_links(work: &Work<'_>, place: usize, note: &NotePlan, lines: &[NoteLine]) -> Vec<LostLink> {
    let Some(entity) = work.entity_plan(place).filter(|_| work.plan.policy().keeps_rejected_values()) else {
        return Vec::new();
    };
    let mut lost = Vec::new();
    for row in &work.rows_by_record[place] {
        let Some(other) = work.rows[*row].other.filter(|_| work.is_written(*row)) else { continue };
        let field = super::links::far_field(work, *row).filter(|field| !has_line(note, *field));
        let Some((field, text)) =
            field.and_then(|field| Some((field, work.record(place).get(field).filled()?)))
        else {
            continue;
        };
        let before = &lines[..place_of(lines, field)];
        let label = &entity.columns[usize::from(field.0)].label;
        let markup = paragraph(&format!(
            "{label}: {}",
            super::line::raw_value(text, work.plan.contract().form().encoding)
        ));
        lost.push((field, LostLink { other, at: NoteMarkup::of(before).text.len(), markup }));
    }
    lost.sort_by_key(|(field, _)| *field);
    lost.dedup_by_key(|(field, _)| *field);
    lost.into_iter().map(|(_, lost)| lost).collect()
}

fn note_row(
    work: &Work<'_>,
    key: String,
    (note_type, title): (&str, &str),
    stamp: Stamp,
    text: String,
) -> TargetRow {
    let table = work.plan.notes();
    let columns = work.plan.contract().table(table.table).columns.len();
    let mut row = TargetRow { table: table.table, cells: vec![None; columns] };
    let cells = [
        (table.legacy_id, Some(key)),
        (table.person, Some(work.person.text())),
        (table.note_type, Some(note_type.to_owned())),
        (table.title, Some(title.to_owned())),
        (table.created_on, stamp.created_on),
        (table.created_by, stamp.created_by),
        (table.updated_by, stamp.updated_by),
        (table.note, Some(text).filter(|text| !text.is_empty())),
    ];
    for (column, text) in cells {
        row.cells[usize::from(column.0)] = text;
    }
    row
}

/// Writes the notes that several records share: by who recorded the person, dated with the extract.
pub(super) fn write_sections(work: &mut Work<'_>) {
    for (key, section) in std::mem::take(&mut work.sections) {
        let mut markup = NoteMarkup::default();
        for (record, lines) in &section.records {
            markup.head(*record);
            for line in lines {
                markup.line(line);
            }
        }
        let created_by = work.shared_author().map(str::to_owned);
        let stamp = Stamp { created_by, created_on: Some(work.extract_time.clone()), updated_by: None };
        let row = note_row(work, key, (&section.note_type, &section.title), stamp, markup.text);
        work.add_row(MadeRow { addresses: markup.addresses, ..MadeRow::own(section.place, None, row) });
    }
}

/// Puts the foot under a note: the record's own lines, and those that other records leave there.
fn tail(
    work: &mut Work<'_>,
    place: usize,
    (rule, subject): (usize, Option<FieldId>),
    mut lines: Vec<NoteLine>,
    others: Vec<NoteLine>,
) {
    let Some(row) = work.row_by_rule(place, rule) else { return };
    let head = subject.and_then(|field| head_line(work, place, row, field));
    if head.is_some() {
        lines.push(NoteLine { text: HEAD_MARK.to_owned(), ..NoteLine::default() });
    }
    lines.extend(others);
    let note = usize::from(work.plan.notes().note.0);
    let mut text = head.map(|head| paragraph(&head)).unwrap_or_default();
    text.push_str(work.rows[row].row.cells[note].as_deref().unwrap_or_default());
    if !lines.is_empty() {
        push_paragraph(&mut text, TAIL_MARK);
        for line in &lines {
            push_paragraph(&mut text, &line.text);
        }
    }
    work.rows[row].row.cells[note] = (!text.is_empty()).then_some(text);
}

/// The subject as the first line, where it was too long for the title.
fn head_line(work: &Work<'_>, place: usize, row: usize, field: FieldId) -> Option<String> {
    let title = usize::from(work.plan.notes().title.0);
    let text = work.record(place).get(field).filled()?.trim();
    let untitled = work.rows[row].row.cells[title].is_none() && !work.kept.contains_key(&(place, field));
    (untitled && !text.is_empty()).then(|| format!("Subject: {}", super::line::continued(text)))
}
