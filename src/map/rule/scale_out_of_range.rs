//! Safety scales.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `scale-out-of-range` where a scale is not a whole number from `least` to `most`.
pub(super) fn scale_out_of_range(look: &mut Inspection<'_>) {
    let limit = |name: &str| look.value(name).parse::<i64>().ok();
    let (Some(least), Some(most)) = (limit("least"), limit("most")) else { return };
    for answer in look.own() {
        let Some(value) = look.text(answer, "value") else { continue };
        let scale =
            look.attribute(answer, "question", "identifier").is_some_and(|one| look.lists("scales", one));
        if scale && !value.parse::<i64>().is_ok_and(|value| (least..=most).contains(&value)) {
            look.raise(answer, Reason::ScaleOutOfRange, "value");
        }
    }
}
