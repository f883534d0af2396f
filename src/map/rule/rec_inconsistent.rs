//! The reason why an episode ceased.

use super::inspection::Inspection;
use super::rne_mismatch::by_episode;
use crate::record::Reason;

/// Raises `rec-inconsistent` where the reason says that another follows and none does, or the reverse.
pub(super) fn rec_inconsistent(look: &mut Inspection<'_>) {
    for rows in by_episode(look).into_values() {
        let last = rows.len().saturating_sub(1);
        for (place, row) in rows.iter().enumerate() {
            let continues =
                look.attribute(row.record, "reason", "reason_code") == Some(look.value("continues"));
            if continues != (place < last) {
                look.raise(row.record, Reason::RecInconsistent, "reason");
            }
        }
    }
}
