//! Where the ledger of an output folder is.

use std::path::Path;

use crate::ledger::LedgerAddress;
use crate::report::summary::shell_word;

/// The ledger of an output folder: the one that is given, else `ledger.sqlite` in the folder.
pub fn ledger_of(out: &Path, given: Option<&LedgerAddress>) -> LedgerAddress {
    given.cloned().unwrap_or_else(|| LedgerAddress::file(&out.join("ledger.sqlite")))
}

/// A ledger that was given, as the option of a command to type.
pub(crate) fn ledger_option(given: Option<&LedgerAddress>) -> String {
    given.map_or_else(String::new, |address| format!(" --ledger {}", shell_word(&address.to_string())))
}
