//! How a row that names somebody else, or their work, stands to them.

use std::collections::HashSet;

use super::BatchWork;
use super::fates::Fates;
use crate::map::forward::{Fate, LastKind, LastRow, RecordPlace};
use crate::record::Guid;

/// How a row that names somebody else, or their work, and is no joining record's stands to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// It names nobody else, or somebody who was written no later than its own case file.
    InTime,
    /// The other is written now, and the row with them.
    Comes,
    /// The other was written by an earlier run, and the row with them.
    Came,
    /// The other is not written, or the record was another when they were: the list of rejected values names it.
    Lost {
        /// Whether the other is written all the same.
        late: bool,
    },
}

impl Link {
    /// How a row of a case file stands whose last batch is that of a run. `altered` are records with links that were lost and
    /// that are others now than when they were sealed: what is sealed of them says something else, and their links stay lost.
    pub(super) fn of(
        work: &BatchWork<'_>,
        (fates, altered): (&Fates<'_>, &HashSet<(String, Guid)>),
        (row, run): (&LastRow, u32),
    ) -> Self {
        let Some(other) = row.other.filter(|_| row.kind != LastKind::Joining) else { return Self::InTime };
        if fates.of(other) != Fate::Written {
            return Self::Lost { late: false };
        }
        let (closing, name) = (fates.closing(other), || Self::name(work, &row.record));
        let was_lost = || work.writing.earlier.lost_links.contains(&name());
        if closing <= run {
            Self::InTime
        } else if closing == work.writing.earlier.run {
            let comes = was_lost() && !altered.contains(&name());
            if comes { Self::Comes } else { Self::Lost { late: true } }
        } else if was_lost() {
            Self::Lost { late: true }
        } else {
            Self::Came
        }
    }

    /// Whether the list of rejected values names it.
    pub(super) fn is_lost(self) -> bool {
        matches!(self, Self::Lost { .. })
    }

    /// Whether the other was written after its own case file.
    pub(super) fn is_late(self) -> bool {
        matches!(self, Self::Comes | Self::Came | Self::Lost { late: true })
    }

    /// The name of a record, as lists have it.
    pub(super) fn name(work: &BatchWork<'_>, record: &RecordPlace) -> (String, Guid) {
        (work.plan.dictionary().entity(record.entity).name.clone(), record.key)
    }
}
