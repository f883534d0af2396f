//! A code of the drop that its code table cannot map.

use crate::record::Reason;

/// A code of the drop that its code table cannot map. Codes and labels of reference data are no one's personal data.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UncoveredCode {
    /// The code table.
    pub table: String,
    /// The list of the source that the code is of.
    pub list: String,
    /// What the table would be asked for: a number, name, statutory code or code; empty where the row has none.
    pub key: String,
    /// The code as the table's first column has it.
    pub code: String,
    /// The label in the drop.
    pub label: String,
    /// `unmapped-code`, `option-no-label`, `missing-govcode` or `ambiguous-govcode`.
    pub reason: Reason,
    /// How many rows of the drop have it, excluded ones left out as far as can be told.
    pub records: u64,
}
