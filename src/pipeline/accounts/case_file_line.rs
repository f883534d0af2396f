//! A case file in numbers.

use crate::map::forward::CaseFileState;
use crate::pipeline::world::PersonIndex;
use crate::record::CaseFileTally;

/// A case file in numbers; kept in memory for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CaseFileLine {
    /// The surviving person.
    pub(crate) person: PersonIndex,
    /// The person number; 0 where there is none.
    pub(crate) number: u64,
    /// The state.
    pub(crate) state: CaseFileState,
    /// Its source rows by outcome, repeated rows included.
    pub(crate) tally: CaseFileTally,
    /// The batch that its people are in.
    pub(crate) batch: u32,
}
