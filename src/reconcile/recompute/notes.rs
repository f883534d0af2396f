//! Notes: of one record, of a person's records together, at the foot of a note, in a column.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::inline_images;
use super::left_in_notes::{LeftInNotes, left_in_notes};
use super::line::{continued, lines, part};
use super::scene::Scene;
use super::step::{paragraph, put_paragraph};
use super::{ExpectedRow, Standing};
use crate::map::plan::{
    Carrier, Compute, EntityPlan, LineSource, NotePlace, NotePlan, NoteScope, Source, Step,
};
use crate::record::{FieldId, Guid};
use crate::target::contract::{ColumnId, TargetRow};

/// The line that parts a note from what stood beside it.
const FOOT: &str = "[CareDirector]";

/// A note that several records share, while its lines are collected.
#[derive(Default)]
struct Shared {
    note_type: String,
    title: String,
    place: usize,
    records: BTreeMap<Guid, Vec<String>>,
}

/// The rows so far, by the record and rule that give them.
struct Rows<'r> {
    rows: &'r mut Vec<ExpectedRow>,
    places: FxHashMap<(usize, usize), usize>,
}

impl Rows<'_> {
    /// The row that a record gives by a rule.
    fn of(&mut self, place: usize, rule: usize) -> Option<&mut TargetRow> {
        let row = *self.places.get(&(place, rule))?;
        Some(&mut self.rows[row].row)
    }
}

/// Adds the notes of all records to their rows.
pub(super) fn add(scene: &Scene<'_>, rows: &mut Vec<ExpectedRow>) {
    let mut shared: BTreeMap<String, Shared> = BTreeMap::new();
    let left = left_in_notes(scene);
    let numbered = rows.iter().enumerate().rev();
    let places = numbered.filter_map(|(at, row)| Some(((row.place, row.rule?), at))).collect();
    let mut rows = Rows { rows, places };
    for place in 0..scene.case.records.len() {
        let Some(entity) = scene.entity(place) else { continue };
        match scene.standings[place] {
            Standing::Gives => {
                if let Some(note) = &entity.note {
                    of_record(scene, place, note, (&mut rows, &left), &mut shared);
                }
            }
            Standing::Mirrored => rows.rows.extend(of_mirrored(scene, place, entity)),
            Standing::Folded => of_folded(scene, place, entity, &mut shared),
            _ => {}
        }
    }
    rows.rows.extend(shared.into_iter().filter_map(|(key, note)| shared_row(scene, key, &note)));
}

