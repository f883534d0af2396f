//! What must hold among several rows, in words.

use super::{Naming, Periods, Validations};
use crate::target::contract::{ColumnId, Contract, TableId};

impl Validations {
    /// What must hold among several rows, each with the table that it is about; what a row must fulfil by itself is left aside.
    pub fn in_words(&self, contract: &Contract) -> Vec<(TableId, String)> {
        let words = Words(contract);
        let mut all: Vec<(TableId, String)> =
            self.apart.iter().map(|periods| (periods.table, words.apart(*periods))).collect();
        all.extend(self.within.iter().map(|(inner, outer)| (inner.table, words.within(*inner, *outer))));
        all.extend(self.numbers.iter().map(|number| {
            (
                number.table,
                words.number(number.column, (number.table, &number.rows), number.least, number.most),
            )
        }));
        all.extend(self.pairs.iter().map(|pair| {
            let [one, other] = [pair.one, pair.other].map(|column| words.column(pair.table, column));
            let rest = "whichever is named first, do not stand in two rows at one time.";
            (pair.table, format!("The same {one} and {other}, {rest}"))
        }));
        all.extend(self.acyclic.iter().map(|edges| {
            let [from, to] = [edges.from, edges.to].map(|column| words.column(edges.table, column));
            (edges.table, format!("Rows that lead from {from} to {to} never lead back."))
        }));
        all
    }
}

/// Names of the contract.
struct Words<'c>(&'c Contract);

impl Words<'_> {
    fn column(&self, table: TableId, column: ColumnId) -> &str {
        &self.0.table(table).columns[usize::from(column.0)].name
    }

    fn table(&self, table: TableId) -> &str {
        &self.0.table(table).name
    }

    fn days(&self, periods: Periods) -> String {
        let [start, end] = [periods.start, periods.end].map(|column| self.column(periods.table, column));
        format!("from {start} to {end}")
    }

    fn apart(&self, periods: Periods) -> String {
        let of = self.column(periods.table, periods.of);
        let days = self.days(periods);
        format!("Rows of one {of} do not overlap {days}; one may start on the day on which another ends.")
    }

    fn within(&self, inner: Periods, outer: Periods) -> String {
        let (days, table, of) =
            (self.days(inner), self.table(outer.table), self.column(inner.table, inner.of));
        format!(
            "Every row lasts {days} within rows of {table} of the same {of} that follow each other without a gap."
        )
    }

    fn number(
        &self,
        column: ColumnId,
        (table, rows): (TableId, &Naming),
        least: u32,
        most: Option<u32>,
    ) -> String {
        let many = match most {
            Some(most) if most == least => format!("exactly {least}"),
            Some(most) => format!("{least} to {most}"),
            None => format!("at least {least}"),
        };
        let conditions = rows.conditions.iter().map(|(column, text)| {
            let name = self.column(rows.table, *column);
            if text.is_empty() { format!("{name} is empty") } else { format!("{name} is {text}") }
        });
        let conditions: Vec<_> = conditions.collect();
        let when = if conditions.is_empty() {
            String::new()
        } else {
            format!(" where {}", conditions.join(" and "))
        };
        let (column, other) = (self.column(table, column), self.table(rows.table));
        format!("Every {column} stands in {many} of {other}.{}{when}.", self.column(rows.table, rows.column))
    }
}
