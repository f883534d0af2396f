//! Values that differ.

use super::Check;

/// Every carried column of every record, rebuilt from the import files, is what the export has.
pub const VALUE_MISMATCH: Check = Check {
    id: "value-mismatch",
    summary: "every carried column of every record, rebuilt from the import files, is what the export has",
};