fn of_record(
    scene: &Scene<'_>,
    place: usize,
    note: &NotePlan,
    (rows, left): (&mut Rows<'_>, &LeftInNotes),
    shared: &mut BTreeMap<String, Shared>,
) {
    if note.is_line_of_another() {
        return;
    }
    let lines = lines(scene, place, note);
    match &note.place {
        NotePlace::Note { scope: NoteScope::Record { .. }, .. } => {
            rows.rows.extend(own_row(scene, place, note, &lines));
        }
        NotePlace::Note { scope: NoteScope::Person, suffix, note_type, title } => {
            let key = format!("{}:{suffix}", scene.case.person);
            share(scene, place, shared, (key, note_type, title), lines);
        }
        NotePlace::Tail { row, subject } => {
            let own = (scene.record(place).entity(), scene.key(place).unwrap_or_default());
            let mut others: Vec<_> = left.get(&own).into_iter().flat_map(BTreeMap::values).cloned().collect();
            let images = rows.of(place, *row).map(|note| inline_images::rows(scene, place, note));
            let images = images.unwrap_or_default();
            others.extend(images.iter().filter_map(|image| inline_images::line(scene.plan, image)));
            at_foot(scene, (place, *row, *subject), (lines, others), rows);
            rows.rows.extend(images);
        }
        NotePlace::ParentTail { .. } => {}
        NotePlace::Column { row, column } => {
            if let Some(own) = rows.of(place, *row)
                && !lines.is_empty()
            {
                own.cells[usize::from(column.0)] = Some(lines.join("\n"));
            }
        }
    }
}

fn share(
    scene: &Scene<'_>,
    place: usize,
    shared: &mut BTreeMap<String, Shared>,
    (key, note_type, title): (String, &str, &str),
    lines: Vec<String>,
) {
    let Some(own) = scene.key(place).filter(|_| !lines.is_empty()) else { return };
    let note = shared.entry(key).or_insert_with(|| Shared {
        note_type: note_type.to_owned(),
        title: title.to_owned(),
        place,
        records: BTreeMap::new(),
    });
    note.records.insert(own, lines);
}

/// A merged record keeps all its carried columns in a note of the one it was folded into.
fn of_folded(scene: &Scene<'_>, place: usize, entity: &EntityPlan, shared: &mut BTreeMap<String, Shared>) {
    let (Some(merge), Some(key)) = (&entity.merge, scene.key(place)) else { return };
    let is_person = entity.entity == scene.plan.model().people.person;
    let survivor = if is_person {
        scene.rest.survivor(key)
    } else {
        scene.rest.work(entity.entity, key).map(|(survivor, _)| survivor)
    };
    let (Some(survivor), Some(note)) = (survivor, scene.plan.notes().merged.get(&entity.entity)) else {
        return;
    };
    let lines = carried_lines(scene, place, entity);
    share(scene, place, shared, (format!("{survivor}:{}", merge.note), &note.note_type, &note.title), lines);
}

/// A record whose row is another's keeps all its carried columns in its own note.
fn of_mirrored(scene: &Scene<'_>, place: usize, entity: &EntityPlan) -> Option<ExpectedRow> {
    own_row(scene, place, entity.note.as_ref()?, &carried_lines(scene, place, entity))
}

fn carried_lines(scene: &Scene<'_>, place: usize, entity: &EntityPlan) -> Vec<String> {
    let carried = (0_u16..).map(FieldId).zip(&entity.columns).filter(|(_, status)| {
        !matches!(status.carrier, Carrier::NotCarried | Carrier::Lossy | Carrier::With(_))
    });
    let line = |(field, status): (FieldId, &crate::map::plan::ColumnStatus)| {
        let value = part(scene, scene.record(place), field, &status.line)?;
        Some(format!("{}: {value}", status.label))
    };
    carried.filter_map(line).collect()
}

/// The cells of a note.
struct Written {
    created_by: Option<String>,
    created_on: Option<String>,
    updated_by: Option<String>,
}

fn own_row(scene: &Scene<'_>, place: usize, note: &NotePlan, lines: &[String]) -> Option<ExpectedRow> {
    let NotePlace::Note {
        scope: NoteScope::Record { created_by, created_on, updated_by },
        suffix,
        note_type,
        title,
    } = &note.place
    else {
        return None;
    };
    if lines.is_empty() {
        return None;
    }
    let stamp = |field: FieldId, step: Step| stamped(scene, place, field, &step);
    let written = Written {
        created_by: stamp(*created_by, Step::WorkerUserName),
        created_on: stamp(*created_on, Step::Local),
        updated_by: updated_by.and_then(|field| stamp(field, Step::WorkerUserName)),
    };
    let key = format!("{}:{suffix}", scene.key(place)?);
    let joins = scene.entity(place)?.joins.is_some();
    let either_batch = !joins && links_work(scene.entity(place)?);
    Some(ExpectedRow { either_batch, ..row(scene, place, key, (note_type, title), written, lines, joins) })
}

/// A column of the record's stamp through the step that its cell takes.
fn stamped(scene: &Scene<'_>, place: usize, field: FieldId, step: &Step) -> Option<String> {
    let entity = scene.entity(place)?;
    let derivation = super::derivation::Derivation::bare(scene, entity, scene.record(place));
    let flow = derivation.own(field)?;
    derivation.through(flow, std::slice::from_ref(step), None).text()
}

/// A note that records share is by who recorded the person, and dated with the extract.
fn shared_row(scene: &Scene<'_>, key: String, note: &Shared) -> Option<ExpectedRow> {
    let mut lines = Vec::new();
    for (record, own) in &note.records {
        lines.push(format!("[{record}]"));
        lines.extend_from_slice(own);
    }
    let written = Written {
        created_by: shared_author(scene),
        created_on: Some(scene.rest.extract_time()),
        updated_by: None,
    };
    let last_batch = names_address(scene.entity(note.place)?);
    Some(row(scene, note.place, key, (&note.note_type, &note.title), written, &lines, last_batch))
}

fn shared_author(scene: &Scene<'_>) -> Option<String> {
    let plan = scene.plan;
    if let Some(worker) = plan.policy().migration_worker() {
        return Some(worker.to_owned());
    }
    let people = &plan.model().people;
    let place = scene.place(people.person, scene.case.person)?;
    stamped(scene, place, people.created_by, &Step::WorkerUserName)
}

fn row(
    scene: &Scene<'_>,
    place: usize,
    key: String,
    (note_type, title): (&str, &str),
    written: Written,
    lines: &[String],
    last_batch: bool,
) -> ExpectedRow {
    let notes = scene.plan.notes();
    let mut cells = vec![None; scene.plan.contract().table(notes.table).columns.len()];
    let mut set = |column: ColumnId, text: Option<String>| cells[usize::from(column.0)] = text;
    set(notes.legacy_id, Some(key));
    set(notes.person, Some(scene.case.person.to_string()));
    set(notes.note_type, Some(note_type.to_owned()));
    set(notes.title, Some(title.to_owned()));
    set(notes.created_on, written.created_on);
    set(notes.created_by, written.created_by);
    set(notes.updated_by, written.updated_by);
    set(notes.note, Some(paragraphs(lines)));
    ExpectedRow {
        row: TargetRow { table: notes.table, cells },
        entity: scene.record(place).entity(),
        source_id: scene.key(place).map(|key| key.to_string()).unwrap_or_default(),
        last_batch,
        either_batch: false,
        late: false,
        rule: None,
        place,
    }
}

fn paragraphs(lines: &[String]) -> String {
    let mut note = String::with_capacity(lines.iter().map(|line| line.len() + 7).sum());
    for line in lines {
        put_paragraph(&mut note, line);
    }
    note
}

/// Whether rows of an entity can name other people's work.
fn links_work(entity: &EntityPlan) -> bool {
    let mut branches = entity.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.branches);
    branches.any(|branch| branch.steps.contains(&Step::WorkflowStep))
}

