//! What is worked out of addresses.

use std::cmp::Reverse;

use crate::reconcile::recompute::derivation::Derivation;
use crate::record::FieldId;

impl Derivation<'_, '_> {
    /// The key of the row that this address shares with equal ones, else its own.
    pub(super) fn address_key(&self) -> Option<String> {
        let own = self.record.guid(self.entity.key)?;
        Some(self.scene.rest.address_key(own).unwrap_or(own).to_string())
    }

    /// `Y` for the one open address of the first of these types that the person has; of several, the one begun last.
    pub(super) fn display_address(
        &self,
        kind: FieldId,
        start: FieldId,
        end: FieldId,
        types: &[String],
    ) -> &'static str {
        let rank = |number: Option<&str>| types.iter().position(|own| Some(own.as_str()) == number);
        let open =
            self.scene.giving(self.record.entity()).filter(|record| self.scene.day_in(record, end).is_none());
        let ranked = open.filter_map(|record| {
            let rank = rank(record.get(kind).filled())?;
            Some((rank, Reverse(self.scene.day_in(record, start)), record.guid(self.entity.key)))
        });
        let shown = ranked.min().and_then(|(_, _, key)| key);
        if shown.is_some() && shown == self.record.guid(self.entity.key) { "Y" } else { "N" }
    }
}
