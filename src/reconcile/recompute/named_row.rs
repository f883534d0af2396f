//! Rows that another row names by their key.

use super::derivation::Derivation;
use super::scene::Scene;
use crate::record::Guid;
use crate::target::contract::Named;

/// The length of a GUID with its hyphens, which every key of a row begins with.
const GUID: usize = 36;

impl Scene<'_> {
    /// What the row with that key ought to have in the column that is asked for; none where no record of the case file
    /// gives it.
    pub(super) fn text_of_named(&self, named: Named, key: &str) -> Option<String> {
        let guid = Guid::parse(key.get(..GUID)?).ok()?;
        self.plan.entities().find_map(|entity| {
            let record = self.find(entity.entity, guid)?;
            let mut rows = entity.rows.iter().filter(|row| row.table == named.table);
            rows.find_map(|row| {
                let derivation = Derivation::new(self, entity, row, record, record);
                let own = derivation.holds(&row.when) && derivation.column(named.key).text()? == key;
                own.then(|| derivation.column(named.column).text()).flatten()
            })
        })
    }
}
