//! The shared records that the runs of an earlier drop turned away, as the ledger has them: lists tell what the newest run says.

use std::collections::{BTreeSet, HashMap};

use crate::pipeline::RunError;
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::output_folder::OutputFolder;
use crate::record::{EntityId, Guid};
use crate::source::{Dictionary, Role};

/// Why a shared record is not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::pipeline) enum TurnedAwayAs {
    Excluded,
    Held,
    Rejected,
}

/// The lines of a ledger that say so.
const KINDS: [(&str, TurnedAwayAs); 3] =
    [("excluded", TurnedAwayAs::Excluded), ("hold", TurnedAwayAs::Held), ("reject", TurnedAwayAs::Rejected)];

/// Shared records that are not written, by entity and key.
pub(in crate::pipeline) type TurnedAwayShared = HashMap<(EntityId, Guid), TurnedAwayAs>;

/// The shared records that these runs, counted among those that write, turned away.
pub(in crate::pipeline) fn turned_away_by(
    folder: &OutputFolder,
    dictionary: &Dictionary,
    runs: &BTreeSet<u32>,
) -> Result<TurnedAwayShared, RunError> {
    let mut records = TurnedAwayShared::new();
    for run in folder.ledger.runs()?.into_iter().filter(|run| !run.dry_run && run.finished.is_some()) {
        let own = Fingerprint::parse(&run.fingerprint).is_some_and(|used| runs.contains(&used.run));
        for (kind, why) in KINDS.into_iter().filter(|_| own) {
            let listed = folder.ledger.exceptions(run.number, kind)?.into_iter();
            for line in listed.filter(|line| line.case_file.is_none()) {
                let entity = dictionary.find(&line.entity);
                let entity = entity.filter(|entity| dictionary.entity(*entity).role == Role::Shared);
                if let (Some(entity), Ok(key)) = (entity, Guid::parse(&line.source_id)) {
                    records.insert((entity, key), why);
                }
            }
        }
    }
    Ok(records)
}
