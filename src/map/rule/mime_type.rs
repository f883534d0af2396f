//! Files whose recorded type is another than that of their name.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `extension-mismatch` where the recorded type is one of those that the rule lists, and the name has another
/// extension. `types` lists them as `application/pdf=pdf|image/jpeg=jpg jpeg`.
pub(super) fn mime_type(look: &mut Inspection<'_>) {
    for file in look.own() {
        let (Some(kind), Some(name)) = (look.text(file, "type"), look.text(file, "name")) else { continue };
        // Windows leaves dots and blanks at a name's end out.
        let name = name.trim_end_matches(['.', ' ']);
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let mut listed = look.value("types").split('|').filter_map(|one| one.split_once('='));
        let known = listed.find(|(own, _)| own.eq_ignore_ascii_case(kind));
        let fits = |extensions: &str| extensions.split(' ').any(|own| own.eq_ignore_ascii_case(extension));
        if known.is_some_and(|(_, extensions)| !fits(extensions)) {
            look.raise(file, Reason::ExtensionMismatch, "type");
        }
    }
}
