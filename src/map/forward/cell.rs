//! What fills one column of one row.

use std::borrow::Cow;

use super::context_step::Passed;
use super::validate::{fault, has_control_character};
use super::work::Work;
use crate::map::plan::{Branch, EntityPlan, RowPlan, RowShape, Source, Step};
use crate::record::{EntityId, FieldId, Guid, Reason, SourceRecord};
use crate::target::contract::{AmongOf, Column, ColumnId, Demand};

/// A value on its way to a cell, with the column it came from, whose kind tells what a code in it means.
#[derive(Clone, Debug)]
pub(super) struct Passing<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) entity: EntityId,
    pub(super) field: FieldId,
}

/// A code raised on the way, and the source column it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Raised {
    pub(super) reason: Reason,
    pub(super) field: Option<FieldId>,
}

/// A code raised for a column.
pub(super) fn raised(reason: Reason, field: FieldId) -> Raised {
    Raised { reason, field: Some(field) }
}

/// What a cell came to.
#[derive(Clone, Debug, Default)]
pub(super) struct CellValue {
    /// The text; none leaves the column empty.
    pub(super) text: Option<String>,
    /// The code under which the value was turned away.
    pub(super) refused: Option<Raised>,
    /// Other codes: what would have turned it away as well, and what turned parts of it away.
    pub(super) also: Vec<Raised>,
    /// The source column that it is mostly about.
    pub(super) field: Option<FieldId>,
}

/// One row of one record while its cells are worked out.
pub(super) struct Evaluation<'w, 'a> {
    pub(super) work: &'w Work<'a>,
    pub(super) entity: &'a EntityPlan,
    pub(super) rule: &'a RowPlan,
    pub(super) place: usize,
    pub(super) record: &'a SourceRecord,
    /// The place of the last record of the run, where the row stands for a run.
    pub(super) last: usize,
    /// Of a run, the day on which it hands over to the next, and the column of its end.
    pub(super) handed_over: Option<(FieldId, String)>,
    /// The column that is being worked out.
    pub(super) column: Option<ColumnId>,
    /// The other person, where a cell points at work that is not this person's.
    pub(super) other: Option<Guid>,
    /// Codes that are counted or listed but turn nothing away.
    pub(super) notes: Vec<Raised>,
    /// A code that its table knows and deliberately gives no target.
    pub(super) untargeted: Option<FieldId>,
    /// What would have turned away a value that was turned away already, and what turned parts of it away.
    pub(super) also: Vec<Raised>,
}

impl<'w, 'a> Evaluation<'w, 'a> {
    /// Starts on a row of a record.
    pub(super) fn new(
        work: &'w Work<'a>,
        entity: &'a EntityPlan,
        rule: &'a RowPlan,
        place: usize,
        last: usize,
    ) -> Self {
        let record = work.record(place);
        let (column, other, notes, untargeted, also) = (None, None, Vec::new(), None, Vec::new());
        let handed_over = None;
        Self { work, entity, rule, place, record, last, handed_over, column, other, notes, untargeted, also }
    }

    /// Works out a column.
    pub(super) fn cell(&mut self, column: ColumnId) -> CellValue {
        let rule = self.rule;
        let outer = self.column.replace(column);
        let mut value = CellValue::default();
        self.untargeted = None;
        self.also.clear();
        for branch in &rule.cells[usize::from(column.0)].branches {
            if !self.holds(&branch.when) {
                continue;
            }
            value.field = value.field.or(branch_field(branch));
            match self.branch(branch) {
                Ok(Some(text)) => {
                    value.text = Some(text);
                    break;
                }
                Ok(None) => {}
                Err(raised) => {
                    value.refused = Some(raised);
                    break;
                }
            }
        }
        if value.text.is_none() && value.refused.is_none() {
            value.refused = self.untargeted.filter(|_| self.must_be_filled(column)).map(unmapped);
        }
        value.also = std::mem::take(&mut self.also);
        self.column = outer;
        value
    }

    /// Works out a column that another one's condition asks for, without counting anything twice.
    pub(super) fn quiet_cell(&mut self, column: ColumnId) -> Option<String> {
        let (notes, other, untargeted) = (self.notes.len(), self.other, self.untargeted);
        let also = std::mem::take(&mut self.also);
        let text = self.cell(column).text;
        self.notes.truncate(notes);
        self.also = also;
        (self.other, self.untargeted) = (other, untargeted);
        text
    }

