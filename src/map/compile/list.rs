//! Lists: one row for each filled item.

use toml::Spanned;

use super::Compiler;
use super::steps::Chain;
use crate::map::plan::{Branch, Cell, Condition, Place, RowPlan, RowShape};
use crate::map::raw::{Name, RawItem, RawList};
use crate::target::contract::{ColumnId, TableId};

impl Compiler<'_> {
    /// Appends a row for each item.
    pub(super) fn list(&mut self, raw: &RawList, rows: &mut Vec<RowPlan>) {
        let Some(table) = self.table(&raw.table) else { return };
        self.check_required(&raw.table, table, raw.columns.keys().chain([&raw.value, &raw.kind]));
        let (value, kind) = (self.target_column(table, &raw.value), self.target_column(table, &raw.kind));
        let (Some(value), Some(kind)) = (value, kind) else { return };
        let shared = self.cells(table, &raw.columns, rows.len());
        for item in &raw.items {
            let row = self.item(item, table, (value, kind), &shared, rows.len());
            rows.extend(row);
        }
    }

    fn item(
        &mut self,
        spanned: &Spanned<RawItem>,
        table: TableId,
        (value, kind): (ColumnId, ColumnId),
        shared: &[Cell],
        place: usize,
    ) -> Option<RowPlan> {
        let raw = spanned.get_ref();
        let line = self.mistakes.line(spanned.span().start);
        self.cell_spans.insert((place, value.0), raw.from.span());
        let when = self.when(raw.when.as_ref(), Some(table));
        let mut cells = shared.to_vec();
        cells[usize::from(kind.0)] = self.item_kind(&raw.kind, table, kind, line);
        cells[usize::from(value.0)] = self.item_value(raw, table, value, line)?;
        Some(RowPlan {
            table,
            when: when?,
            only_with: vec![value],
            only_with_any: Vec::new(),
            shape: RowShape::One,
            cells,
            place: Place::Own,
            main: false,
            line,
        })
    }

    fn item_kind(&mut self, text: &Name, table: TableId, column: ColumnId, line: u32) -> Cell {
        let target = self.target(table).columns[usize::from(column.0)].clone();
        let start = self.constant(text, &target);
        Cell {
            branches: vec![Branch { when: Condition::Always, source: start.source, steps: Vec::new(), line }],
        }
    }

    fn item_value(&mut self, raw: &RawItem, table: TableId, column: ColumnId, line: u32) -> Option<Cell> {
        let target = self.target(table).columns[usize::from(column.0)].clone();
        let start = self.from(&raw.from)?;
        let mut chain = Chain { form: start.form, origin: start.origin, target: Some(&target) };
        let steps = self.steps(&mut chain, &raw.steps);
        let form = chain.form;
        if steps.is_some() {
            self.check_end(&start.source, form, &target, raw.from.span());
        }
        let branch = Branch { when: Condition::Always, source: start.source, steps: steps?, line };
        Some(Cell { branches: vec![branch] })
    }
}
