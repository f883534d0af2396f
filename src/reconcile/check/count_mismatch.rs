//! Rows read against what became of them.

use super::Check;

/// For every entity the rows of the export, counted independently, are the sum of the outcomes that the evidence shows.
pub const COUNT_MISMATCH: Check = Check {
    id: "count-mismatch",
    summary: "the rows of every table of the export are the sum of the outcomes that the evidence shows",
};
