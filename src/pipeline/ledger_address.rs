//! Where the ledger of an output folder is.

use std::path::Path;

use crate::ledger::LedgerAddress;

/// The ledger of an output folder: the one that is given, else `ledger.sqlite` in the folder.
pub fn ledger_of(out: &Path, given: Option<&LedgerAddress>) -> LedgerAddress {
    given.cloned().unwrap_or_else(|| LedgerAddress::file(&out.join("ledger.sqlite")))
}
