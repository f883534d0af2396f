//! Why records are rejected.

use super::Check;

/// The cause that `rejects.csv` names for a record is found in the export again, by code that shares nothing with the
/// mapper. No cause is taken on trust.
pub const REJECT_CAUSE: Check = Check {
    id: "reject-cause",
    summary: "the cause of every rejected record is found in the export again; none is taken on trust",
};
