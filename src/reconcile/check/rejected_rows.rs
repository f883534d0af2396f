//! The rejected rows that are handed back.

use super::Check;

/// The files of rejected rows hold every rejected record as the export has it, under its first code, and nothing else.
pub const REJECTED_ROWS: Check = Check {
    id: "rejected-rows",
    summary: "the files of rejected rows hold each rejected record as the export has it, with its code, and no other",
};