/// Whether lines of an entity name the key of a shared address, which is settled last.
fn names_address(entity: &EntityPlan) -> bool {
    let lines = entity.note.as_ref().map(|note| note.lines.as_slice()).unwrap_or_default();
    lines.iter().any(|line| line.source == LineSource::Computed(Source::Compute(Compute::AddressKey)))
}

/// Lines at the foot of a note; a subject that its column could not take stands at its head.
fn at_foot(
    scene: &Scene<'_>,
    (place, rule, subject): (usize, usize, Option<FieldId>),
    (mut lines, others): (Vec<String>, Vec<String>),
    rows: &mut Rows<'_>,
) {
    let notes = scene.plan.notes();
    let Some(own) = rows.of(place, rule) else { return };
    let turned_away = subject.is_some_and(|field| is_turned_away(scene, place, field));
    let subject = subject.and_then(|field| scene.record(place).get(field).filled()).map(str::trim);
    let untitled = own.cells[usize::from(notes.title.0)].is_none();
    let head = subject.filter(|subject| untitled && !turned_away && !subject.is_empty());
    let mut text = head.map(|head| paragraph(&format!("Subject: {}", continued(head)))).unwrap_or_default();
    if head.is_some() {
        lines.push("Subject above: Yes".to_owned());
    }
    lines.extend(others);
    text.push_str(own.cells[usize::from(notes.note.0)].as_deref().unwrap_or_default());
    if !lines.is_empty() {
        text.push_str(&paragraph(FOOT));
        for line in &lines {
            put_paragraph(&mut text, line);
        }
    }
    own.cells[usize::from(notes.note.0)] = (!text.is_empty()).then_some(text);
}

/// Whether a value of a record stands in the list of those that were turned away.
fn is_turned_away(scene: &Scene<'_>, place: usize, field: FieldId) -> bool {
    let entity = scene.record(place).entity();
    scene.key(place).is_some_and(|key| scene.away.values_of(entity, key).iter().any(|(own, _)| *own == field))
}
