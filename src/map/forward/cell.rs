//! What fills one column of one row.

use super::context_step::Passed;
use super::work::Work;
use crate::map::plan::{Branch, EntityPlan, RowPlan, Source, Step};
use crate::record::{EntityId, FieldId, Guid, Reason, SourceRecord};
use crate::target::contract::ColumnId;

/// A value on its way to a cell, with the column it came from, whose kind tells what a code in it means.
#[derive(Clone, Debug)]
pub(super) struct Passing {
    pub(super) text: String,
    pub(super) entity: EntityId,
    pub(super) field: FieldId,
}

/// A code raised on the way, and the source column it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Raised {
    pub(super) reason: Reason,
    pub(super) field: Option<FieldId>,
}

/// What a cell came to.
#[derive(Clone, Debug, Default)]
pub(super) struct CellValue {
    /// The text; none leaves the column empty.
    pub(super) text: Option<String>,
    /// The code under which the value was turned away.
    pub(super) refused: Option<Raised>,
    /// The source column that it is mostly about.
    pub(super) field: Option<FieldId>,
}

/// One row of one record while its cells are worked out.
pub(super) struct Evaluation<'w, 'a> {
    pub(super) work: &'w Work<'a>,
    pub(super) entity: &'a EntityPlan,
    pub(super) rule: &'a RowPlan,
    pub(super) record: &'a SourceRecord,
    /// The last record of the run, where the row stands for a run.
    pub(super) last: &'a SourceRecord,
    /// The other person, where a cell points at work that is not this person's.
    pub(super) other: Option<Guid>,
    /// Codes that are counted but turn nothing away.
    pub(super) notes: Vec<Raised>,
}

impl<'w, 'a> Evaluation<'w, 'a> {
    /// Starts on a row of a record.
    pub(super) fn new(
        work: &'w Work<'a>,
        entity: &'a EntityPlan,
        rule: &'a RowPlan,
        record: &'a SourceRecord,
        last: &'a SourceRecord,
    ) -> Self {
        Self { work, entity, rule, record, last, other: None, notes: Vec::new() }
    }

    /// Works out a column.
    pub(super) fn cell(&mut self, column: ColumnId) -> CellValue {
        let rule = self.rule;
        let mut value = CellValue::default();
        for branch in &rule.cells[usize::from(column.0)].branches {
            if !self.holds(&branch.when) {
                continue;
            }
            value.field = value.field.or(branch_field(branch));
            match self.branch(branch) {
                Ok(Some(text)) => {
                    value.text = Some(text);
                    return value;
                }
                Ok(None) => {}
                Err(raised) => {
                    value.refused = Some(raised);
                    return value;
                }
            }
        }
        value
    }

    /// Works out a column that another one's condition asks for, without counting anything twice.
    pub(super) fn quiet_cell(&mut self, column: ColumnId) -> Option<String> {
        let (notes, other) = (self.notes.len(), self.other);
        let text = self.cell(column).text;
        self.notes.truncate(notes);
        self.other = other;
        text
    }

    fn branch(&mut self, branch: &Branch) -> Result<Option<String>, Raised> {
        let Some(start) = self.source(&branch.source)? else { return Ok(None) };
        self.chain(start, &branch.steps)
    }

    fn chain(&mut self, mut passing: Passing, steps: &[Step]) -> Result<Option<String>, Raised> {
        for step in steps {
            match self.step(step, &passing)? {
                Passed::Value(text) => passing.text = text,
                Passed::Empty => return Ok(None),
            }
        }
        Ok((!passing.text.is_empty()).then_some(passing.text))
    }

    fn source(&mut self, source: &Source) -> Result<Option<Passing>, Raised> {
        let passing = match source {
            Source::Constant(text) => Some(self.own(text, self.entity.key)),
            Source::Field(field) => self.value(self.record, *field),
            Source::Last(field) => self.value(self.last, *field),
            Source::Join { fields, separator } => self.join(fields, separator),
            Source::Via { lookup, entity, field } => self.via(*lookup, *entity, *field),
            Source::Answer(question) => super::compute::answer_to(self.work, self.record, question),
            Source::Earliest(fields) => self.earliest(fields),
            Source::Compute(compute) => {
                let text = self.compute(compute)?;
                text.map(|text| self.own(&text, self.entity.key))
            }
        };
        Ok(passing)
    }

    fn own(&self, text: &str, field: FieldId) -> Passing {
        Passing { text: text.to_owned(), entity: self.record.entity(), field }
    }

    fn value(&self, record: &SourceRecord, field: FieldId) -> Option<Passing> {
        let text = record.get(field).filled()?.to_owned();
        Some(Passing { text, entity: record.entity(), field })
    }

    fn join(&self, fields: &[FieldId], separator: &str) -> Option<Passing> {
        let parts: Vec<_> =
            fields.iter().filter_map(|field| self.record.get(*field).filled()).map(str::trim).collect();
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Some(self.own(&parts.join(separator), *fields.first()?))
    }

    fn via(&self, lookup: FieldId, entity: EntityId, field: FieldId) -> Option<Passing> {
        let key = self.record.guid(lookup)?;
        let key = self.work.around.work(entity, key).map_or(key, |(survivor, _)| survivor);
        let row = self.work.index.get(entity, key).or_else(|| self.work.around.row(entity, key))?;
        let text = row.get(field).filled()?.to_owned();
        Some(Passing { text, entity, field })
    }
}

/// The source column that a branch is mostly about.
fn branch_field(branch: &Branch) -> Option<FieldId> {
    match &branch.source {
        Source::Field(field) | Source::Last(field) | Source::Via { lookup: field, .. } => Some(*field),
        Source::Join { fields, .. } | Source::Earliest(fields) => fields.first().copied(),
        _ => None,
    }
}
