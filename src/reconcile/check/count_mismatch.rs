//! Rows read against what became of them.

use super::Check;

/// For every entity the rows of the export, counted independently, are the sum of the outcomes that the evidence shows;
/// and the run that wrote the folder counts the same for every entity and case file, and for what policies fill in, let
/// through or release.
pub const COUNT_MISMATCH: Check = Check {
    id: "count-mismatch",
    summary: "all rows of the export have an outcome, and the run counts the same as the evidence shows",
};
