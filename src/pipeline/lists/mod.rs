//! The lists under `exceptions/`, and the totals over them that the report tells.

mod carried;
mod exception_lists;
mod ledger_lines;
mod line;
mod message;
mod names;
mod row_lines;
mod sorted_lines;
mod totals;

pub(crate) use carried::Carried;
pub(crate) use exception_lists::ExceptionLists;
pub(crate) use ledger_lines::LedgerLines;
pub(crate) use names::Names;
pub(crate) use totals::{Causes, Totals};
