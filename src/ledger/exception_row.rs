//! What a run read and turned away, as the ledger knows it.

/// A file that a run read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFileRow {
    /// Path within the drop.
    pub path: String,
    /// The entity it feeds.
    pub entity: String,
    /// The number of records.
    pub records: u64,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

/// A case file of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFileRow {
    /// Its place among those of the run.
    pub place: u64,
    /// Person number; 0 where there is none. Two people may have one.
    pub number: u64,
    /// complete, incomplete, held or excluded.
    pub state: String,
    /// The batch it was written in.
    pub batch: Option<u32>,
    /// The number of its source records.
    pub records: u64,
}

/// A finding of a run that turned something away or was listed for review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExceptionRow {
    /// reject, hold, waiting, excluded, value or warning.
    pub kind: &'static str,
    /// The entity.
    pub entity: String,
    /// The key.
    pub source_id: String,
    /// Person number.
    pub case_file: Option<u64>,
    /// Path within the drop.
    pub file: String,
    /// Physical line.
    pub line: u64,
    /// The column, empty where none is concerned.
    pub field: String,
    /// The reason code.
    pub reason: String,
    /// The council's rule, for an excluded record.
    pub rule: String,
}

/// How many records or values a run found under a reason.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CauseRow {
    /// hold, reject, excluded, value, or gone of what was held before and is not in the export any more.
    pub kind: String,
    /// The entity.
    pub entity: String,
    /// The column, empty where none is concerned.
    pub field: String,
    /// The reason code; of an excluded record the council's rule.
    pub reason: String,
    /// The number of records or values.
    pub records: u64,
}

/// How many records of an entity had an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TallyRow {
    /// The entity.
    pub entity: String,
    /// The outcome.
    pub outcome: String,
    /// The number of records.
    pub records: u64,
}
