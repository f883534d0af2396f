//! Totals of the service.

use super::Check;

/// Totals counted from the export and from the import files are the same.
pub const DOMAIN_TOTAL: Check = Check {
    id: "domain-total",
    summary: "people, open work, plans, placements, notes, forms, alerts and files are as many on both sides",
};
