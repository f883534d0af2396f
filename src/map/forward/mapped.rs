//! What the forward mapper makes of a case file.

use crate::record::{Action, EntityId, Finding, Guid, Origin, Outcome, Reason, SourceRecord};
use crate::target::contract::{TableId, TargetRow};

/// The state of a case file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseFileState {
    /// Written whole; excluded and merged rows aside.
    Complete,
    /// Written with something rejected.
    Incomplete,
    /// Withheld whole.
    Held,
    /// Left out with its person.
    Excluded,
}

impl CaseFileState {
    /// The word that lists use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Incomplete => "incomplete",
            Self::Held => "held",
            Self::Excluded => "excluded",
        }
    }

    /// Whether its rows are written.
    pub fn written(self) -> bool {
        matches!(self, Self::Complete | Self::Incomplete)
    }
}

/// What became of one source record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordOutcome {
    /// The entity.
    pub entity: EntityId,
    /// The key in text form.
    pub source_id: String,
    /// Where it stands.
    pub origin: Origin,
    /// The outcome.
    pub outcome: Outcome,
    /// The reason, for an excluded, rejected or held record that has one of its own.
    pub reason: Option<Reason>,
    /// The id of the council's rule, for an excluded record.
    pub rule: String,
}

/// A line of the cross-reference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CrossReference {
    /// The entity, or entity and column.
    pub source_entity: String,
    /// The key or the column's value.
    pub source_id: String,
    /// The table.
    pub table: TableId,
    /// The row's key.
    pub legacy_id: String,
}

/// A file to be put into the batch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DocumentCopy {
    /// Its key in the documents folder of the drop.
    pub file: Guid,
    /// Its SHA-256, by which it is named in the batch.
    pub sha256: String,
}

/// An address of a written person, which may share its row with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressClaim {
    /// The key of the source address.
    pub address: Guid,
    /// The cells of the address row but its key.
    pub cells: Vec<Option<String>>,
}

/// A record that joins two case files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoiningRecord {
    /// The record.
    pub record: SourceRecord,
    /// Its key.
    pub key: Guid,
    /// The other person, merges followed.
    pub other: Guid,
}

/// What the forward mapper makes of a case file.
#[derive(Clone, Debug)]
pub struct MappedCaseFile {
    /// Person number.
    pub number: u64,
    /// The person.
    pub person: Guid,
    /// The state.
    pub state: CaseFileState,
    /// The rows of the case file's own batch.
    pub rows: Vec<TargetRow>,
    /// The rows of the run's last batch.
    pub last_rows: Vec<TargetRow>,
    /// The addresses, for the shared keys.
    pub addresses: Vec<AddressClaim>,
    /// The records that join this case file to another.
    pub joining: Vec<JoiningRecord>,
    /// One entry a source record.
    pub outcomes: Vec<RecordOutcome>,
    /// Everything found, and what it does here.
    pub findings: Vec<(Finding, Action)>,
    /// The cross-reference of the own batch.
    pub cross_references: Vec<CrossReference>,
    /// The files of the own batch.
    pub documents: Vec<DocumentCopy>,
}
