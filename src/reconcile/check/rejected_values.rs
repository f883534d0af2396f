//! Values that were turned away and are listed nowhere.

use super::Check;

/// Every value that could not be written to its column is listed.
pub const REJECTED_VALUES: Check = Check {
    id: "rejected-values",
    summary: "every value that a column could not take is listed as rejected, and no other",
};
