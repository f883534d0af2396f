//! A group of `audit.toml`: its names, looked up in the contract.

use super::load::{FILE, unknown};
use super::raw::{Name, RawStratum};
use super::{Fits, Stratum};
use crate::reconcile::CaseFileState;
use crate::record::Diagnostic;
use crate::target::contract::{CodeList, Column, ColumnId, ColumnKind, Contract, Table, TableId};

/// The states of a case file that is written.
const STATES: [CaseFileState; 2] = [CaseFileState::Complete, CaseFileState::Incomplete];

/// What a group may go by.
const CONDITIONS: &str = "give one: state, records, or table with person and either open, or born and under";

/// Looks names up and remembers those that are not there.
pub(super) struct StratumNames<'n> {
    pub(super) contract: &'n Contract,
    pub(super) mistakes: &'n mut Vec<Diagnostic>,
}

impl<'n> StratumNames<'n> {
    /// The group; none where something of it is wrong.
    pub(super) fn stratum(&mut self, raw: &RawStratum) -> Option<Stratum> {
        let fits = match (&raw.state, &raw.records, of_rows(raw)) {
            (Some(state), None, false) => self.state(state),
            (None, Some(records), false) => Some(Fits::Records(*records.get_ref())),
            (None, None, true) => self.rows(raw),
            (None, None, false) => self.wrong(&raw.name, "a group without a condition", CONDITIONS),
            _ => self.wrong(&raw.name, "a group with two conditions", CONDITIONS),
        };
        fits.map(|fits| Stratum { name: raw.name.get_ref().clone(), fits })
    }

    fn state(&mut self, state: &Name) -> Option<Fits> {
        if STATES.iter().any(|known| known.word() == state.get_ref()) {
            return Some(Fits::State(state.get_ref().clone()));
        }
        let words = STATES.iter().map(|state| state.word());
        self.mistakes.push(unknown(state, "a written case file is complete or incomplete", words));
        None
    }

    fn rows(&mut self, raw: &RawStratum) -> Option<Fits> {
        let (Some(table), Some(person)) = (&raw.table, &raw.person) else {
            let missing = if raw.table.is_none() { "table" } else { "person" };
            return self.wrong(&raw.name, &format!("a condition without `{missing}`"), CONDITIONS);
        };
        let table = self.table(table)?;
        let person = self.person(table, person);
        match (&raw.open, &raw.born, &raw.under) {
            (Some(open), None, None) => {
                let coded = self.coded(raw, table);
                let open = self.column(table, open);
                Some(Fits::Open { table, person: person?, open: open?, coded: coded? })
            }
            (None, Some(born), Some(years)) if raw.column.is_none() && raw.codes.is_none() => {
                let (born, years) = (self.day(table, born), i16::from(*years.get_ref()));
                Some(Fits::Under { table, person: person?, born: born?, years })
            }
            _ => self.wrong(&raw.name, "half a condition", "give either open, or born and under"),
        }
    }

    /// The column that has to have one of some codes, where the group names any; none where something of it is wrong.
    #[expect(clippy::option_option, reason = "nothing asked for is no mistake")]
    fn coded(&mut self, raw: &RawStratum, table: TableId) -> Option<Option<(ColumnId, Vec<String>)>> {
        let (column, codes) = match (&raw.column, &raw.codes) {
            (None, None) => return Some(None),
            (Some(column), Some(codes)) => (column, codes),
            _ => return self.wrong(&raw.name, "half a condition", "give column and codes together"),
        };
        let found = self.column(table, column)?;
        let Some(list) = &self.described(table, found).codes else {
            return self.wrong(column, "a column without codes", "its values are of no list");
        };
        for code in codes.iter().filter(|code| !self.contract.has_code(list, code.get_ref())) {
            let label = format!("the contract has no such code for {}", column.get_ref());
            let known = self.contract.code_list(list).into_iter().flat_map(CodeList::codes);
            self.mistakes.push(unknown(code, &label, known));
        }
        Some(Some((found, codes.iter().map(|code| code.get_ref().clone()).collect())))
    }

    fn table(&mut self, name: &Name) -> Option<TableId> {
        let found = self.contract.find(name.get_ref());
        if found.is_none() {
            let known = self.contract.tables().iter().map(|table| table.name.as_str());
            self.mistakes.push(unknown(name, "the contract has no such table", known));
        }
        found
    }

    fn column(&mut self, table: TableId, name: &Name) -> Option<ColumnId> {
        let described: &Table = self.contract.table(table);
        let found = described.column(name.get_ref());
        if found.is_none() {
            let known = described.columns.iter().map(|column| column.name.as_str());
            self.mistakes.push(unknown(name, &format!("{} has no such column", described.name), known));
        }
        found
    }

    /// The column that names the person: the key of the people, or a column that points at one.
    fn person(&mut self, table: TableId, name: &Name) -> Option<ColumnId> {
        let found = self.column(table, name)?;
        let described = self.described(table, found);
        if self.contract.table(table).key == [found] || !described.references.is_empty() {
            return Some(found);
        }
        self.wrong(name, "a column that names nobody", "name the column that points at the person")
    }

    fn day(&mut self, table: TableId, name: &Name) -> Option<ColumnId> {
        let found = self.column(table, name)?;
        match self.described(table, found).kind {
            ColumnKind::Date | ColumnKind::DateTime | ColumnKind::DateOrDateTime => Some(found),
            _ => self.wrong(name, "a column without days", "an age is counted from a day of birth"),
        }
    }

    fn described(&self, table: TableId, column: ColumnId) -> &'n Column {
        &self.contract.table(table).columns[usize::from(column.0)]
    }

    fn wrong<T>(&mut self, name: &Name, title: &str, label: &str) -> Option<T> {
        self.mistakes.push(FILE.mistake(name.span(), title, label));
        None
    }
}

/// Whether anything of a group is about the rows of a table.
fn of_rows(raw: &RawStratum) -> bool {
    let names = [&raw.table, &raw.person, &raw.open, &raw.column, &raw.born];
    names.iter().any(|name| name.is_some()) || raw.codes.is_some() || raw.under.is_some()
}
