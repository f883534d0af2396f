//! Counts totals on both sides.

use super::age::band;
use super::counts::TotalCount;
use super::total::{Born, SourceBy, SourceRows, TargetBy, TargetRows, TextCondition, Total};
use crate::map::plan::{CodeBy, CodeTableId, EntityPlan, Plan};
use crate::reconcile::Export;
use crate::reconcile::note::pictures;
use crate::reconcile::reader::ImportRow;
use crate::reconcile::recompute::ToldDay;
use crate::record::{EntityId, FieldId, Guid, Outcome, SourceRecord};
use crate::source::{DataType, Kind};
use crate::target::contract::{ColumnId, TableId};

/// Counts totals; what several count is added up afterwards.
#[derive(Clone, Debug)]
pub struct Counting<'t> {
    totals: &'t [Total],
    day: String,
    counts: Vec<TotalCount>,
}

impl<'t> Counting<'t> {
    /// Nothing counted yet; `day` is the day of the extract, `YYYY-MM-DD`.
    pub fn new(totals: &'t [Total], day: String) -> Self {
        Self { totals, day, counts: vec![TotalCount::default(); totals.len()] }
    }

    /// What was counted, by total.
    pub fn finish(self) -> Vec<TotalCount> {
        self.counts
    }

    /// Takes a record of the export with what became of it, and whose it is.
    pub fn record(
        &mut self,
        plan: &Plan,
        export: &dyn Export,
        record: &SourceRecord,
        (outcome, person): (Outcome, Guid),
    ) {
        for (total, count) in self.totals.iter().zip(&mut self.counts) {
            if total.inline_images {
                let sizes = image_sizes(plan, record).into_iter();
                sizes.for_each(|bytes| count.source("", outcome, bytes, None));
            }
            for rows in total.sources.iter().filter(|rows| rows.entity == record.entity()) {
                let source = Source { plan, export, record, day: &self.day };
                if !source.counts(rows) {
                    continue;
                }
                let person = total.people.map(|_| person.to_string());
                let sum = rows.sum.map_or(0, |field| source.bytes(field));
                for group in source.groups(&rows.by) {
                    count.source(&group, outcome, sum, person.as_deref());
                }
            }
        }
    }

    /// Takes a row of an import file.
    pub fn row(&mut self, table: TableId, row: &ImportRow) {
        for (total, count) in self.totals.iter().zip(&mut self.counts) {
            if total.target.table != table || !row_counts(&total.target, row, &self.day) {
                continue;
            }
            let group: Vec<&str> = total.target.by.iter().map(|by| row_group(by, row, &self.day)).collect();
            let sum = total.target.sum.and_then(|column| row.get(column)?.parse().ok()).unwrap_or(0);
            count.target(&group.join(" · "), sum, total.people.and_then(|column| row.get(column)));
        }
    }
}

/// The sizes of the pictures within a note; none where they become no documents.
fn image_sizes(plan: &Plan, record: &SourceRecord) -> Vec<u64> {
    let column = plan.images().and(plan.entity(record.entity())).and_then(EntityPlan::lifts_images);
    let text = column.and_then(|(field, _)| record.get(field).filled());
    let pictures = text.map(pictures).unwrap_or_default();
    pictures.iter().map(|picture| picture.bytes.as_ref().map_or(0, Vec::len) as u64).collect()
}

fn row_counts(rows: &TargetRows, row: &ImportRow, day: &str) -> bool {
    let is = |column: ColumnId, texts: &[String]| {
        row.get(column).is_some_and(|cell| texts.iter().any(|text| text == cell))
    };
    rows.conditions.iter().all(|(column, texts)| is(*column, texts))
        && !rows.not.iter().any(|(column, texts)| is(*column, texts))
        && rows.empty.iter().all(|column| row.get(*column).is_none())
        && rows
            .open
            .is_none_or(|(start, end)| is_open(row.get(start).map(day_of), row.get(end).map(day_of), day))
}

fn row_group<'r>(by: &TargetBy, row: &'r ImportRow, day: &str) -> &'r str {
    match by {
        TargetBy::Cell(column) => row.get(*column).unwrap_or_default(),
        TargetBy::Age(columns) => {
            band(columns.iter().find_map(|column| row.get(*column)).unwrap_or_default(), day)
        }
    }
}

/// The day of a cell that holds a day or a time.
fn day_of(cell: &str) -> &str {
    cell.get(..10).unwrap_or(cell)
}

/// Whether something has begun by a day and not ended by it.
fn is_open(start: Option<&str>, end: Option<&str>, day: &str) -> bool {
    start.is_none_or(|start| start <= day) && end.is_none_or(|end| end > day)
}

