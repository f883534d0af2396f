//! Which pieces of work were folded into which.

use std::collections::BTreeMap;

use crate::map::plan::SiblingTables;
use crate::record::Guid;
use crate::target::contract::TargetRow;

/// The length of a key in text form.
const LENGTH: usize = 36;

/// Which pieces of work were folded into which: copies for several people, by the key under which they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folds {
    leads: BTreeMap<Guid, Guid>,
}

impl Folds {
    /// Whether nothing was folded.
    pub fn is_empty(&self) -> bool {
        self.leads.is_empty()
    }

    /// The key under which a piece of work is written that was folded; none where it was not.
    pub fn lead_of(&self, key: Guid) -> Option<Guid> {
        self.leads.get(&key).copied()
    }

    /// Every piece of work that was folded, with the key under which it is written, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Guid, Guid)> + '_ {
        self.leads.iter().map(|(own, lead)| (*own, *lead))
    }

    /// Takes it back that a piece of work was folded.
    pub(super) fn part(&mut self, key: Guid) {
        self.leads.remove(&key);
    }

    /// Puts the keys under which work is written into a row; whether that changed it.
    pub fn put_into(&self, tables: &SiblingTables, row: &mut TargetRow) -> bool {
        let mut changed = false;
        for column in tables.columns(row.table) {
            let cell = &mut row.cells[usize::from(column.0)];
            if let Some(text) = cell.as_deref().and_then(|text| self.renamed(text)) {
                *cell = Some(text);
                changed = true;
            }
        }
        changed
    }

    /// The name of a row, its key cells joined by slashes, under the keys under which work is written.
    pub fn rename(&self, name: &str) -> String {
        let parts = name.split('/').map(|part| self.renamed(part).unwrap_or_else(|| part.to_owned()));
        parts.collect::<Vec<_>>().join("/")
    }

    fn renamed(&self, text: &str) -> Option<String> {
        let lead = self.lead_of(named_in(text)?)?;
        Some(format!("{lead}{}", &text[LENGTH..]))
    }
}

impl FromIterator<(Guid, Guid)> for Folds {
    fn from_iter<T: IntoIterator<Item = (Guid, Guid)>>(pairs: T) -> Self {
        Self { leads: pairs.into_iter().collect() }
    }
}

impl Extend<(Guid, Guid)> for Folds {
    fn extend<T: IntoIterator<Item = (Guid, Guid)>>(&mut self, pairs: T) {
        self.leads.extend(pairs);
    }
}

/// The piece of work that a text names: its key alone, or before a colon.
pub(super) fn named_in(text: &str) -> Option<Guid> {
    let rest = text.get(LENGTH..)?;
    if rest.is_empty() || rest.starts_with(':') { Guid::parse(&text[..LENGTH]).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_renamed_alone_and_before_a_colon() {
        let [own, lead, other] = [1, 2, 3].map(|number| Guid::from_bytes([number; 16]));
        let folds = Folds::from_iter([(own, lead)]);
        assert_eq!(folds.renamed(&own.text()), Some(lead.text()));
        assert_eq!(folds.renamed(&format!("{own}:QA:2")), Some(format!("{lead}:QA:2")));
        assert_eq!(folds.renamed(&format!("{own}-2")), None);
        assert_eq!(folds.renamed(&other.text()), None);
        assert_eq!(folds.rename(&format!("{own}/{own}:QA:2/QA/")), format!("{lead}/{lead}:QA:2/QA/"));
    }
}
