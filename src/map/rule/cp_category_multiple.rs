//! Categories of abuse that cannot be parted.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `cp-category-multiple` for a category of several kinds whose parts the code table does not name.
pub(super) fn cp_category_multiple(look: &mut Inspection<'_>) {
    for plan in look.own() {
        let several =
            look.attribute(plan, "category", "code").is_some_and(|code| look.lists("multiple", code));
        let name = look.attribute(plan, "category", "name").unwrap_or_default();
        if several && look.world.target(look.value("categories"), name).unwrap_or_default().is_empty() {
            look.raise(plan, Reason::CpCategoryMultiple, "category");
        }
    }
}
