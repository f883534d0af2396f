//! Records that lists name.

use super::Check;

/// Every record that a list names is in the export.
pub const LISTED_RECORDS: Check =
    Check { id: "listed-records", summary: "every record that an exception list names is in the export" };
