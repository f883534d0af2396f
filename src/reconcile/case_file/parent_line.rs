//! The line that a record left at the foot of another's note: `Label: display [guid] text`.

use super::{EntityInverse, Reading};
use crate::map::plan::{LineKind, LineSource};
use crate::reconcile::RowId;
use crate::reconcile::inverse::{Backwards, Normal, line_normal};
use crate::reconcile::note::{paragraph_lines, split_tail};
use crate::reconcile::recompute::as_it_stands;
use crate::record::{FieldId, SourceRecord, Value};

/// A record that leaves such a line.
pub(super) struct ParentLine<'v> {
    pub(super) backwards: &'v Backwards<'v>,
    pub(super) inverse: &'v EntityInverse<'v>,
    pub(super) record: &'v SourceRecord,
    /// The columns whose values were turned away.
    pub(super) rejected: &'v [FieldId],
}

impl ParentLine<'_> {
    /// Finds the record's line in the other's note: the one that says what the record says. Of several that name the same,
    /// it is the one that names the same table as well.
    pub(super) fn reading<'s>(&self, note: RowId, text: &'s str) -> Reading<'s> {
        let tail = split_tail(text).1.and_then(paragraph_lines).unwrap_or_default();
        let mut own: Vec<_> = tail.into_iter().rev().filter_map(|line| self.parts(&line)).collect();
        let exact = own.iter().position(|(reference, _)| self.names_the_table(reference.as_deref()));
        let found = (!own.is_empty()).then(|| own.swap_remove(exact.unwrap_or(0)));
        found.map_or_else(Reading::default, |(reference, text)| Reading::of_values(note, [reference, text]))
    }

    /// What a line says of the reference and of the text, where it is this record's.
    fn parts(&self, line: &str) -> Option<(Option<String>, Option<String>)> {
        let label = self.inverse.own.lines.first()?.label;
        let rest = line.strip_prefix(label)?.strip_prefix(':')?;
        let (reference, text) = match self.own_text() {
            Some(own) => (rest.strip_suffix(own.as_str())?.strip_suffix(' ')?, Some(own)),
            None if self.text_is_rejected() => (self.before_rejected(rest), None),
            None => (rest, None),
        };
        let reference = reference.strip_prefix(' ').map(str::to_owned);
        self.is_own(reference.as_deref()).then_some((reference, text))
    }

    /// The text of the record as a line holds it; none where it has none or it was turned away.
    fn own_text(&self) -> Option<String> {
        let (field, _) = self.column(1)?;
        let Value::Text(text) = self.record.get(field) else { return None };
        let shown = text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\n  ");
        (!self.rejected.contains(&field)).then_some(shown)
    }

    /// What stands before a text that was turned away, which the policy may keep out of notes.
    fn before_rejected<'s>(&self, rest: &'s str) -> &'s str {
        let plan = self.backwards.plan;
        let text = self.column(1).and_then(|(field, _)| self.record.get(field).filled());
        let Some(text) = text.filter(|_| plan.policy().keeps_rejected_values()) else { return rest };
        let own = as_it_stands(text, plan.contract().form().encoding);
        let before = rest.strip_suffix(own.as_str()).and_then(|rest| rest.strip_suffix(' '));
        before.unwrap_or(rest)
    }

    /// Whether the text stands in the line as it is, though no column of the record's holds it.
    fn text_is_rejected(&self) -> bool {
        self.column(1).is_some_and(|(field, _)| self.rejected.contains(&field))
    }

    /// Whether a line that names this record, or nothing, is the record's.
    fn is_own(&self, reference: Option<&str>) -> bool {
        let Some((field, kind)) = self.column(0) else { return false };
        if self.rejected.contains(&field) {
            return true;
        }
        match (line_normal(self.backwards, self.record, field, kind), reference) {
            (Normal::Value(key), Some(shown)) if key.is_empty() => shown.is_empty(),
            (Normal::Value(key), Some(shown)) => shown.ends_with(&format!("[{key}]")),
            (Normal::Null, None) => true,
            _ => false,
        }
    }

    fn names_the_table(&self, reference: Option<&str>) -> bool {
        let Some((_, LineKind::Polymorphic { table })) = self.column(0) else { return true };
        let named = self.record.get(*table).filled().map(str::trim);
        named.zip(reference).is_some_and(|(table, shown)| {
            shown.strip_prefix(table).is_some_and(|rest| rest.starts_with(": "))
        })
    }

    fn column(&self, line: usize) -> Option<(FieldId, &LineKind)> {
        match &self.inverse.plan.note.as_ref()?.lines.get(line)?.source {
            LineSource::Field(field, kind) => Some((*field, kind)),
            LineSource::Computed(_) => None,
        }
    }
}
