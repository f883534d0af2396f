//! The export read twice.

use super::Check;

/// Both readers of the export find the same rows.
pub const SOURCE_RECOUNT: Check = Check {
    id: "source-recount",
    summary: "a second reader finds as many rows of each entity, with the same keys, as were staged",
};
