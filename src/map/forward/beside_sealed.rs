//! New shared records beside what earlier runs sealed.

use super::work::Work;
use crate::record::Reason;

/// Holds new records whose row has the key of a sealed one: that is another record's and stays as it is, and no second row may
/// have its key, whatever it says.
pub(super) fn check_keys(work: &mut Work<'_>) {
    for row in 0..work.rows.len() {
        let (made, contract) = (&work.rows[row], work.plan.contract());
        let place = made.record;
        let is_new = work.case.key_at(place).is_some_and(|key| !work.around.is_sealed(key));
        let is_taken = || work.around.has_sealed_key(contract, &made.row);
        if is_new && work.is_let_through(place) && is_taken() {
            work.raise(place, Reason::ConflictingDuplicate, None);
        }
    }
}
