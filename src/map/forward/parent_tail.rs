//! Lines that records leave at the foot of the note of the record they belong to: whom an e-mail went to, who was asked to a
//! meeting.

use std::collections::BTreeMap;

use super::lines::field_line;
use super::work::{NoteLine, Work};
use crate::map::plan::{LineSource, NotePlace};
use crate::record::{EntityId, Guid};

/// The records that leave a line in another's note, by that other, in order of key.
pub(super) type Details = BTreeMap<(EntityId, Guid), Vec<(Guid, usize)>>;

/// Finds the records that leave a line in another's note.
pub(super) fn details(work: &Work<'_>) -> Details {
    let mut details = Details::new();
    let entities: Vec<_> = work.case.entities().collect();
    for entity in entities.into_iter().filter_map(|id| work.plan.entity(id)) {
        let Some(NotePlace::ParentTail { parent }) = entity.note.as_ref().map(|note| &note.place) else {
            continue;
        };
        let Some(table) = work.tables_of(entity.entity, *parent).first() else { continue };
        for place in work.case.places(entity.entity).filter(|place| work.verdicts[*place].gives_rows()) {
            if let (Some(key), Some(of)) = (work.case.key_at(place), work.record(place).guid(*parent)) {
                details.entry((*table, of)).or_default().push((key, place));
            }
        }
    }
    for places in details.values_mut() {
        places.sort_unstable();
    }
    details
}

/// The line that a record leaves: `Label: display [guid] text`.
pub(super) fn line(work: &mut Work<'_>, place: usize) -> Option<NoteLine> {
    let note = work.entity_plan(place)?.note.as_ref()?;
    let label = note.lines.first()?.label.as_str();
    let mut text = format!("{label}:");
    for line in &note.lines {
        let LineSource::Field(field, kind) = &line.source else { continue };
        if let Some(part) = field_line(work, place, label, *field, kind) {
            text.push_str(&part.text[label.len() + 1..]);
        }
    }
    Some(NoteLine { text, ..NoteLine::default() })
}
