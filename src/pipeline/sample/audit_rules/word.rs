//! What sheets call columns for Mosaic, looked up in the contract.

use std::collections::BTreeMap;

use super::load::unknown;
use super::raw::RawWord;
use crate::record::Diagnostic;
use crate::target::contract::{ColumnId, Contract, TableId};

/// The words for columns that the contract has.
pub(super) fn words(
    raw: &[RawWord],
    contract: &Contract,
    mistakes: &mut Vec<Diagnostic>,
) -> BTreeMap<(TableId, ColumnId), String> {
    raw.iter().filter_map(|word| Some((place(word, contract, mistakes)?, word.shown.clone()))).collect()
}

fn place(word: &RawWord, contract: &Contract, mistakes: &mut Vec<Diagnostic>) -> Option<(TableId, ColumnId)> {
    let Some(table) = contract.find(word.table.get_ref()) else {
        let known = contract.tables().iter().map(|table| table.name.as_str());
        mistakes.push(unknown(&word.table, "the contract has no such table", known));
        return None;
    };
    let column = contract.table(table).column(word.column.get_ref());
    if column.is_none() {
        let known = contract.table(table).columns.iter().map(|column| column.name.as_str());
        mistakes.push(unknown(&word.column, "the table has no such column", known));
    }
    Some((table, column?))
}