/// A record of the export on its way to a total.
struct Source<'s> {
    plan: &'s Plan,
    export: &'s dyn Export,
    record: &'s SourceRecord,
    day: &'s str,
}

impl Source<'_> {
    fn counts(&self, rows: &SourceRows) -> bool {
        rows.conditions.iter().all(|condition| self.is(condition))
            && rows.filled.iter().all(|field| self.tells(*field))
            && !rows.empty.iter().any(|field| self.tells(*field))
            && rows.open.is_none_or(|(start, end)| {
                is_open(self.told(start).day().as_deref(), self.told(end).day().as_deref(), self.day)
            })
    }

    /// What a column of days or times says.
    fn told(&self, field: FieldId) -> ToldDay {
        ToldDay::of(self.plan.dictionary(), self.record, field)
    }

    /// Whether a column is filled; one of days or times, with a day that can be written.
    fn tells(&self, field: FieldId) -> bool {
        let column = self.plan.dictionary().entity(self.record.entity()).field(field);
        match column.data_type {
            DataType::Date | DataType::DateTime => matches!(self.told(field), ToldDay::On(_)),
            _ => self.record.get(field).filled().is_some(),
        }
    }

    /// The first day that one of these columns says; none after one that cannot be read, for it is written nowhere and no
    /// other takes its place.
    fn first_day(&self, born: &[Born]) -> Option<String> {
        let mut counting = born.iter().filter(|born| born.only.iter().all(|condition| self.is(condition)));
        counting.find_map(|born| Some(self.told(born.field)).filter(|told| *told != ToldDay::Nothing))?.day()
    }

    fn is(&self, (field, attribute, texts): &TextCondition) -> bool {
        let value = match attribute {
            None => self.record.get(*field).filled(),
            Some(attribute) => self.pointed_at(*field).and_then(|row| row.get(*attribute).filled()),
        };
        value.is_some_and(|value| texts.iter().any(|text| text == value.trim()))
    }

    fn table_of(&self, field: FieldId) -> Option<EntityId> {
        match self.plan.dictionary().entity(self.record.entity()).field(field).kind {
            Kind::Reference { table } | Kind::Lookup { table } => Some(table),
            _ => None,
        }
    }

    fn pointed_at(&self, field: FieldId) -> Option<&SourceRecord> {
        self.export.row(self.table_of(field)?, self.record.guid(field)?)
    }

    fn bytes(&self, file: FieldId) -> u64 {
        let file = self.record.guid(file).and_then(|file| self.export.document(file));
        file.map_or(0, |file| file.bytes)
    }

    /// The groups that the record counts in; several where a code has parts.
    fn groups(&self, by: &[SourceBy]) -> Vec<String> {
        let mut groups = vec![String::new()];
        for (place, by) in by.iter().enumerate() {
            let parts = self.parts(by);
            let joined = |group: &String| {
                let separator = if place == 0 { "" } else { " · " };
                parts.iter().map(|part| format!("{group}{separator}{part}")).collect::<Vec<_>>()
            };
            groups = groups.iter().flat_map(joined).collect();
        }
        groups
    }

    fn parts(&self, by: &SourceBy) -> Vec<String> {
        match by {
            SourceBy::Age(born) => {
                vec![band(&self.first_day(born).unwrap_or_default(), self.day).to_owned()]
            }
            SourceBy::Key(field) => {
                vec![self.record.guid(*field).map(|key| key.to_string()).unwrap_or_default()]
            }
            SourceBy::Code { column, table, by, split, otherwise } => {
                let code = match self.record.get(*column).filled() {
                    Some(_) => self.code(*column, *table, *by),
                    None => otherwise.clone(),
                };
                let code = code.unwrap_or_default();
                match split {
                    Some(split) => code.split(split.as_str()).map(str::to_owned).collect(),
                    None => vec![code],
                }
            }
        }
    }

    fn code(&self, column: FieldId, table: CodeTableId, by: CodeBy) -> Option<String> {
        let key = match self.table_of(column) {
            None => self.record.get(column).filled()?.trim(),
            Some(entity) => {
                let columns = self.plan.model().reference[usize::from(entity.0)];
                let own = match by {
                    CodeBy::Name => columns.name,
                    CodeBy::GovCode => columns.gov_code,
                    CodeBy::Code | CodeBy::Number => columns.code,
                };
                self.pointed_at(column)?.get(own?).filled()?
            }
        };
        self.plan.code_table(table).find(key)?.target.clone()
    }
}
