//! Cases of a kind that nobody has named.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `unknown-case-kind` where the kind is empty, gone or new.
pub(super) fn unknown_case_kind(look: &mut Inspection<'_>) {
    for case in look.own() {
        if !look.attribute(case, "kind", "name").is_some_and(|name| look.lists("known", name)) {
            look.raise(case, Reason::UnknownCaseKind, "kind");
        }
    }
}
