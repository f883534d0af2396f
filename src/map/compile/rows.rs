//! The rows that a record gives.

use std::collections::BTreeMap;

use toml::Spanned;

use super::Compiler;
use crate::map::plan::{Cell, Place, RowPlan, RowShape, Run};
use crate::map::raw::{Name, RawCell, RawEntity, RawPlace, RawRow, RawRun, RawSplit};
use crate::record::FieldId;
use crate::record::nearest;
use crate::source::DataType;
use crate::target::contract::{ColumnId, TableId};

impl Compiler<'_> {
    /// The rows of an entity: those of `[[row]]`, then one for each item of `[[list]]`.
    pub(super) fn rows(&mut self, raw: &RawEntity) -> Vec<RowPlan> {
        let mut rows = Vec::new();
        for row in &raw.row {
            let place = rows.len();
            rows.extend(self.row(row, place));
        }
        for list in &raw.list {
            self.list(list, &mut rows);
        }
        rows
    }

    fn row(&mut self, raw: &RawRow, place: usize) -> Option<RowPlan> {
        let Some(table) = self.table(&raw.table) else {
            self.mention(&raw.columns);
            return None;
        };
        let when = self.when(raw.when.as_ref(), Some(table));
        let shape = self.shape(raw, table);
        self.separator = match shape {
            Some(RowShape::Split { separator, .. }) => Some(separator),
            _ => None,
        };
        let cells = self.cells(table, &raw.columns, place);
        self.separator = None;
        self.check_required(&raw.table, table, raw.columns.keys());
        let only_with = self.target_columns(table, &raw.only_with);
        let only_with_any = self.target_columns(table, &raw.only_with_any);
        Some(RowPlan {
            table,
            when: when?,
            only_with: only_with?,
            only_with_any: only_with_any?,
            shape: shape?,
            cells,
            place: place_of(raw.place),
            main: raw.main,
            line: self.mistakes.line(raw.table.span().start),
        })
    }

    fn target_columns(&mut self, table: TableId, names: &[Name]) -> Option<Vec<ColumnId>> {
        let columns: Vec<_> = names.iter().map(|name| self.target_column(table, name)).collect();
        columns.into_iter().collect()
    }

    fn shape(&mut self, raw: &RawRow, table: TableId) -> Option<RowShape> {
        match (&raw.run, &raw.split) {
            (None, None) => Some(RowShape::One),
            (Some(run), None) => Some(RowShape::Run(self.run(run.get_ref())?)),
            (None, Some(split)) => self.split(split.get_ref(), table),
            (Some(_), Some(split)) => {
                self.mistakes.add(
                    split.span(),
                    "a row has a run or a split, not both",
                    "this one is too much",
                );
                None
            }
        }
    }

    fn run(&mut self, raw: &RawRun) -> Option<Run> {
        let within = self.field(&raw.within);
        let [start, end] = [&raw.start, &raw.end].map(|name| self.date(name));
        let equal = self.fields(&raw.equal);
        let continues = self.when(raw.continues.as_ref(), None);
        Some(Run {
            within: within?,
            start: start?,
            end: end?,
            equal: equal?,
            continues: continues?,
            hands_over: raw.hand_over && self.world.policy.joins_days(),
        })
    }

    /// A column of days, or of days and times.
    pub(super) fn date(&mut self, name: &Name) -> Option<FieldId> {
        let field = self.field(name)?;
        if !matches!(self.column(field).data_type, DataType::Date | DataType::DateTime) {
            let title = format!("`{}` holds no date", name.get_ref());
            self.mistakes.add(name.span(), title, "expected a column of dates");
        }
        Some(field)
    }

    fn split(&mut self, raw: &RawSplit, table: TableId) -> Option<RowShape> {
        let column = self.target_column(table, &raw.column)?;
        Some(RowShape::Split { column, separator: *raw.separator.get_ref() })
    }

    /// Remembers the columns that cells name whose table is not known.
    fn mention(&mut self, columns: &BTreeMap<Name, Spanned<RawCell>>) {
        let names = columns.values().filter_map(|cell| cell.get_ref().from.as_ref());
        let fields: Vec<_> = names.filter_map(|name| self.own().column(name.get_ref())).collect();
        self.mentioned.extend(fields);
    }

    /// One cell for each column of the table, in the contract's order.
    pub(super) fn cells(
        &mut self,
        table: TableId,
        raw: &BTreeMap<Name, Spanned<RawCell>>,
        place: usize,
    ) -> Vec<Cell> {
        let mut cells = vec![Cell::default(); self.target(table).columns.len()];
        for (name, raw) in raw {
            self.mentioned
                .extend(raw.get_ref().from.as_ref().and_then(|name| self.own().column(name.get_ref())));
            if let Some(column) = self.target_column(table, name) {
                cells[usize::from(column.0)] = self.cell(table, column, raw);
                self.cell_spans.insert((place, column.0), name.span());
            }
        }
        cells
    }

    /// Every required column of the table must have something to fill it.
    pub(super) fn check_required<'n>(
        &mut self,
        name: &Name,
        table: TableId,
        filled: impl Iterator<Item = &'n Name>,
    ) {
        let columns = &self.world.contract.table(table).columns;
        // A name that is misspelled is told of where it stands.
        let meant = |name: &Name| {
            let names = || columns.iter().map(|column| column.name.as_str());
            let exact = names().find(|column| column == name.get_ref());
            exact.or_else(|| nearest(name.get_ref(), names())).unwrap_or_default()
        };
        let filled: Vec<_> = filled.map(meant).collect();
        let missing: Vec<_> = columns
            .iter()
            .filter(|column| column.required && !filled.contains(&column.name.as_str()))
            .map(|column| format!("`{}`", column.name))
            .collect();
        if !missing.is_empty() {
            let title = format!("nothing fills {}", missing.join(", "));
            self.mistakes.add(name.span(), title, "required in every row of this table");
        }
    }
}

fn place_of(raw: RawPlace) -> Place {
    match raw {
        RawPlace::Own => Place::Own,
        RawPlace::Address => Place::Address,
        RawPlace::Joining => Place::Joining,
    }
}
