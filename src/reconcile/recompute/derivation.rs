//! What fills one column of one row.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};

use super::line::has_odd;
use super::scene::Scene;
use super::step::{self, Outcome};
use crate::map::plan::{Branch, EntityPlan, RowPlan, RowShape, Source, Step};
use crate::record::{EntityId, FieldId, Guid, Reason, SourceRecord};
use crate::target::contract::{AmongOf, ColumnId, Demand};

/// What a column ought to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Derived {
    /// This text.
    Text(String),
    /// Nothing.
    Empty,
    /// Nothing, because the value of that source column cannot be written.
    Refused(Option<FieldId>),
    /// Nothing, because a code of that source column is known and stands for nothing: refused where no other branch fills
    /// a column that must be filled.
    Untargeted(Option<FieldId>),
}

impl Derived {
    /// The text, if there is one.
    pub(super) fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Empty | Self::Refused(_) | Self::Untargeted(_) => None,
        }
    }
}

/// A value on its way, with the column it came from: the column's kind tells what a code means. It is the record's own text
/// until a step makes another of it.
#[derive(Clone, Debug)]
pub(super) struct Flow<'f> {
    pub(super) text: Cow<'f, str>,
    pub(super) entity: EntityId,
    pub(super) field: FieldId,
}

/// One row of one record while it is worked out.
pub(super) struct Derivation<'s, 'a> {
    pub(super) scene: &'s Scene<'a>,
    pub(super) entity: &'a EntityPlan,
    pub(super) row: &'a RowPlan,
    /// The record; of a run, the first.
    pub(super) record: &'a SourceRecord,
    /// The record, or the last of a run.
    pub(super) last: &'a SourceRecord,
    /// Of a run, the day on which it ends for the next one, and the column it stands for.
    pub(super) handed_over: Option<(FieldId, String)>,
    /// The other person, where a cell names somebody else or their work.
    pub(super) other: Cell<Option<Guid>>,
    /// What the list of rejected values says of the record; every cell asks for it.
    listed: OnceCell<&'a [(FieldId, Option<Reason>)]>,
}

impl<'s, 'a> Derivation<'s, 'a> {
    /// A row of a record, or of a run from `record` to `last`.
    pub(super) fn new(
        scene: &'s Scene<'a>,
        entity: &'a EntityPlan,
        row: &'a RowPlan,
        record: &'a SourceRecord,
        last: &'a SourceRecord,
    ) -> Self {
        let (other, listed) = (Cell::new(None), OnceCell::new());
        Self { scene, entity, row, record, last, handed_over: None, other, listed }
    }

    /// For conditions and computations that stand in no row.
    pub(super) fn bare(scene: &'s Scene<'a>, entity: &'a EntityPlan, record: &'a SourceRecord) -> Self {
        Self::new(scene, entity, entity.rows.first().unwrap_or(scene.plan.empty_row()), record, record)
    }

    /// What a column ought to hold: what the first branch gives that holds and gives something.
    pub(super) fn column(&self, column: ColumnId) -> Derived {
        let mut nothing = Derived::Empty;
        for branch in &self.row.cells[usize::from(column.0)].branches {
            if !self.holds(&branch.when) {
                continue;
            }
            match self.branch(branch, Some(column)) {
                Derived::Empty => {}
                Derived::Untargeted(field) => nothing = Derived::Refused(field),
                found => return found,
            }
        }
        nothing
    }

    /// Whether the value of one branch is not written: it is refused, or stands for nothing and no other branch fills the column.
    pub(super) fn refuses(&self, derived: &Derived, column: ColumnId) -> bool {
        match derived {
            Derived::Refused(_) => true,
            Derived::Untargeted(_) => matches!(self.column(column), Derived::Refused(_)),
            Derived::Text(_) | Derived::Empty => false,
        }
    }

    /// What one branch gives, whether it applies or not.
    pub(super) fn branch(&self, branch: &Branch, column: Option<ColumnId>) -> Derived {
        let Some(flow) = self.source(&branch.source) else { return Derived::Empty };
        let mut away = self.parts_turned_away(&branch.source).filter(|_| flow.text.is_empty());
        if let Some(field) = away.next() {
            return Derived::Refused(Some(field));
        }
        if self.is_turned_away(&branch.source) || self.is_unread(&branch.source) {
            return match &branch.source {
                Source::Via { lookup, .. } => Derived::Refused(Some(*lookup)),
                _ => Derived::Refused(Some(flow.field)),
            };
        }
        self.told(flow, branch, column)
    }

    /// What one branch gives by the export alone, whatever the lists say was turned away.
    pub(super) fn branch_alone(&self, branch: &Branch, column: ColumnId) -> Derived {
        match self.source(&branch.source).map_or(Derived::Empty, |flow| self.told(flow, branch, Some(column)))
        {
            Derived::Untargeted(_) => match self.column(column) {
                refused @ Derived::Refused(_) => refused,
                _ => Derived::Empty,
            },
            derived => derived,
        }
    }

