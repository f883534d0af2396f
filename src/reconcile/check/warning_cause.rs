//! What is listed for somebody to look at.

use super::Check;

/// Every line of `warnings.csv` is found in the export again, and every warning that the export gives stands there.
pub const WARNING_CAUSE: Check = Check {
    id: "warning-cause",
    summary: "every warning is found in the export again, and none that the export gives is wanting",
};
