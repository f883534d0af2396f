//! Lines that records leave at the foot of another record's note.

use std::path::PathBuf;

use super::Compiler;
use crate::map::plan::{Condition, EntityPlan, Line, LineKind, LineSource, NotePlace, NotePlan};
use crate::map::raw::{Name, RawEntity, RawParentTail};
use crate::record::{Diagnostic, EntityId};
use crate::source::{Dictionary, Kind};

/// A mapping whose records leave a line in another's note, and where it says so.
pub(super) struct LeftElsewhere {
    pub(super) entity: EntityId,
    pub(super) file: PathBuf,
    pub(super) span: std::ops::Range<usize>,
}

impl Compiler<'_> {
    /// The line of a record in the note of the one that absorbs it.
    pub(super) fn parent_tail(&mut self, raw: &RawEntity, tail: &RawParentTail) -> Option<NotePlan> {
        self.check_alone(raw, &tail.label);
        let Some(parent) = &raw.merged_into else {
            let help = "write `merged_into` with the column that names it".to_owned();
            let title = "it is not said in whose note the line stands";
            self.mistakes.add_with(tail.label.span(), title, "the foot of another record's note", help);
            return None;
        };
        let parent = self.field(parent)?;
        let line = self.mistakes.line(tail.label.span().start);
        let named = self
            .part(&tail.record, |kind| matches!(kind, LineKind::Lookup(_) | LineKind::Polymorphic { .. }));
        let text = tail.text.as_ref().map(|text| self.part(text, |kind| *kind == LineKind::Text));
        let line = |source: LineSource| Line {
            label: tail.label.get_ref().clone(),
            source,
            unless: None,
            when: Condition::Always,
            line,
        };
        let mut lines = vec![line(named?)];
        if let Some(text) = text {
            lines.push(line(text?));
        }
        Some(NotePlan { place: NotePlace::ParentTail { parent }, lines })
    }

    fn check_alone(&mut self, raw: &RawEntity, label: &Name) {
        if raw.remainder.is_some() || raw.tail.is_some() {
            let title = "a record whose line stands in another's note has no note of its own";
            self.mistakes.add(label.span(), title, "[remainder] or [tail] stands here as well");
        }
        let text = label.get_ref();
        if text.is_empty() || text.contains([':', '\n', '\r']) || text.starts_with(['[', ' ']) {
            let title = "a label ends at its colon, so it has none itself";
            self.mistakes.add(label.span(), title, "cannot be read back");
        }
    }

    /// A column that the line shows, of a kind that can stand in its place.
    fn part(&mut self, name: &Name, fits: impl Fn(&LineKind) -> bool) -> Option<LineSource> {
        let source = self.line_field(name)?;
        if !matches!(&source, LineSource::Field(_, kind) if fits(kind)) {
            let title = format!("`{}` cannot stand here", name.get_ref());
            let label = "a line shows a record that a column names, then a text";
            self.mistakes.add(name.span(), title, label);
        }
        Some(source)
    }
}

/// Notes lines that are left where no note has a foot, or under a label that the note has itself.
pub(super) fn check(
    dictionary: &Dictionary,
    entities: &[EntityPlan],
    left: Vec<LeftElsewhere>,
    found: &mut Vec<Diagnostic>,
) {
    for line in left {
        let plan = |id: EntityId| entities.iter().find(|plan| plan.entity == id);
        let own = plan(line.entity).and_then(|own| own.note.as_ref());
        let Some(NotePlace::ParentTail { parent }) = own.map(|note| &note.place) else { continue };
        let title = match &dictionary.entity(line.entity).field(*parent).kind {
            Kind::Lookup { table } => wrong(plan(*table), own),
            _ => Some("the column that `merged_into` names may name records of several tables".to_owned()),
        };
        if let Some(title) = title {
            let LeftElsewhere { file, span, .. } = line;
            let label = "the foot of another record's note".to_owned();
            found.push(Diagnostic { file, span, title, label, help: None });
        }
    }
}

/// What is wrong with a line at the foot of a record's note.
fn wrong(parent: Option<&EntityPlan>, own: Option<&NotePlan>) -> Option<String> {
    let label = &own?.lines.first()?.label;
    let Some(note) = parent.and_then(|parent| parent.note.as_ref()) else {
        return Some("the record that absorbs these has no note".to_owned());
    };
    if !matches!(note.place, NotePlace::Tail { .. }) {
        return Some("the record that absorbs these is no note itself, so that it has no [tail]".to_owned());
    }
    let taken = note.lines.iter().any(|line| line.label == *label);
    taken.then(|| format!("the note has a line `{label}` of its own"))
}
