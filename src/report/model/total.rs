//! Totals of the service.

use serde::{Deserialize, Serialize};

/// A total of the service, counted from the export and, apart from it, from the import files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceTotal {
    /// The name by which differences name it.
    pub id: String,
    /// What it is, for people.
    pub title: String,
    /// Whether both sides have the same.
    pub agrees: bool,
    /// What was counted, by group; one group without a name where there are none.
    pub groups: Vec<TotalGroup>,
    /// Of a total that is counted person by person, the people of whom the sides have different numbers.
    pub people_differing: u64,
}

/// What was counted of one group of a total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotalGroup {
    /// The group; empty where there are none.
    pub group: String,
    /// Rows of the export that were migrated.
    pub migrated: u64,
    /// Rows of the export that were merged.
    pub merged: u64,
    /// Rows of the export that were excluded.
    pub excluded: u64,
    /// Rows of the export that were rejected.
    pub rejected: u64,
    /// Rows of the export that were held.
    pub held: u64,
    /// Rows of the import files.
    pub written: u64,
    /// What was added up over the migrated rows (bytes of files); 0 where nothing is.
    pub migrated_sum: u64,
    /// What was added up over the rows of the import files.
    pub written_sum: u64,
}

impl ServiceTotal {
    /// What was migrated of all groups.
    pub fn migrated(&self) -> u64 {
        self.groups.iter().map(|group| group.migrated).sum()
    }

    /// What the import files hold of all groups.
    pub fn written(&self) -> u64 {
        self.groups.iter().map(|group| group.written).sum()
    }
}
