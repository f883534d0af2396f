//! What the rows of one record say, as text.

use std::borrow::Cow;

use super::layout::Aligned;
use super::{EntityInverse, Layout};
use crate::map::plan::{NotePlace, NoteScope};
use crate::reconcile::note::{
    Paragraphs, paragraph_lines, plain_lines, split_tail, unescape, value_of, without_continuation,
};
use crate::reconcile::{RowId, TargetSide};
use crate::record::FieldId;
use crate::target::contract::ColumnId;

/// What stands at the end of a tail whose note begins with a long subject.
const SUBJECT_ABOVE: &str = "Subject above: Yes";

/// The lines that one record left, and what stands around them.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading<'s> {
    /// The row in which the lines stand.
    pub(super) note: Option<RowId>,
    lines: Vec<Cow<'s, str>>,
    aligned: Aligned,
    /// The cell with a note's own text, and that text without subject and tail.
    pub(super) body: Option<(ColumnId, &'s str)>,
    /// The cell whose text was too long for it and stands at the head of the note, and that text.
    pub(super) subject: Option<(FieldId, Cow<'s, str>)>,
}

impl<'s> Reading<'s> {
    /// Lines read from a row, by the lines of a layout.
    pub(super) fn new(note: RowId, lines: Vec<Cow<'s, str>>, layout: &Layout<'_>) -> Self {
        let aligned = layout.align(&lines);
        Self { note: Some(note), lines, aligned, body: None, subject: None }
    }

    /// Values of the lines of a layout, read from a row.
    pub(super) fn of_values(note: RowId, values: impl IntoIterator<Item = Option<String>>) -> Self {
        let (mut lines, mut aligned) = (Vec::new(), Aligned::default());
        for value in values {
            aligned.values.push(value.is_some().then_some((lines.len(), 0)));
            lines.extend(value.map(Cow::Owned));
        }
        Self { note: Some(note), lines, aligned, body: None, subject: None }
    }

    /// The value of a line of the layout; none where it was not written.
    pub(super) fn value(&self, line: usize) -> Option<&str> {
        let (at, from) = (*self.aligned.values.get(line)?)?;
        Some(&self.lines[at][from..])
    }

    /// The note that a record has for itself alone.
    pub(super) fn of_own_note(
        side: &'s TargetSide,
        row: RowId,
        column: ColumnId,
        layout: &Layout<'_>,
    ) -> Self {
        let lines = side.row(row).cell(column).and_then(paragraph_lines);
        Self::new(row, lines.unwrap_or_default(), layout)
    }

    /// The plain text in a column of a row.
    pub(super) fn of_column(side: &'s TargetSide, row: RowId, column: ColumnId, layout: &Layout<'_>) -> Self {
        let lines = side.row(row).cell(column).map(plain_lines);
        Self::new(row, lines.unwrap_or_default(), layout)
    }

    /// A note with a tail.
    pub(super) fn of_tail(
        side: &'s TargetSide,
        row: RowId,
        column: ColumnId,
        subject: Option<FieldId>,
        (layout, left_here): (&Layout<'_>, &[&str]),
    ) -> Self {
        let (text, tail) = split_tail(side.row(row).cell(column).unwrap_or_default());
        let mut lines = tail.and_then(paragraph_lines).unwrap_or_default();
        while lines.last().is_some_and(|line| is_of_another(line, left_here)) {
            lines.pop();
        }
        let above = lines.last().is_some_and(|line| line == SUBJECT_ABOVE);
        let mut reading = Self::new(row, lines, layout);
        reading.body = Some((column, text));
        if let (true, Some(field), Some((head, rest))) = (above, subject, head_line(text)) {
            reading.subject = Some((field, head));
            reading.body = Some((column, rest));
        }
        reading
    }
}

/// Whether a line is one of those that other records leave at the foot of a note.
fn is_of_another(line: &str, labels: &[&str]) -> bool {
    labels.iter().any(|label| line.strip_prefix(label).is_some_and(|rest| rest.starts_with(':')))
}

/// The subject in the first paragraph of a note, and what follows.
fn head_line(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let mut paragraphs = Paragraphs::new(text);
    let first = unescape(paragraphs.next()?)?;
    let subject = match first {
        Cow::Borrowed(first) => without_continuation(value_of(first, "Subject")?)?,
        Cow::Owned(first) => Cow::Owned(without_continuation(value_of(&first, "Subject")?)?.into_owned()),
    };
    Some((subject, paragraphs.rest()))
}

impl EntityInverse<'_> {
    /// The suffix of the note that a record has for itself alone.
    pub(super) fn own_suffix(&self) -> Option<&str> {
        match &self.plan.note.as_ref()?.place {
            NotePlace::Note { scope: NoteScope::Record { .. }, suffix, .. } => Some(suffix),
            _ => None,
        }
    }

    /// The suffix of the note that a person's records share.
    pub(super) fn shared_suffix(&self) -> Option<&str> {
        match &self.plan.note.as_ref()?.place {
            NotePlace::Note { scope: NoteScope::Person, suffix, .. } => Some(suffix),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_of_another;

    #[test]
    fn lines_that_other_records_leave_are_told_by_their_labels() {
        let labels = ["Recipient", "Attendee"];
        assert!(is_of_another("Attendee: Ann [1]", &labels) && is_of_another("Recipient:", &labels));
        assert!(!is_of_another("Attendees: 3", &labels) && !is_of_another("Subject: Recipient: x", &labels));
        assert!(!is_of_another("Attendee: Ann", &[]));
    }
}
