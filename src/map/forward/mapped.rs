//! What the forward mapper makes of a case file.

use super::last_row::LastRow;
use crate::record::{Action, CodeCounts, EntityId, Finding, Guid, Origin, Outcome, Reason};
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

/// A record by its place: in its table and in the drop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordPlace {
    /// The entity.
    pub entity: EntityId,
    /// The key.
    pub key: Guid,
    /// Where it stands in the drop.
    pub origin: Origin,
}

/// What became of one source record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordOutcome {
    /// The entity.
    pub entity: EntityId,
    /// The key; none where the row has no usable one.
    pub key: Option<Guid>,
    /// Where it stands.
    pub origin: Origin,
    /// The outcome.
    pub outcome: Outcome,
    /// The reason, for an excluded, rejected or held record that has one of its own.
    pub reason: Option<Reason>,
    /// The id of the council's rule, for an excluded record.
    pub rule: String,
}

impl RecordOutcome {
    /// The key in text form; empty where there is none.
    pub fn source_id(&self) -> String {
        self.key.map(Guid::text).unwrap_or_default()
    }
}

/// Something found about a record, and what it does here: a rejected value in a required column rejects the row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// What was found.
    pub finding: Finding,
    /// What it does.
    pub action: Action,
    /// The place of the record in [`MappedCaseFile::outcomes`].
    pub record: Option<usize>,
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

/// A line of the cross-reference for rows that repeated the key of a record and lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatLine {
    /// The place in [`MappedCaseFile::outcomes`] of the record that stands.
    pub record: usize,
    /// The line, with the case file's own keys of addresses.
    pub line: CrossReference,
    /// Whether the row that it names stands in the run's last batch.
    pub last: bool,
    /// The addresses whose keys stand in the row's key, each with the byte at which it begins.
    pub addresses: Vec<(Guid, usize)>,
}

/// A file to be put into the batch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DocumentCopy {
    /// Its SHA-256, by which it is named in the batch.
    pub sha256: String,
    /// Where its bytes are.
    pub bytes: DocumentBytes,
}

/// Where the bytes of a file are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DocumentBytes {
    /// In the documents folder of the drop, under this key.
    File(Guid),
    /// Here: they stood in the text of a note.
    Inline(Vec<u8>),
}

/// An address of the person, which may share its row with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressClaim {
    /// The lowest key among the equal source addresses of this case file; [`LastRow::keys`] name it.
    pub address: Guid,
    /// The cells of the address row but its key.
    pub cells: Vec<Option<String>>,
    /// The source addresses of this case file that are equal in all of them.
    pub records: Vec<RecordPlace>,
}

impl AddressClaim {
    /// Counts the source addresses where other people share the row (`address-shared`).
    pub fn count_shared(&self, counts: &mut CodeCounts) {
        for record in &self.records {
            counts.add(record.entity, None, Reason::AddressShared);
        }
    }
}

/// A record that joins this case file to another: it is written if the other person is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoiningRecord {
    /// Its place in [`MappedCaseFile::outcomes`].
    pub record: usize,
    /// The record.
    pub place: RecordPlace,
    /// The other person, merges followed.
    pub other: Guid,
    /// Its lines of the cross-reference, for the batch of its rows.
    pub cross_references: Vec<CrossReference>,
}

/// What the forward mapper makes of a case file.
#[derive(Clone, Debug)]
pub struct MappedCaseFile {
    /// Person number; 0 for the shared records, and where the person has none.
    pub number: u64,
    /// The person.
    pub person: Guid,
    /// The state, as long as every person whom the case file is joined to is written.
    pub state: CaseFileState,
    /// The rows of the case file's own batch; none unless it is written.
    pub rows: Vec<TargetRow>,
    /// The records that gave them, by place in [`MappedCaseFile::outcomes`]; of shared records alone.
    pub givers: Vec<usize>,
    /// The rows of the run's last batch; none unless it is written.
    pub last_rows: Vec<LastRow>,
    /// The addresses, for the shared keys; none unless it is written.
    pub addresses: Vec<AddressClaim>,
    /// The records that join this case file to another and are written if the other person is.
    pub joining: Vec<JoiningRecord>,
    /// One entry a source record, in the order of the records.
    pub outcomes: Vec<RecordOutcome>,
    /// Everything found that decides something or is listed, in order.
    pub findings: Vec<Listed>,
    /// Codes that are only counted.
    pub counted: CodeCounts,
    /// The cross-reference of the own batch; none unless it is written.
    pub cross_references: Vec<CrossReference>,
    /// Lines for rows that repeated the key of a record; none unless it is written.
    pub repeats: Vec<RepeatLine>,
    /// The files of the own batch; none unless it is written.
    pub documents: Vec<DocumentCopy>,
    /// Where work for several people may be folded: the records with main rows that tell a piece of work, by place in
    /// [`MappedCaseFile::outcomes`], each with its row's table and key.
    pub work_rows: Vec<(usize, TableId, String)>,
    /// The migrated records that were cloned for others as well, each with these other people.
    pub siblings: Vec<(RecordPlace, Vec<Guid>)>,
}
