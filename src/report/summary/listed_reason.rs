//! Reasons that stand beside case files or other runs.

use crate::record::Reason;

/// A reason code as people read it; in words where lists have [`Reason::UNTOLD`] in place of it.
pub fn listed_reason(code: &str) -> &str {
    if code == Reason::UNTOLD { "reasons that only the report names" } else { code }
}
