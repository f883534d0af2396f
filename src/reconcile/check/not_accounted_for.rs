//! Records that nothing accounts for.

use super::Check;

/// Every record of the export has an outcome that the import files or the lists bear out.
pub const NOT_ACCOUNTED_FOR: Check = Check {
    id: "not-accounted-for",
    summary: "every record of the export is in the import files or in a list",
};
