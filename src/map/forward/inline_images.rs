//! Pictures within the text of notes: each becomes a document of its own, and the note names it at its foot.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::mapped::{DocumentBytes, DocumentCopy};
use super::work::{MadeRow, NoteLine, Work};
use crate::map::plan::{EntityPlan, ImageTable};
use crate::map::step::{InlineImage, inline_images};
use crate::record::{Action, FieldId, Reason, hex_digits};
use crate::target::contract::{ColumnId, TargetRow};

/// What the line begins with that names such a document.
const LABEL: &str = "Image";

/// Adds a row for each picture in the notes that are written, where the policy declares what kind of document they are. A
/// note with one that cannot be lifted out whole is rejected.
pub(super) fn lift(work: &mut Work<'_>) {
    let Some((table, category)) = work.plan.images() else { return };
    let entities: Vec<_> = work.case.entities().collect();
    for entity in entities.into_iter().filter_map(|id| work.plan.entity(id)) {
        for place in work.case.places(entity.entity) {
            if work.verdicts[place].gives_rows() {
                lift_from(work, place, entity, (table, category));
            }
        }
    }
}

fn lift_from(work: &mut Work<'_>, place: usize, entity: &EntityPlan, (table, category): (&ImageTable, &str)) {
    let Some((field, rule)) = entity.lifts_images() else { return };
    let images = images_of(work, place, field);
    let Some(note) = work.row_by_rule(place, rule).filter(|_| !images.is_empty()) else { return };
    let person = usize::from(work.plan.notes().person.0);
    let owner = work.rows[note].row.cells[person].clone();
    let (mut rows, mut faults) = (Vec::new(), BTreeSet::new());
    for (image, number) in images.iter().zip(1..) {
        match File::of(work, place, (image, number)) {
            Ok(file) => rows.push(file.row(work, table, (owner.clone(), category))),
            Err(reason) => drop(faults.insert(reason)),
        }
    }
    if faults.is_empty() {
        for (row, image) in rows.into_iter().zip(&images) {
            work.add_row(MadeRow { image: Some(image.place.start), ..MadeRow::own(place, None, row) });
        }
    }
    for reason in faults {
        work.raise_as(place, reason, Some(field), Action::RejectRow);
    }
}

fn images_of<'a>(work: &Work<'a>, place: usize, field: FieldId) -> Vec<InlineImage<'a>> {
    work.record(place).get(field).filled().map(inline_images).unwrap_or_default()
}

/// A picture as a document.
struct File {
    legacy_id: String,
    name: String,
    content: Vec<u8>,
}

impl File {
    /// The picture of this number, counted from 1, in the note at a place; the code under which it is turned away where it
    /// cannot be a document.
    fn of(work: &Work<'_>, place: usize, (image, number): (&InlineImage<'_>, usize)) -> Result<Self, Reason> {
        let policy = work.plan.policy();
        let content = image.content().ok_or(Reason::BadBase64)?;
        if content.is_empty() {
            return Err(Reason::EmptyDocument);
        }
        if policy.largest_file(false).is_some_and(|most| content.len() as u64 > most) {
            return Err(Reason::OversizeFile);
        }
        let key = work.source_id(place);
        let name = format!("image-{key}-{number}.{}", image.extension());
        if !policy.allows_file(&name) {
            return Err(Reason::FileTypeNotAllowed);
        }
        Ok(Self { legacy_id: format!("{key}:image-{number}"), name, content })
    }

    fn row(
        &self,
        work: &Work<'_>,
        table: &ImageTable,
        (owner, category): (Option<String>, &str),
    ) -> TargetRow {
        let columns = work.plan.contract().table(table.table).columns.len();
        let mut row = TargetRow { table: table.table, cells: vec![None; columns] };
        let mut set = |column: ColumnId, text: Option<String>| row.cells[usize::from(column.0)] = text;
        for (column, text) in &table.constants {
            set(*column, Some(text.clone()));
        }
        set(table.legacy_id, Some(self.legacy_id.clone()));
        set(table.owner, owner);
        set(table.category, Some(category.to_owned()));
        set(table.file_name, Some(self.name.clone()));
        set(table.sha256, Some(sha256(&self.content)));
        set(table.bytes, Some(self.content.len().to_string()));
        row
    }
}

/// The lines at the foot of a note that name the documents its pictures became.
pub(super) fn lines(work: &Work<'_>, place: usize) -> Vec<NoteLine> {
    let images = work.rows_of(place).filter(|made| made.image.is_some());
    let line = |made: &MadeRow| {
        let text = format!("{LABEL}: {}", work.row_key(&made.row));
        NoteLine { text, ..NoteLine::default() }
    };
    images.map(line).collect()
}

/// The columns with the name and the owner of the document that a row stands for, and the column of the note; none for a row
/// that stands for no picture.
pub(super) fn file_columns(work: &Work<'_>, made: &MadeRow) -> Option<(ColumnId, ColumnId, FieldId)> {
    let table = made.image.and(work.plan.notes().image.as_ref())?;
    let (field, _) = work.entity_plan(made.record)?.lifts_images()?;
    Some((table.file_name, table.owner, field))
}

/// The file of a row that stands for a picture.
pub(super) fn document(work: &Work<'_>, made: &MadeRow) -> Option<DocumentCopy> {
    let (start, (field, _)) = (made.image?, work.entity_plan(made.record)?.lifts_images()?);
    let content = InlineImage::at(work.record(made.record).get(field).filled()?, start)?.content()?;
    Some(DocumentCopy { sha256: sha256(&content), bytes: DocumentBytes::Inline(content) })
}

fn sha256(content: &[u8]) -> String {
    Sha256::digest(content).iter().flat_map(|byte| hex_digits(*byte)).map(char::from).collect()
}
