//! Records that none of their mapping's rows is for.

use super::Weighed;
use crate::reconcile::recompute::derivation::Derivation;
use crate::record::Reason;
use crate::source::Kind;

impl Weighed<'_, '_> {
    /// Whether no main row is for the record, for what the column concerned holds or lacks, and the code tells what it is.
    pub(super) fn is_for_no_row(&self, reason: Reason) -> bool {
        let (scene, entity) = (self.scene, self.entity);
        let main: Vec<_> = entity.rows.iter().filter(|row| row.main).collect();
        let asked = main.iter().find_map(|row| row.when.asks_for());
        let holds = |row| Derivation::new(scene, entity, row, self.record, self.record).holds(&row.when);
        entity.needs_its_row()
            && asked.is_some()
            && self.claim.field == asked
            && self.lacks_what(reason)
            && !main.into_iter().any(holds)
    }

    /// Whether the code tells what the column lacks: a value, a label of it, a place in the mapping.
    fn lacks_what(&self, reason: Reason) -> bool {
        let Some(text) = self.field_text() else { return reason == Reason::MissingMandatory };
        let described = self.scene.plan.dictionary().entity(self.entity.entity);
        let kind = self.claim.field.map(|field| &described.field(field).kind);
        let labelled = match kind {
            Some(Kind::Option { list }) => self.scene.rest.option_text(list, text).is_some(),
            _ => true,
        };
        reason == if labelled { Reason::UnmappedCode } else { Reason::OptionNoLabel }
    }
}
