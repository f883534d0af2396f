//! The form of files.

use super::Check;

/// Every import file is exactly in the form that the contract demands.
pub const FILE_FORM: Check =
    Check { id: "file-form", summary: "every import file is exactly in the form that the contract demands" };
