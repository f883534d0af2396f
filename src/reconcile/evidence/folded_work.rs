//! What the cross-references say of copies for several people that became one piece of work.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::record::Guid;

/// The length of a key in text form.
const KEY: usize = 36;

/// What the cross-references say of copies for several people that became one piece of work.
#[derive(Clone, Debug, Default)]
pub struct FoldedWork {
    leads: BTreeMap<Guid, Guid>,
    copies: BTreeMap<Guid, Vec<Guid>>,
}

impl FoldedWork {
    /// Takes that a copy stands under the key of another; of two lines about a copy the first is taken.
    pub fn add(&mut self, copy: Guid, lead: Guid) {
        if let Entry::Vacant(place) = self.leads.entry(copy) {
            place.insert(lead);
            self.copies.entry(lead).or_default().push(copy);
        }
    }

    /// Whether nothing was folded.
    pub fn is_empty(&self) -> bool {
        self.leads.is_empty()
    }

    /// The piece of work that a copy is said to stand under.
    pub fn lead_of(&self, copy: Guid) -> Option<Guid> {
        self.leads.get(&copy).copied()
    }

    /// The copies that stand under a piece of work that a text names, by its key alone or before a colon; and that key.
    pub(in crate::reconcile) fn under(&self, text: &str) -> Option<(Guid, &[Guid])> {
        let key = key_in(text)?;
        Some((key, self.copies.get(&key)?.as_slice()))
    }

    /// A text that names a copy, with the key that the copy stands under.
    fn as_written(&self, text: &str) -> String {
        match key_in(text).and_then(|key| self.lead_of(key)) {
            Some(lead) => with_key(text, lead),
            None => text.to_owned(),
        }
    }

    /// The name of a row that names copies, as it stands on disk.
    pub(in crate::reconcile) fn row_as_written(&self, name: &str) -> String {
        name.split('/').map(|part| self.as_written(part)).collect::<Vec<_>>().join("/")
    }
}

fn key_in(text: &str) -> Option<Guid> {
    let key = text.get(..KEY)?;
    matches!(text.as_bytes().get(KEY), None | Some(b':')).then(|| Guid::parse(key).ok()).flatten()
}

/// A text that begins with a key, with another one.
pub(in crate::reconcile) fn with_key(text: &str, key: Guid) -> String {
    format!("{key}{}", text.get(KEY..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_found_by_the_key_they_stand_under() {
        let [lead, copy, other] = [1, 2, 3].map(|number| Guid::from_bytes([number; 16]));
        let mut folded = FoldedWork::default();
        folded.add(copy, lead);
        folded.add(copy, other);
        let row = format!("{lead}:QA:1");
        assert_eq!(folded.under(&row), Some((lead, [copy].as_slice())));
        assert_eq!(folded.under(&format!("{lead}x")), None);
        assert_eq!(folded.under(&other.to_string()), None);
        assert_eq!(
            folded.row_as_written(&format!("{copy}/{copy}:QA:1/{other}")),
            format!("{lead}/{row}/{other}")
        );
    }
}