    /// The column of the contract that is being worked out.
    pub(super) fn target(&self) -> Option<&'a Column> {
        let table = self.work.plan.contract().table(self.rule.table);
        table.columns.get(usize::from(self.column?.0))
    }

    /// Whether the row is turned away rather than written without this column.
    fn must_be_filled(&self, column: ColumnId) -> bool {
        let wanted = self.rule.only_with.contains(&column) || self.rule.only_with_any.contains(&column);
        let contract = self.target().is_some_and(|column| column.required || column.critical);
        contract && !wanted
    }

    fn branch(&mut self, branch: &Branch) -> Result<Option<String>, Raised> {
        let Some(start) = self.source(&branch.source)? else { return Ok(None) };
        let field = start.field;
        let Some(away) = self.turned_away(&branch.source) else {
            let earlier = self.untargeted.take();
            let told = self.chain(start, &branch.steps).and_then(|text| self.takeable(text, field));
            let own = |field| self.told_of_own(unmapped(field), &branch.source).field;
            self.untargeted = self.untargeted.and_then(own).or(earlier);
            return told.map_err(|raised| self.told_of_own(raised, &branch.source));
        };
        // What else would have turned the value away is told as well.
        let notes = self.notes.len();
        let also = self.chain(start, &branch.steps).err();
        self.notes.truncate(notes);
        // A fate shared with another record says all: the value leads nowhere because of it.
        let shared =
            matches!(away.reason, Reason::ParentHeld | Reason::ParentRejected | Reason::ParentExcluded);
        self.also.extend(also.filter(|also| !shared && also.reason != away.reason));
        Err(away)
    }

    /// A code about another record's value is told of the column of this record that led there, else of its key.
    fn told_of_own(&self, raised: Raised, source: &Source) -> Raised {
        match source {
            Source::Via { lookup, .. } => Raised { field: Some(*lookup), ..raised },
            Source::Beside(_) | Source::Answer(_) => Raised { field: Some(self.entity.key), ..raised },
            _ => raised,
        }
    }

    /// The code under which a value was turned away before any row was thought of.
    fn turned_away(&self, source: &Source) -> Option<Raised> {
        if self.work.turned_away.is_empty() {
            return None;
        }
        let away = |place: usize, field: FieldId| {
            self.work.turned_away.get(&(place, field)).map(|reason| raised(*reason, field))
        };
        match source {
            Source::Field(field) => away(self.place, *field),
            Source::Last(field) => away(self.last, *field),
            _ => None,
        }
    }

    fn chain(&mut self, mut passing: Passing<'a>, steps: &[Step]) -> Result<Option<String>, Raised> {
        for step in steps {
            match self.step(step, &passing)? {
                Passed::Value(text) => passing.text = text,
                Passed::Empty => return Ok(None),
            }
        }
        Ok((!passing.text.is_empty()).then(|| passing.text.into_owned()))
    }

    /// Where a value comes from, before any step.
    pub(super) fn source(&mut self, source: &Source) -> Result<Option<Passing<'a>>, Raised> {
        match source {
            Source::Constant(text) => Ok(Some(self.own(text.clone(), self.entity.key))),
            Source::Field(field) => self.value(self.place, *field),
            Source::Last(field) => self.last_value(*field),
            Source::Join { fields, separator } => self.join(fields, separator),
            Source::Via { lookup, entity, field } => self.via(*lookup, *entity, *field),
            Source::Beside(beside) => Ok(self.beside(beside)),
            Source::Answer(question) => Ok(super::compute::answer_to(self.work, self.place, question)),
            Source::Earliest(fields) => Ok(self.earliest(fields)),
            Source::Compute(compute) => {
                let text = self.compute(compute)?;
                Ok(text.map(|text| self.own(text, self.entity.key)))
            }
        }
    }

    /// A text of the record's own.
    pub(super) fn own(&self, text: String, field: FieldId) -> Passing<'a> {
        Passing { text: Cow::Owned(text), entity: self.record.entity(), field }
    }

    fn value(&self, place: usize, field: FieldId) -> Result<Option<Passing<'a>>, Raised> {
        let record = self.work.record(place);
        let Some(text) = record.get(field).filled() else { return Ok(None) };
        read(record, field, field)?;
        Ok(Some(Passing { text: Cow::Borrowed(text), entity: record.entity(), field }))
    }

    /// A column of the last record of a run; where it hands over to the next, its end is the day on which that starts.
    fn last_value(&self, field: FieldId) -> Result<Option<Passing<'a>>, Raised> {
        let value = self.value(self.last, field)?;
        let handed_over = self.handed_over.as_ref().filter(|(own, _)| *own == field);
        Ok(value.map(|value| match handed_over {
            Some((_, day)) => Passing { text: Cow::Owned(day.clone()), ..value },
            None => value,
        }))
    }

    /// The parts that are filled. One that is turned away is none, and the others stay; without others all is.
    fn join(&mut self, fields: &[FieldId], separator: &str) -> Result<Option<Passing<'a>>, Raised> {
        let (mut parts, mut away) = (Vec::new(), Vec::new());
        for field in fields {
            match self.part(*field) {
                Ok(part) => parts.extend(part),
                Err(raised) => away.push(raised),
            }
        }
        if let (true, Some(first)) = (parts.is_empty(), away.first()) {
            self.also.extend_from_slice(&away[1..]);
            return Err(*first);
        }
        self.also.extend(away);
        Ok(fields.first().map(|first| self.own(parts.join(separator), *first)))
    }

    /// One of several columns that are joined, trimmed; none where it is empty.
    fn part(&self, field: FieldId) -> Result<Option<&'a str>, Raised> {
        let Some(text) = self.record.get(field).filled() else { return Ok(None) };
        read(self.record, field, field)?;
        match self.work.turned_away.get(&(self.place, field)) {
            Some(reason) => Err(raised(*reason, field)),
            None if has_control_character(text) => Err(raised(Reason::ControlCharacter, field)),
            None => Ok(Some(text.trim()).filter(|text| !text.is_empty())),
        }
    }

    /// The text that a column takes: a value that breaks what the contract says of a single one is turned away before it is
    /// asked whether the row is wanted. Parts of a cell that is split are judged one by one.
    fn takeable(&mut self, text: Option<String>, field: FieldId) -> Result<Option<String>, Raised> {
        let fault = self.column.zip(text.as_deref()).and_then(|(column, text)| self.fault_in(column, text));
        fault.map_or(Ok(text), |reason| Err(raised(reason, field)))
    }

    /// Why a column takes no such text. Of a cell that is split every part has to do: a value is taken or turned away whole, so
    /// that what is listed and kept of it is all of it.
    fn fault_in(&mut self, column: ColumnId, text: &str) -> Option<Reason> {
        let at = (self.rule.table, column);
        match self.rule.shape {
            RowShape::Split { column: own, separator } if own == column => {
                text.split(separator).find_map(|part| fault(self.work, at, part))
            }
            _ => fault(self.work, at, text).or_else(|| self.unlike_beside(column, text)),
        }
    }

    /// Why a column that may stay empty takes no such text beside what another column of the row has.
    fn unlike_beside(&mut self, column: ColumnId, text: &str) -> Option<Reason> {
        let table = self.work.plan.contract().table(self.rule.table);
        if table.columns[usize::from(column.0)].required {
            return None;
        }
        table.constraints.iter().filter(|constraint| constraint.when.is_empty()).find_map(|constraint| {
            let allowed = match &constraint.demand {
                Demand::Among { column: own, by, texts } if *own == column => {
                    texts.get(&self.quiet_cell(*by)?)?.as_slice()
                }
                Demand::AmongOf(among) if among.column == column => self.allowed_of(among)?,
                _ => return None,
            };
            let unknown = !allowed.iter().any(|one| one == text);
            unknown.then_some(constraint.code)
        })
    }

    /// The texts that the row which another column names allows, where that row is known already.
    fn allowed_of<'t>(&mut self, among: &'t AmongOf) -> Option<&'t [String]> {
        let key = self.quiet_cell(among.of)?;
        let by = among.by.map(|by| self.quiet_cell(by));
        let named = self.work.text_of_named(among.named, &key)?;
        among.allowed(named, |_| by.as_ref().and_then(Option::as_deref))
    }

    fn via(&self, lookup: FieldId, entity: EntityId, field: FieldId) -> Result<Option<Passing<'a>>, Raised> {
        let Some(key) = self.record.guid(lookup) else { return Ok(None) };
        let key = self.work.around.work(entity, key).map_or(key, |(survivor, _)| survivor);
        let row = self.work.case.find(entity, key).or_else(|| self.work.around.row(entity, key));
        let text = match row {
            Some(row) => {
                read(row, field, lookup)?;
                row.get(field).filled().map(Cow::Borrowed)
            }
            None => self.work.around.work_value(entity, key, field).map(Cow::Owned),
        };
        Ok(text.map(|text| Passing { text, entity, field }))
    }
}

/// Turns a value away that has none of the forms declared for its column, whatever the steps would make of it; `told` is
/// the column that is named.
fn read(record: &SourceRecord, field: FieldId, told: FieldId) -> Result<(), Raised> {
    record.why_unread(field).map_or(Ok(()), |why| Err(raised(why, told)))
}

fn unmapped(field: FieldId) -> Raised {
    raised(Reason::UnmappedCode, field)
}

/// The source column that a branch is mostly about.
fn branch_field(branch: &Branch) -> Option<FieldId> {
    match &branch.source {
        Source::Field(field) | Source::Last(field) | Source::Via { lookup: field, .. } => Some(*field),
        Source::Join { fields, .. } | Source::Earliest(fields) => fields.first().copied(),
        _ => None,
    }
}
