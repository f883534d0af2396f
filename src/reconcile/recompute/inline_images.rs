//! Pictures that notes carry within their text, as the documents that they ought to have become.

use sha2::{Digest as _, Sha256};

use super::ExpectedRow;
use super::scene::Scene;
use crate::map::plan::{EntityPlan, ImageTable, Plan};
use crate::reconcile::note::{Picture, pictures};
use crate::reconcile::reader::hex;
use crate::record::{FieldId, Reason, SourceRecord};
use crate::target::contract::{ColumnId, TargetRow};

/// The pictures of a record's note, and the column they stand in; none unless the policy says what becomes of pictures.
pub(super) fn of_record(
    plan: &Plan,
    entity: &EntityPlan,
    record: &SourceRecord,
) -> (Vec<Picture>, Option<FieldId>) {
    let Some((field, _)) = entity.lifts_images().filter(|_| plan.images().is_some()) else {
        return (Vec::new(), None);
    };
    (record.get(field).filled().map(pictures).unwrap_or_default(), Some(field))
}

/// The rows of the pictures of a note; one that could be no document has no digest, which no row on disk bears out.
pub(super) fn rows(scene: &Scene<'_>, place: usize, note: &TargetRow) -> Vec<ExpectedRow> {
    let record = scene.record(place);
    let (Some(entity), Some((table, category)), Some(key)) =
        (scene.entity(place), scene.plan.images(), scene.key(place))
    else {
        return Vec::new();
    };
    let person = note.cells[usize::from(scene.plan.notes().person.0)].clone();
    let (pictures, _) = of_record(scene.plan, entity, record);
    let row = |(picture, number): (&Picture, usize)| {
        let names = [format!("{key}:image-{number}"), name(record, entity, picture, number)];
        let bytes = picture.bytes.as_deref().filter(|_| fault(scene.plan, picture).is_none());
        let row = cells(scene.plan, (table, category), names, (person.clone(), bytes));
        let (entity, source_id) = (entity.entity, key.to_string());
        let (last_batch, either_batch, late) = (false, false, false);
        ExpectedRow { row, entity, source_id, last_batch, either_batch, late, rule: None, place }
    };
    pictures.iter().zip(1..).map(row).collect()
}

/// The line at the foot of a note that names a picture's document.
pub(super) fn line(plan: &Plan, row: &ExpectedRow) -> Option<String> {
    let column = plan.images()?.0.legacy_id;
    Some(format!("Image: {}", row.row.cells[usize::from(column.0)].as_deref()?))
}

/// Whether a row stands for a picture, and then the columns of the file's name and of its owner.
pub(super) fn file_columns(plan: &Plan, row: &ExpectedRow) -> Option<(ColumnId, ColumnId)> {
    let (table, _) = plan.images().filter(|(table, _)| row.rule.is_none() && row.row.table == table.table)?;
    Some((table.file_name, table.owner))
}

/// Why a picture can be no document; none for one that can.
pub(super) fn fault(plan: &Plan, picture: &Picture) -> Option<Reason> {
    let policy = plan.policy();
    let Some(bytes) = &picture.bytes else { return Some(Reason::BadBase64) };
    let allowed = policy.allows_file(&format!("image.{}", picture.extension));
    match policy.largest_file(false) {
        _ if bytes.is_empty() => Some(Reason::EmptyDocument),
        Some(most) if bytes.len() as u64 > most => Some(Reason::OversizeFile),
        _ => (!allowed).then_some(Reason::FileTypeNotAllowed),
    }
}

fn name(record: &SourceRecord, entity: &EntityPlan, picture: &Picture, number: usize) -> String {
    let key = record.guid(entity.key).unwrap_or_default();
    format!("image-{key}-{number}.{}", picture.extension)
}

fn cells(
    plan: &Plan,
    (table, category): (&ImageTable, &str),
    [legacy_id, name]: [String; 2],
    (person, bytes): (Option<String>, Option<&[u8]>),
) -> TargetRow {
    let mut cells = vec![None; plan.contract().table(table.table).columns.len()];
    let mut set = |column: ColumnId, text: Option<String>| cells[usize::from(column.0)] = text;
    table.constants.iter().for_each(|(column, text)| set(*column, Some(text.clone())));
    set(table.legacy_id, Some(legacy_id));
    set(table.owner, person);
    set(table.category, Some(category.to_owned()));
    set(table.file_name, Some(name));
    set(table.sha256, bytes.map(|bytes| hex(&Sha256::digest(bytes))));
    set(table.bytes, bytes.map(|bytes| bytes.len().to_string()));
    TargetRow { table: table.table, cells }
}