    fn told(&self, flow: Flow<'_>, branch: &Branch, column: Option<ColumnId>) -> Derived {
        match (self.through(flow, &branch.steps, column), &branch.source) {
            (Derived::Refused(_), Source::Via { lookup, .. }) => Derived::Refused(Some(*lookup)),
            (Derived::Untargeted(_), Source::Via { lookup, .. }) => Derived::Untargeted(Some(*lookup)),
            (Derived::Refused(_), Source::Beside(_) | Source::Answer(_)) => {
                Derived::Refused(Some(self.entity.key))
            }
            (Derived::Untargeted(_), Source::Beside(_) | Source::Answer(_)) => {
                Derived::Untargeted(Some(self.entity.key))
            }
            (derived, _) => derived,
        }
    }

    /// A value after all steps.
    pub(super) fn through(&self, mut flow: Flow<'_>, steps: &[Step], column: Option<ColumnId>) -> Derived {
        for step in steps {
            let outcome = step::apply(step, &flow.text).unwrap_or_else(|| self.look_up(step, &flow, column));
            match outcome {
                Outcome::Same => {}
                Outcome::Value(text) => flow.text = Cow::Owned(text),
                Outcome::Empty => return Derived::Empty,
                Outcome::Refused => return Derived::Refused(Some(flow.field)),
                Outcome::Untargeted => return Derived::Untargeted(Some(flow.field)),
            }
        }
        match flow.text.as_ref() {
            "" => Derived::Empty,
            odd if has_odd(odd) => Derived::Refused(Some(flow.field)),
            _ => self.known_code(flow, column),
        }
    }

    /// A code that the contract's list lacks is written nowhere; of a cell that is split, each part is a code.
    fn known_code(&self, flow: Flow<'_>, column: Option<ColumnId>) -> Derived {
        let contract = self.scene.plan.contract();
        let list = column.and_then(|column| {
            contract.table(self.row.table).columns[usize::from(column.0)].codes.as_deref()
        });
        let known = |code: &str| list.is_none_or(|list| contract.has_code(list, code));
        let all_known = match self.row.shape {
            RowShape::Split { column: split, separator } if column == Some(split) => {
                flow.text.split(separator).all(known)
            }
            _ => known(&flow.text),
        };
        let taken = all_known && column.is_none_or(|column| self.goes_with_its_row(&flow.text, column));
        if taken { Derived::Text(flow.text.into_owned()) } else { Derived::Refused(Some(flow.field)) }
    }

    /// Whether a column that may stay empty takes a text beside what the row has in the column that decides about it.
    fn goes_with_its_row(&self, text: &str, column: ColumnId) -> bool {
        let table = self.scene.plan.contract().table(self.row.table);
        let required = table.columns[usize::from(column.0)].required;
        let mut demands = table.constraints.iter().filter(|constraint| constraint.when.is_empty());
        required
            || demands.all(|constraint| match &constraint.demand {
                Demand::Among { column: own, by, texts } if *own == column => {
                    let allowed = self.column(*by).text().and_then(|by| texts.get(&by));
                    allowed.is_none_or(|allowed| allowed.iter().any(|one| one == text))
                }
                Demand::AmongOf(among) if among.column == column => {
                    self.allowed_of(among).is_none_or(|allowed| allowed.iter().any(|one| one == text))
                }
                _ => true,
            })
    }

