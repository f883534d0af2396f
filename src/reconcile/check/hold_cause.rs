//! Why case files are held.

use super::Check;

/// A held case file names at least one cause in `holds.csv`, and every cause named there is found in the export again, by
/// code that shares nothing with the mapper. No cause is taken on trust. Nobody is written who was adopted, or whose case
/// file names both identities of somebody who was.
pub const HOLD_CAUSE: Check = Check {
    id: "hold-cause",
    summary: "every held case file names its causes, and each is found in the export again; none is taken on trust",
};
