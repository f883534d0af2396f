//! Forms of template versions that are not mapped.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `template-unknown` where the code table has no template for the form's version.
pub(super) fn template_unknown(look: &mut Inspection<'_>) {
    for form in look.own() {
        let Some(code) = look.attribute(form, "template", "code") else { continue };
        if look.world.target(look.value("templates"), code).unwrap_or_default().is_empty() {
            look.raise(form, Reason::TemplateUnknown, "template");
        }
    }
}