    /// The texts that the row which another column names allows; none where it demands nothing.
    fn allowed_of<'t>(&self, among: &'t AmongOf) -> Option<&'t [String]> {
        let key = self.column(among.of).text()?;
        let by = among.by.map(|by| self.column(by).text());
        let named = self.scene.text_of_named(among.named, &key)?;
        among.allowed(&named, |_| by.as_ref().and_then(Option::as_deref))
    }

    /// The value that a source gives before any step.
    pub(super) fn source<'f>(&self, source: &'f Source) -> Option<Flow<'f>>
    where
        'a: 'f,
    {
        match source {
            Source::Constant(text) => Some(self.made(text.as_str())),
            Source::Field(field) => self.own(*field),
            Source::Last(field) => self.held_at_the_end(*field),
            Source::Join { fields, separator } => self.joined(fields, separator),
            Source::Via { lookup, entity, field } => self.via(*lookup, *entity, *field),
            Source::Beside(beside) => self.beside(beside),
            Source::Answer(question) => self.answer_to(question),
            Source::Earliest(fields) => {
                let days = fields.iter().filter_map(|field| Some((self.day(*field)?, *field)));
                let (text, field) = days.min()?;
                Some(Flow { text: Cow::Owned(text), entity: self.record.entity(), field })
            }
            Source::Compute(compute) => self.compute(compute).map(|text| self.made(text)),
        }
    }

    fn made<'f>(&self, text: impl Into<Cow<'f, str>>) -> Flow<'f> {
        Flow { text: text.into(), entity: self.record.entity(), field: self.entity.key }
    }

    /// A column of the record as it is.
    pub(super) fn own(&self, field: FieldId) -> Option<Flow<'a>> {
        held(self.record, field)
    }

    /// A column of the last record of a run; its end may be that of the next one's start.
    fn held_at_the_end(&self, field: FieldId) -> Option<Flow<'a>> {
        let mut held = held(self.last, field)?;
        if let Some((_, day)) = self.handed_over.as_ref().filter(|(own, _)| *own == field) {
            held.text = Cow::Owned(day.clone());
        }
        Some(held)
    }

    /// The filled columns, each trimmed, without those whose values are turned away.
    fn joined(&self, fields: &[FieldId], separator: &str) -> Option<Flow<'a>> {
        let taken = fields.iter().filter(|field| !self.is_part_turned_away(**field));
        let texts = taken.filter_map(|field| self.record.get(*field).filled()).map(str::trim);
        let parts: Vec<_> = texts.filter(|text| !text.is_empty()).collect();
        let field = *fields.first()?;
        Some(Flow { text: Cow::Owned(parts.join(separator)), entity: self.record.entity(), field })
    }

    /// A column of the record that a lookup names, merges followed.
    fn via(&self, lookup: FieldId, entity: EntityId, field: FieldId) -> Option<Flow<'a>> {
        if let Some(record) = self.named(lookup, entity) {
            return held(record, field);
        }
        let key = self.record.guid(lookup)?;
        let key = self.scene.rest.work(entity, key).map_or(key, |(survivor, _)| survivor);
        let text = self.scene.rest.work_value(entity, key, field)?;
        Some(Flow { text: text.into(), entity, field })
    }

    fn named(&self, lookup: FieldId, entity: EntityId) -> Option<&'a SourceRecord> {
        let key = self.record.guid(lookup)?;
        let key = self.scene.rest.work(entity, key).map_or(key, |(survivor, _)| survivor);
        self.scene.find(entity, key).or_else(|| self.scene.rest.row(entity, key))
    }

    /// The columns that a source joins and whose values are turned away, each for itself.
    pub(super) fn parts_turned_away<'f>(
        &self,
        source: &'f Source,
    ) -> impl Iterator<Item = FieldId> + use<'_, 's, 'a, 'f> {
        let parts = match source {
            Source::Join { fields, .. } => fields.as_slice(),
            _ => &[],
        };
        parts.iter().copied().filter(|field| self.is_part_turned_away(*field))
    }

    fn is_part_turned_away(&self, field: FieldId) -> bool {
        let filled = self.record.get(field).filled();
        filled.is_some_and(has_odd)
            || (filled.is_some() && self.record.why_unread(field).is_some())
            || self.is_listed(self.record, field)
    }

    /// Whether a value has none of the forms declared for its column.
    fn is_unread(&self, source: &Source) -> bool {
        let unread = |record: &SourceRecord, field: &FieldId| record.why_unread(*field).is_some();
        match source {
            Source::Field(field) => unread(self.record, field),
            Source::Last(field) => unread(self.last, field),
            Source::Via { lookup, entity, field } => {
                self.named(*lookup, *entity).is_some_and(|row| unread(row, field))
            }
            _ => false,
        }
    }

    /// Whether the lists say that the value of the column was turned away by looking at more than the value.
    fn is_turned_away(&self, source: &Source) -> bool {
        match source {
            Source::Field(field) => self.is_listed(self.record, *field),
            Source::Last(field) => self.is_listed(self.last, *field),
            _ => false,
        }
    }

    /// Whether the list of rejected values names a value of the entity's record under a code that more than the value tells.
    pub(super) fn is_listed(&self, record: &SourceRecord, field: FieldId) -> bool {
        let listed = if std::ptr::eq(record, self.record) {
            self.listed.get_or_init(|| self.listed_of(record))
        } else {
            self.listed_of(record)
        };
        listed.iter().any(|(own, reason)| {
            *own == field && reason.is_none_or(|reason| !super::claims::is_derivable(reason))
        })
    }

    fn listed_of(&self, record: &SourceRecord) -> &'a [(FieldId, Option<Reason>)] {
        let key = record.guid(self.entity.key);
        key.map(|key| self.scene.away.values_of(self.entity.entity, key)).unwrap_or_default()
    }
}

fn held(record: &SourceRecord, field: FieldId) -> Option<Flow<'_>> {
    Some(Flow { text: record.get(field).filled()?.into(), entity: record.entity(), field })
}
