//! Reads `validations.toml` and turns its names into numbers.

use std::collections::BTreeMap;
use std::path::Path;

use super::Validations;
use super::raw::{Name, RawCheckDigit, RawPeriods, RawValidations};
use super::rules::{Edges, Naming, Number, Pair, Periods, RowRule, Stored};
use crate::map::plan::CheckDigit;
use crate::record::{Diagnostic, MappingFile};
use crate::target::contract::{ColumnId, Contract, TableId};

const FILE: MappingFile = MappingFile("validations.toml");

/// Reads the file; all its mistakes are reported.
pub(super) fn load(mappings: &Path, contract: &Contract) -> Result<Validations, Vec<Diagnostic>> {
    let raw: RawValidations = FILE.read(mappings, "mistake in the validations")?;
    let mut names = Names { contract, mistakes: Vec::new() };
    let validations = names.validations(&raw);
    if names.mistakes.is_empty() { Ok(validations) } else { Err(names.mistakes) }
}

/// Looks names up and remembers those that are not there.
struct Names<'c> {
    contract: &'c Contract,
    mistakes: Vec<Diagnostic>,
}

impl Names<'_> {
    fn table(&mut self, name: &Name) -> TableId {
        self.contract.find(name.get_ref()).unwrap_or_else(|| {
            self.mistakes.push(FILE.mistake(
                name.span(),
                "no such table",
                "the contract has no table of this name",
            ));
            TableId(0)
        })
    }

    fn column(&mut self, table: TableId, name: &Name) -> ColumnId {
        let table = self.contract.table(table);
        table.column(name.get_ref()).unwrap_or_else(|| {
            let label = format!("{} has no column of this name", table.name);
            self.mistakes.push(FILE.mistake(name.span(), "no such column", label));
            ColumnId(0)
        })
    }

    fn columns(&mut self, table: TableId, names: &[Name]) -> Vec<ColumnId> {
        names.iter().map(|name| self.column(table, name)).collect()
    }

    fn conditions(&mut self, table: TableId, raw: &BTreeMap<Name, String>) -> Vec<(ColumnId, String)> {
        raw.iter().map(|(name, text)| (self.column(table, name), text.clone())).collect()
    }

    fn periods(&mut self, raw: &RawPeriods) -> Periods {
        let table = self.table(&raw.table);
        Periods {
            table,
            of: self.column(table, &raw.of),
            start: self.column(table, &raw.start),
            end: self.column(table, &raw.end),
        }
    }

    fn validations(&mut self, raw: &RawValidations) -> Validations {
        let mut validations =
            Validations { rows: vec![Vec::new(); self.contract.tables().len()], ..Validations::default() };
        self.row_rules(raw, &mut validations.rows);
        validations.apart = raw.apart.iter().map(|raw| self.periods(raw)).collect();
        for raw in &raw.within {
            let table = self.table(&raw.table);
            let inner = Periods {
                table,
                of: self.column(table, &raw.of),
                start: self.column(table, &raw.start),
                end: self.column(table, &raw.end),
            };
            validations.within.push((inner, self.periods(&raw.outer)));
        }
        self.numbers(raw, &mut validations);
        self.pairs(raw, &mut validations);
        validations
    }

    fn numbers(&mut self, raw: &RawValidations, validations: &mut Validations) {
        for raw in &raw.number {
            let (table, rows) = (self.table(&raw.of.table), self.table(&raw.rows.table));
            let naming = Naming {
                table: rows,
                column: self.column(rows, &raw.rows.column),
                conditions: self.conditions(rows, &raw.rows.conditions),
            };
            let column = self.column(table, &raw.of.column);
            validations.numbers.push(Number {
                table,
                column,
                rows: naming,
                least: raw.least,
                most: raw.most,
            });
        }
    }

    fn pairs(&mut self, raw: &RawValidations, validations: &mut Validations) {
        for raw in &raw.pair_once {
            let table = self.table(&raw.table);
            let [one, other, start, end] =
                [&raw.one, &raw.other, &raw.start, &raw.end].map(|name| self.column(table, name));
            validations.pairs.push(Pair { table, one, other, start, end });
        }
        for raw in &raw.acyclic {
            let table = self.table(&raw.table);
            let (from, to) = (self.column(table, &raw.from), self.column(table, &raw.to));
            validations.acyclic.push(Edges { table, from, to });
        }
        for raw in &raw.stored {
            let table = self.table(&raw.table);
            let (sha256, bytes) = (self.column(table, &raw.sha256), self.column(table, &raw.bytes));
            validations.stored.push(Stored { table, sha256, bytes });
        }
    }

    fn row_rules(&mut self, raw: &RawValidations, rules: &mut [Vec<RowRule>]) {
        let mut add = |table: TableId, rule: RowRule| rules[usize::from(table.0)].push(rule);
        for raw in &raw.in_order {
            let table = self.table(&raw.table);
            add(
                table,
                RowRule::InOrder {
                    first: self.column(table, &raw.first),
                    second: self.column(table, &raw.second),
                },
            );
        }
        for raw in &raw.filled {
            let table = self.table(&raw.table);
            add(table, RowRule::Filled(self.column(table, &raw.column)));
        }
        for raw in &raw.never {
            let table = self.table(&raw.table);
            add(table, RowRule::Never { column: self.column(table, &raw.column), codes: raw.codes.clone() });
        }
        for raw in &raw.different {
            let table = self.table(&raw.table);
            add(
                table,
                RowRule::Different {
                    one: self.column(table, &raw.one),
                    other: self.column(table, &raw.other),
                },
            );
        }
        for raw in &raw.width {
            let table = self.table(&raw.table);
            let (column, conditions) =
                (self.column(table, &raw.column), self.conditions(table, &raw.conditions));
            add(table, RowRule::Width { column, conditions, most: raw.most });
        }
        for raw in &raw.by_code {
            let table = self.table(&raw.table);
            let column = self.column(table, &raw.column);
            for raw in &raw.codes {
                let (filled, empty) = (self.columns(table, &raw.filled), self.columns(table, &raw.empty));
                add(table, RowRule::ByCode { column, code: raw.code.clone(), filled, empty });
            }
        }
        for raw in &raw.check_digit {
            let table = self.table(&raw.table);
            self.check_digits(table, raw).into_iter().for_each(|rule| add(table, rule));
        }
    }

    fn check_digits(&mut self, table: TableId, raw: &RawCheckDigit) -> Vec<RowRule> {
        let (column, kind) = (self.column(table, &raw.column), self.column(table, &raw.kind));
        let mut rules = Vec::new();
        for (code, name) in &raw.checks {
            let check = match name.get_ref().as_str() {
                "nhs" => CheckDigit::Nhs,
                "upn" => CheckDigit::Upn,
                "uln" => CheckDigit::Uln,
                _ => {
                    self.mistakes.push(FILE.mistake(name.span(), "no such check", "`nhs`, `upn` or `uln`"));
                    continue;
                }
            };
            rules.push(RowRule::CheckDigit { column, kind, code: code.clone(), check });
        }
        rules
    }
}
