//! The lines that a record may leave in a note, in their order.

use std::borrow::Cow;

use crate::map::plan::{Carrier, EntityPlan, LineKind, LineSource};
use crate::reconcile::note::value_of;
use crate::record::FieldId;
use crate::source::Entity;

/// A line that a record may leave.
#[derive(Clone, Debug)]
pub(super) struct LayoutLine<'p> {
    pub(super) label: &'p str,
    /// The column that it holds; none for a line that is computed.
    pub(super) field: Option<(FieldId, &'p LineKind)>,
    /// The value for which no line is written.
    pub(super) unless: Option<&'p str>,
}

/// The lines that a record may leave, in the order in which they stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout<'p> {
    pub(super) lines: Vec<LayoutLine<'p>>,
}

/// Where the value of a line stands: which line of the text, and from which byte on.
pub(super) type Place = (usize, usize);

/// The lines of a text by the lines of a layout.
#[derive(Clone, Debug, Default)]
pub(super) struct Aligned {
    /// For each line of the layout, where its value stands.
    pub(super) values: Vec<Option<Place>>,
    /// Lines that the layout does not have: rejected values, and what does not belong there.
    pub(super) others: Vec<usize>,
}

impl<'p> Layout<'p> {
    /// The lines of the entity's own note.
    pub(super) fn own(plan: &'p EntityPlan) -> Self {
        let lines = plan.note.as_ref().map(|note| note.lines.as_slice()).unwrap_or_default();
        let line = |line: &'p crate::map::plan::Line| LayoutLine {
            label: &line.label,
            field: match &line.source {
                LineSource::Field(field, kind) => Some((*field, kind)),
                LineSource::Computed(_) => None,
            },
            unless: line.unless.as_deref(),
        };
        Self { lines: lines.iter().map(line).collect() }
    }

    /// The lines that a merged record leaves: all its carried columns, in the dictionary's order.
    pub(super) fn merged(plan: &'p EntityPlan, entity: &Entity) -> Self {
        let carried = entity.fields().zip(&plan.columns).filter(|(_, status)| {
            !matches!(status.carrier, Carrier::NotCarried | Carrier::Lossy | Carrier::With(_))
        });
        let line = |(field, status): (FieldId, &'p crate::map::plan::ColumnStatus)| LayoutLine {
            label: &status.label,
            field: Some((field, &status.line)),
            unless: None,
        };
        Self { lines: carried.map(line).collect() }
    }

    /// The line of a column.
    pub(super) fn line_of(&self, field: FieldId) -> Option<usize> {
        self.lines.iter().position(|line| line.field.is_some_and(|(own, _)| own == field))
    }

    /// Finds the lines of the layout in a text, each after those before it.
    pub(super) fn align(&self, text: &[Cow<'_, str>]) -> Aligned {
        let mut aligned = Aligned { values: vec![None; self.lines.len()], others: Vec::new() };
        let mut next = 0;
        for (at, line) in text.iter().enumerate() {
            let found = self.lines[next..].iter().position(|own| value_of(line, own.label).is_some());
            match found.map(|skipped| next + skipped) {
                Some(place) => {
                    aligned.values[place] = Some((at, self.lines[place].label.len() + ": ".len()));
                    next = place + 1;
                }
                None => aligned.others.push(at),
            }
        }
        aligned
    }
}
