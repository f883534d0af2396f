//! What a retry adds to the report.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::report::summary::plural;

/// A file of the mappings that changed since the batches that are sealed, for one entity that it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MappingChange {
    /// The entity; empty where the file is about all of them.
    pub entity: String,
    /// Path within the mappings folder.
    pub file: String,
    /// Lines that it has now and did not have.
    pub added: u64,
    /// Lines that it had and has no more.
    pub removed: u64,
}

impl fmt::Display for MappingChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entity = if self.entity.is_empty() { "every entity" } else { &self.entity };
        write!(f, "{entity}: {} (+{} -{} lines)", self.file, self.added, self.removed)
    }
}

/// What is sealed and would be another with the mappings of today, and why it stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedChanges {
    /// How many case files.
    pub case_files: u64,
    /// How many shared records (organisations, workers, roles).
    #[serde(default)]
    pub shared_records: u64,
    /// The reason that was given.
    pub reason: String,
}

impl AcceptedChanges {
    /// What stays as it is, in words.
    pub fn in_words(&self) -> String {
        sealed_in_words(self.case_files, self.shared_records)
    }
}

/// So many sealed case files and sealed shared records, in words; those of which there are none are left out.
pub fn sealed_in_words(case_files: u64, shared_records: u64) -> String {
    let files = plural(case_files, "sealed case file", "sealed case files");
    let shared = plural(shared_records, "sealed shared record", "sealed shared records");
    both([(case_files, files), (shared_records, shared)])
}

/// What there is any of, joined.
fn both(told: [(u64, String); 2]) -> String {
    let told = told.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words);
    told.collect::<Vec<_>>().join(" and ")
}

/// What a retry did beside what every run does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Retry {
    /// The number of the run among those that write.
    pub run: u32,
    /// What changed in the mappings since the sealed batches.
    pub mapping_changes: Vec<MappingChange>,
    /// The profile by which the export of the run before was read; none where it is the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile_before: Option<String>,
    /// Sealed case files that the mappings of today would change; none where there are none.
    pub accepted: Option<AcceptedChanges>,
    /// Sealed case files that are others in the export of today.
    pub changed_case_files: u64,
    /// Rows of shared records (organisations, workers, roles) that are sealed and others in the export of today.
    pub changed_shared: u64,
    /// Case files that an earlier run held, that none wrote, and that the export of today does not have.
    pub gone_held: u64,
    /// The same of people without a person number, or whose number somebody else has.
    pub gone_unnumbered: u64,
}

impl Retry {
    /// The kind of finding, among those by which runs are compared, that counts what was held and is gone from the export.
    pub const GONE: &str = "gone";
    /// What stands there in place of a reason code for [`Retry::gone_held`].
    pub const HELD_BEFORE: &str = "held-before";
    /// The same for [`Retry::gone_unnumbered`].
    pub const HELD_UNNUMBERED: &str = "held-before-without-number";

    /// Whether anything that is sealed is another in the export of today.
    pub fn has_changes(&self) -> bool {
        self.changed_case_files > 0 || self.changed_shared > 0
    }

    /// Case files that were held and that the export of today does not have, whoever has a number or not.
    pub fn all_gone(&self) -> u64 {
        self.gone_held + self.gone_unnumbered
    }

    /// The same by what stands in place of a reason code.
    pub fn gone(&self) -> [(&'static str, u64); 2] {
        [(Self::HELD_BEFORE, self.gone_held), (Self::HELD_UNNUMBERED, self.gone_unnumbered)]
    }

    /// The same in words, as what they are now.
    pub fn gone_in_words(&self) -> String {
        gone_in_words(self.all_gone())
    }

    /// What is sealed and another in the export of today, in words; empty where nothing is.
    pub fn changed_in_words(&self) -> String {
        let files = plural(self.changed_case_files, "case file", "case files");
        let shared = plural(self.changed_shared, "shared record", "shared records");
        both([(self.changed_case_files, files), (self.changed_shared, shared)])
    }
}

/// Case files that were held and that the export of today does not have, in words.
pub fn gone_in_words(count: u64) -> String {
    plural(
        count,
        "case file that was held is no longer in the export",
        "case files that were held are no longer in the export",
    )
}
