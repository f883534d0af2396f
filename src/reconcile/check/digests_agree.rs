//! Digests from both sides.

use super::Check;

/// The digest of every written case file is the same from the export and from the import files.
pub const DIGESTS_AGREE: Check = Check {
    id: "digests-agree",
    summary: "the digest of every case file is the same from the export and from the import files",
};
