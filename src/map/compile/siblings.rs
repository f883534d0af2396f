//! Records that are cloned for several people.

use super::Compiler;
use crate::map::plan::{Condition, LineSource, NotePlan, RowPlan, Siblings, Source};
use crate::map::raw::{Name, RawEntity};
use crate::record::FieldId;
use crate::target::contract::{ColumnId, TableId};

impl Compiler<'_> {
    /// The column that names the record that one was cloned from, and the columns in which copies may differ.
    pub(super) fn siblings(&mut self, raw: &RawEntity) -> Option<Siblings> {
        let siblings = raw.siblings.as_ref()?;
        let cloned_from = self.field(&siblings.cloned_from)?;
        if !self.points_at(cloned_from, self.entity) {
            let title = format!("`{}` names no record of this table", siblings.cloned_from.get_ref());
            self.mistakes.add(siblings.cloned_from.span(), title, "expected a lookup to the original");
        }
        let columns: Vec<_> = siblings.may_differ.iter().map(|name| self.dotted_target(name)).collect();
        let may_differ = columns.into_iter().collect::<Option<_>>()?;
        Some(Siblings { cloned_from, may_differ })
    }

    /// Columns in which copies may differ must not be the only place of what they hold.
    pub(super) fn check_siblings(
        &mut self,
        raw: &RawEntity,
        siblings: Option<&Siblings>,
        rows: &[RowPlan],
        note: Option<&NotePlan>,
    ) {
        let (Some(siblings), Some(raw)) = (siblings, &raw.siblings) else { return };
        for (name, (table, column)) in raw.may_differ.iter().zip(&siblings.may_differ) {
            let sources = fields_in(rows, *table, *column);
            if sources.is_empty()
                || !sources.iter().all(|field| field.is_some_and(|field| has_line(note, field)))
            {
                let title = format!("what `{}` holds stands nowhere else", name.get_ref());
                let help = "give the column that fills it a line in the note, without a condition".to_owned();
                self.mistakes.add_with(name.span(), title, "copies would lose it", help);
            }
        }
    }

    /// A column of a table of the contract: `TABLE.COLUMN`.
    fn dotted_target(&mut self, name: &Name) -> Option<(TableId, ColumnId)> {
        let (table, column) = name.get_ref().split_once('.').unwrap_or((name.get_ref(), ""));
        let (start, end) = (name.span().start + 1, name.span().end.saturating_sub(1));
        let table_name = Name::new(start..start + table.len(), table.to_owned());
        let found = self.table(&table_name)?;
        let column_name = Name::new((start + table.len() + 1).min(end)..end, column.to_owned());
        Some((found, self.target_column(found, &column_name)?))
    }
}

/// The source columns that fill a column of a table; none in place of one that is filled otherwise.
fn fields_in(rows: &[RowPlan], table: TableId, column: ColumnId) -> Vec<Option<FieldId>> {
    let cells = rows.iter().filter(|row| row.table == table);
    let cells = cells.filter_map(|row| row.cells.get(usize::from(column.0)));
    let branches = cells.flat_map(|cell| &cell.branches);
    branches
        .map(|branch| match &branch.source {
            Source::Field(field) => Some(*field),
            _ => None,
        })
        .collect()
}

/// Whether the note has a line of a column, whatever else holds.
fn has_line(note: Option<&NotePlan>, field: FieldId) -> bool {
    let lines = note.into_iter().flat_map(|note| &note.lines);
    lines.into_iter().any(|line| {
        line.when == Condition::Always && matches!(&line.source, LineSource::Field(own, _) if *own == field)
    })
}
