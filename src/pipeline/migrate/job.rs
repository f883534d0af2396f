//! What a run that writes is to do.

use std::collections::BTreeMap;

use crate::ledger::RunRow;
use crate::map::plan::Plan;
use crate::pipeline::earlier::Earlier;
use crate::pipeline::stage::Parting;
use crate::report::model::MappingChange;

/// What a run that writes is to do.
#[derive(Debug)]
pub(crate) struct Job {
    /// The run that it goes on with.
    pub(crate) going_on: Option<RunRow>,
    /// The number in the ledger of the last run, whose lists tell of what is sealed.
    pub(crate) last: Option<u32>,
    /// What stands in the folder.
    pub(crate) earlier: Earlier,
    /// How everybody is parted.
    pub(crate) parting: Parting,
    /// By run, mappings of earlier runs that are others than those of today.
    pub(crate) mappings: BTreeMap<u32, Plan>,
    /// What changed in the mappings since the last run that sealed something.
    pub(crate) changes: Vec<MappingChange>,
    /// The profile of the last run, where it is another than that of today.
    pub(crate) profile_before: Option<String>,
    /// Attached files that are given up, once it is known that no sealed batch would be another without them.
    pub(crate) given_up: Option<GivenUp>,
    /// Why sealed case files stay as they are although the mappings of today would change them.
    pub(crate) accepted: Option<String>,
}

impl Job {
    /// Of a folder in which nothing stands.
    pub(crate) fn first(parting: Parting) -> Self {
        Self {
            going_on: None,
            last: None,
            earlier: Earlier::none(),
            parting,
            mappings: BTreeMap::new(),
            changes: Vec::new(),
            profile_before: None,
            given_up: None,
            accepted: None,
        }
    }
}

/// Attached files of a run that are given up.
#[derive(Clone, Debug)]
pub(crate) struct GivenUp {
    /// What the run depends on without them, as the ledger keeps it.
    pub(crate) fingerprint: String,
    /// The files within the drop.
    pub(crate) paths: Vec<String>,
}
