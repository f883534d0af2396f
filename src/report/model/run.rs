//! Which program, which run, which mappings.

use serde::{Deserialize, Serialize};

/// The program that wrote the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

impl Tool {
    /// This program.
    pub fn this() -> Self {
        Self { name: env!("CARGO_PKG_NAME").into(), version: env!("CARGO_PKG_VERSION").into() }
    }
}

/// The run that the report is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// A UUID of version 7.
    pub id: String,
    /// Whether it wrote no import file.
    pub dry_run: bool,
    /// When it began, ISO 8601 in UTC.
    pub started: String,
    /// When it ended, ISO 8601 in UTC.
    pub finished: Option<String>,
    /// What it was told besides; commands that go on with it have to be told again.
    #[serde(default, skip_serializing_if = "Named::is_nothing")]
    pub named: Named,
}

/// What a run was told besides the export and the output folder. No place is kept: it is another on the next machine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Named {
    /// Whether the mappings lay elsewhere than commands look for them.
    pub mappings: bool,
    /// The profile, where it was named.
    pub profile: Option<String>,
    /// Whether the ledger is elsewhere than in the output folder.
    pub ledger: bool,
    /// The people a batch, where they are not as many as usual.
    pub batch_size: Option<u32>,
    /// Of a dry run: whether the folder already holds a run of something else, after which another command does for real what it
    /// tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beside: Option<Beside>,
}

/// What a dry run used that is not as the run beside it, that is written, had it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Beside {
    /// The mappings or the way of reading, of the same drop.
    Mappings,
    /// The drop.
    Drop,
}

impl Named {
    /// Whether it was told nothing.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// The mappings that a run used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mappings {
    /// The source profile that claimed the drop.
    pub profile: String,
    /// The day of the extract, by which ages and future dates are judged (ISO 8601).
    pub extract_date: Option<String>,
    /// SHA-256 of the mappings.
    pub sha256: String,
    /// SHA-256 of the staging contract.
    pub contract_sha256: String,
}
