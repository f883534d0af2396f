//! Workers who lead.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `two-leading-workers` on every open allocation of a leading role, where there are several.
pub(super) fn two_leading_workers(look: &mut Inspection<'_>) {
    let leads = |row: &crate::record::SourceRecord| {
        look.attribute(row, "role", "role_name").is_some_and(|role| look.lists("leading", role))
    };
    let open: Vec<_> = look.own().filter(|row| look.readable(row, "end").is_none() && leads(row)).collect();
    if open.len() > 1 {
        for row in open {
            look.raise(row, Reason::TwoLeadingWorkers, "end");
        }
    }
}
