//! What a run used that is another now, in words.

use std::collections::BTreeSet;
use std::path::Path;

use super::drop_changes::DropChanges;
use super::fingerprint::Fingerprint;
use super::mapping_changes::{contract_tables, dictionary_entities, mapping_changes, some, told};
use crate::map::plan::Plan;

/// What a run used that is another now, told as closely as it is known: files of the drop, files and entities of the
/// mappings, keys of the policy, tables of the contract, versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// What is other in the drop.
    pub drop: DropChanges,
    /// What is told of the others, by the word for each.
    told: Vec<(&'static str, String)>,
}

impl Details {
    /// What is told where the drop alone is another.
    pub(crate) fn of_drop(drop: DropChanges) -> Self {
        Self { drop, told: Vec::new() }
    }

    /// What two runs used; the mappings are told where a copy of the first run's is at hand.
    pub(crate) fn between(
        (now, used): (&Fingerprint, &Fingerprint),
        (copy, mappings): (&Path, &Path),
        plan: &Plan,
        drop: DropChanges,
    ) -> Self {
        let mut details = Self { drop, ..Self::of_target(used, (copy, mappings)) };
        let changes = if copy.is_dir() { mapping_changes(copy, mappings, plan) } else { Vec::new() };
        details.tell("mappings", &some(&told(&changes, copy, mappings)));
        details.tell("profile", &format!("it was {}, this is {}", used.profile, now.profile));
        details.tell("batch size", &format!("it was {}, this is {}", used.batch_size, now.batch_size));
        details
    }

    /// What batches cannot stand beside: another contract, data dictionary or program version.
    pub(crate) fn of_target(used: &Fingerprint, (copy, mappings): (&Path, &Path)) -> Self {
        let mut details = Self::default();
        let version = env!("CARGO_PKG_VERSION");
        details.tell("program version", &format!("it was {}, this is {version}", used.tool_version));
        if copy.is_dir() {
            let words = |names: BTreeSet<String>| some(&names.into_iter().collect::<Vec<_>>());
            details.tell("contract", &words(contract_tables(copy, mappings)));
            details.tell("data dictionary", &words(dictionary_entities(copy, mappings)));
        }
        details
    }

    fn tell(&mut self, what: &'static str, text: &str) {
        if !text.is_empty() {
            self.told.push((what, text.to_owned()));
        }
    }

    /// The words for what differs, each with what is known of it.
    pub(crate) fn words(&self, differing: &[String]) -> String {
        let word = |what: &String| match self.of(what) {
            text if text.is_empty() => what.clone(),
            text => format!("{what} ({text})"),
        };
        differing.iter().map(word).collect::<Vec<_>>().join(", another ")
    }

    fn of(&self, what: &str) -> String {
        if what == "drop" && !self.drop.is_empty() {
            return format!("compared with what it read: {}", self.drop);
        }
        let told = self.told.iter().find(|(own, _)| *own == what);
        told.map_or_else(String::new, |(_, text)| text.clone())
    }
}
