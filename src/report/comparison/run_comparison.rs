//! Two runs beside each other.

/// One of the runs that are compared, in numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedRun {
    /// Its number in the output folder.
    pub number: u32,
    /// Whether it wrote no import files.
    pub dry_run: bool,
    /// When it began, ISO 8601 in UTC.
    pub started: String,
    /// Case files held.
    pub case_files_held: u64,
    /// Records by outcome.
    pub migrated: u64,
    /// Records held with their case files.
    pub held: u64,
    /// Records rejected.
    pub rejected: u64,
}

/// A cause of which the runs found different numbers of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedCause {
    /// Kind of finding, in words.
    pub kind: String,
    /// The reason code, the rule, or words where it is not told.
    pub reason: String,
    /// The entity, and the field where there is one; empty where it is not told.
    pub place: String,
    /// Records in the earlier run.
    pub before: u64,
    /// Records in the later one.
    pub after: u64,
}

/// Case files that went from one state to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedStates {
    /// The state in the earlier run, in words.
    pub before: String,
    /// The state in the later one.
    pub after: String,
    /// Person numbers, in ascending order.
    pub case_files: Vec<u64>,
}

/// Two runs of an output folder beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunComparison {
    /// The earlier run, as it was named.
    pub before: ComparedRun,
    /// The later one.
    pub after: ComparedRun,
    /// What they found different numbers of.
    pub causes: Vec<ComparedCause>,
    /// Rejected values of case files that only one of them wrote.
    pub one_sided: Vec<ComparedCause>,
    /// Whose state is another.
    pub states: Vec<ComparedStates>,
    /// How many more there are, who are not named: together they could tell of an adoption.
    pub not_named: u64,
}
