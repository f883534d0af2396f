//! Counts totals on both sides.

use super::age::band;
use super::counts::TotalCount;
use super::total::{SourceBy, SourceRows, TargetBy, TargetRows, Total};
use crate::map::plan::{CodeBy, CodeTableId, Plan};
use crate::reconcile::Export;
use crate::reconcile::reader::ImportRow;
use crate::record::{EntityId, FieldId, Guid, Outcome, SourceRecord};
use crate::source::Kind;
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

fn row_counts(rows: &TargetRows, row: &ImportRow, day: &str) -> bool {
    let is = |column: ColumnId, texts: &[String]| {
        row.get(column).is_some_and(|cell| texts.iter().any(|text| text == cell))
    };
    rows.conditions.iter().all(|(column, texts)| is(*column, texts))
        && !rows.not.iter().any(|(column, texts)| is(*column, texts))
        && rows.empty.iter().all(|column| row.get(*column).is_none())
        && rows.open.is_none_or(|(start, end)| is_open(row.get(start), row.get(end), day))
}

fn row_group<'r>(by: &TargetBy, row: &'r ImportRow, day: &str) -> &'r str {
    match by {
        TargetBy::Cell(column) => row.get(*column).unwrap_or_default(),
        TargetBy::Age(columns) => {
            band(columns.iter().find_map(|column| row.get(*column)).unwrap_or_default(), day)
        }
    }
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
        let filled = |field: &FieldId| self.record.get(*field).filled();
        rows.conditions.iter().all(|(field, attribute, texts)| self.is(*field, *attribute, texts))
            && rows.filled.iter().all(|field| filled(field).is_some())
            && rows.empty.iter().all(|field| filled(field).is_none())
            && rows.open.is_none_or(|(start, end)| is_open(filled(&start), filled(&end), self.day))
    }

    fn is(&self, field: FieldId, attribute: Option<FieldId>, texts: &[String]) -> bool {
        let value = match attribute {
            None => self.record.get(field).filled(),
            Some(attribute) => self.pointed_at(field).and_then(|row| row.get(attribute).filled()),
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
            SourceBy::Age(fields) => {
                let born = fields.iter().find_map(|field| self.record.get(*field).filled());
                vec![band(born.unwrap_or_default(), self.day).to_owned()]
            }
            SourceBy::Key(field) => {
                vec![self.record.guid(*field).map(|key| key.to_string()).unwrap_or_default()]
            }
            SourceBy::Code { column, table, by, split } => {
                let code = self.code(*column, *table, *by).unwrap_or_default();
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
