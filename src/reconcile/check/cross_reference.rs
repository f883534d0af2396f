//! Lines of the cross-references.

use super::Check;

/// Every line of a cross-reference is borne out, and every record that must have one has it.
pub const CROSS_REFERENCE: Check = Check {
    id: "cross-reference",
    summary: "every line of a cross-reference is borne out by rows, and none is wanting",
};
