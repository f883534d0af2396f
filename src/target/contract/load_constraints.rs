//! Turns the names in constraints into numbers.

use std::collections::BTreeMap;

use toml::Spanned;

use super::load::{TableFile, column_id, columns_of, mistake, tables_of, unknown};
use super::raw::{RawChecked, RawConstraint, RawListed};
use super::{Checked, ColumnId, Constraint, Demand, TableId};
use crate::record::{Diagnostic, Reason};

/// The constraints of a table.
pub(super) fn constraints(
    file: &TableFile,
    files: &[TableFile],
    mistakes: &mut Vec<Diagnostic>,
) -> Vec<Constraint> {
    let mut names = Names { file, files, mistakes };
    file.raw.constraint.iter().filter_map(|raw| names.constraint(raw)).collect()
}

/// The names of columns, as a file gives them.
type ColumnNames = Vec<Spanned<String>>;

/// The demand made of some columns.
type OfColumns = fn(Vec<ColumnId>) -> Demand;

/// Looks names up and remembers those that are not there.
struct Names<'a> {
    file: &'a TableFile,
    files: &'a [TableFile],
    mistakes: &'a mut Vec<Diagnostic>,
}

impl Names<'_> {
    fn mistake(&mut self, name: &Spanned<String>, title: &str, label: &str) {
        self.mistakes.push(mistake(&self.file.path, name.span(), title, label));
    }

    fn constraint(&mut self, raw: &RawConstraint) -> Option<Constraint> {
        let code = raw.code.get_ref().parse();
        if code.is_err() {
            let titles = ("no such code", "the catalogue has no such reason code");
            let codes = Reason::ALL.iter().map(|reason| reason.code());
            self.mistakes.push(unknown(&self.file.path, &raw.code, titles, codes));
        }
        let when = self.when(&raw.when);
        let mut demands = self.demands(raw);
        if demands.len() != 1 {
            let label = "give exactly one of filled, empty, in_order, one_of, different, at_least, at_most, \
                         together_at_most, hexadecimal, check_digit, not_ending, not_outlasting, one_open, one_unended, listed";
            self.mistake(&raw.code, "a constraint makes one demand", label);
        }
        Some(Constraint { code: code.ok()?, when, demand: demands.pop()? })
    }

    fn when(&mut self, raw: &BTreeMap<Spanned<String>, Vec<String>>) -> Vec<(ColumnId, Vec<String>)> {
        let mut when = Vec::new();
        for (name, texts) in raw {
            when.extend(self.column(name).map(|column| (column, texts.clone())));
        }
        when
    }

    fn demands(&mut self, raw: &RawConstraint) -> Vec<Demand> {
        let mut demands = Vec::new();
        let lists: [(&Option<ColumnNames>, OfColumns); 5] = [
            (&raw.filled, Demand::Filled),
            (&raw.empty, Demand::Empty),
            (&raw.in_order, Demand::InOrder),
            (&raw.one_of, Demand::OneOf),
            (&raw.different, Demand::Different),
        ];
        for (names, demand) in lists {
            demands.extend(names.as_ref().map(|names| demand(self.columns(names))));
        }
        demands.extend(self.of_texts(raw));
        if let Some(at_most) = &raw.at_most {
            demands.extend(
                self.column(&at_most.column).map(|column| Demand::AtMost(column, at_most.characters)),
            );
        }
        if let Some(one_open) = &raw.one_open {
            let columns = self.column(&one_open.per).zip(self.column(&one_open.end));
            demands.extend(columns.map(|(per, end)| Demand::OneOpen { per, end }));
        }
        if let Some(one_unended) = &raw.one_unended {
            let columns = self.column(&one_unended.per).zip(self.column(&one_unended.end));
            demands.extend(columns.map(|(per, end)| Demand::OneUnended { per, end }));
        }
        demands.extend(raw.listed.as_ref().and_then(|listed| self.listed(listed)));
        demands
    }

    /// The demands on what a cell, or several together, are made of.
    fn of_texts(&mut self, raw: &RawConstraint) -> Vec<Demand> {
        let mut demands = Vec::new();
        if let Some(least) = &raw.at_least {
            demands.extend(self.column(&least.column).map(|column| Demand::AtLeast(column, least.number)));
        }
        if let Some(form) = &raw.hexadecimal {
            demands.extend(self.column(&form.column).map(|column| Demand::Hexadecimal(column, form.digits)));
        }
        if let Some(checked) = &raw.check_digit {
            let of = match checked.of {
                RawChecked::Nhs => Checked::Nhs,
                RawChecked::Upn => Checked::Upn,
                RawChecked::Uln => Checked::Uln,
            };
            demands.extend(self.column(&checked.column).map(|column| Demand::CheckDigit(column, of)));
        }
        if let Some(never) = &raw.not_ending {
            let texts = || never.texts.iter().map(|text| text.to_lowercase()).collect();
            demands.extend(self.column(&never.column).map(|column| Demand::NotEnding(column, texts())));
        }
        if let Some(together) = &raw.together_at_most {
            let columns = self.columns(&together.columns);
            demands.push(Demand::TogetherAtMost(columns, together.characters));
        }
        if let Some(lasting) = &raw.not_outlasting {
            let columns = self.column(&lasting.per).zip(self.column(&lasting.end));
            let of = self.when(&lasting.of);
            demands.extend(columns.map(|(per, end)| Demand::NotOutlasting { per, end, of }));
        }
        demands
    }

    fn listed(&mut self, raw: &RawListed) -> Option<Demand> {
        let column = self.column(&raw.column)?;
        let place = self.files.iter().position(|other| other.raw.table == *raw.table.get_ref());
        let Some(place) = place else {
            let titles = ("no such table", "the contract has no such table");
            self.mistakes.push(unknown(&self.file.path, &raw.table, titles, tables_of(self.files)));
            return None;
        };
        let Some(by) = column_id(&self.files[place].raw, raw.by.get_ref()) else {
            let there = columns_of(&self.files[place].raw);
            let titles = ("no such column", "that table has no such column");
            self.mistakes.push(unknown(&self.file.path, &raw.by, titles, there));
            return None;
        };
        Some(Demand::Listed { column, table: TableId(u16::try_from(place).ok()?), by })
    }

    fn columns(&mut self, names: &[Spanned<String>]) -> Vec<ColumnId> {
        names.iter().filter_map(|name| self.column(name)).collect()
    }

    fn column(&mut self, name: &Spanned<String>) -> Option<ColumnId> {
        let column = column_id(&self.file.raw, name.get_ref());
        if column.is_none() {
            let titles = ("no such column", "the table has no such column");
            self.mistakes.push(unknown(&self.file.path, name, titles, columns_of(&self.file.raw)));
        }
        column
    }
}
