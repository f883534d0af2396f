//! Rows and cells worked out again.

use super::Check;

/// Every row on disk is one that the export gives.
pub const UNEXPECTED_ROW: Check =
    Check { id: "unexpected-row", summary: "every row is one that a record of the export gives" };

/// Every row that the export gives is on disk.
pub const MISSING_ROW: Check =
    Check { id: "missing-row", summary: "every row that a record of the export gives is there, once" };

/// Every cell holds what the export gives for it.
pub const CELL: Check =
    Check { id: "cell", summary: "every cell holds what is worked out for it from the export" };

/// Every row stands in the batch that it belongs to.
pub const ROW_IN_ITS_BATCH: Check = Check {
    id: "row-in-its-batch",
    summary: "every row stands in the batch of its case file, or in the run's last",
};
