//! Records that lists name.

use super::Check;

/// Every record that a list names is in the export, where the list says that it stands; and every record that waits for
/// another person is listed.
pub const LISTED_RECORDS: Check =
    Check { id: "listed-records", summary: "every record that an exception list names is in the export" };
