//! A value that belongs to another record.

use super::Check;

/// No field of a record holds the value of another record of the same case file.
pub const RECORD_SWAPPED: Check =
    Check { id: "record-swapped", summary: "no record of the target holds the value of another record" };
