//! Rows that stand elsewhere.

use super::Check;

/// Every row stands in its own case file's part of the output.
pub const ROW_MOVED: Check = Check { id: "row-moved", summary: "no row stands in another case file's place" };

/// No row stands there twice.
pub const ROW_DUPLICATED: Check = Check { id: "row-duplicated", summary: "no row is there twice" };
