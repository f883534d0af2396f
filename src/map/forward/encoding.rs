//! Characters of note lines that the target's encoding lacks: they are never substituted.

use super::line::{Shown, show};
use super::lines::wanted;
use super::work::Work;
use crate::map::plan::{EntityPlan, Line, LineSource};
use crate::record::{FieldId, Reason};
use crate::target::contract::TextEncoding;

/// Turns away records of whose lines one cannot be written. Rows are known by then: some lines stand only where there is none.
pub(super) fn check_lines(work: &mut Work<'_>) {
    if work.plan.contract().form().encoding == TextEncoding::Utf8 {
        return;
    }
    let entities: Vec<_> = work.case.entities().collect();
    for entity in entities.into_iter().filter_map(|id| work.plan.entity(id)) {
        for place in work.case.places(entity.entity) {
            for field in lacking(work, place, entity) {
                work.raise(place, Reason::UnencodableCharacter, Some(field));
            }
        }
    }
}

/// The columns of a record whose lines have a character that the encoding lacks.
fn lacking<'a>(work: &Work<'a>, place: usize, entity: &'a EntityPlan) -> Vec<FieldId> {
    let encoding = work.plan.contract().form().encoding;
    let lines = entity.note.iter().flat_map(|note| &note.lines);
    let field = |line: &'a Line| {
        let LineSource::Field(field, kind) = &line.source else { return None };
        let mut text = String::new();
        let shown = wanted(work, place, entity, line, *field)
            && show(work, place, *field, kind, &mut text) == Shown::Text;
        (shown && encoding.lacks(&text)).then_some(*field)
    };
    lines.filter_map(field).collect()
}
