//! How much of the export is carried, by columns and by filled values.

use crate::report::model::{FieldStatus, Report};

/// Columns of one status and the values in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldShare {
    /// The status.
    pub status: FieldStatus,
    /// The number of columns.
    pub columns: u64,
    /// How many of them are filled in any record.
    pub columns_in_use: u64,
    /// The number of filled values.
    pub filled: u64,
    /// The bytes of these values.
    pub bytes: u64,
}

impl FieldShare {
    /// One share a status, in the order in which pages show them.
    pub fn all(report: &Report) -> [Self; 4] {
        use FieldStatus::{Carried, Lossy, NotCarried, Remainder};
        [Carried, Remainder, Lossy, NotCarried].map(|status| Self::of(report, status))
    }

    fn of(report: &Report, status: FieldStatus) -> Self {
        let fields = || report.fields.iter().filter(|field| field.status == status);
        Self {
            status,
            columns: fields().count() as u64,
            columns_in_use: fields().filter(|field| field.filled > 0).count() as u64,
            filled: fields().map(|field| field.filled).sum(),
            bytes: fields().map(|field| field.bytes).sum(),
        }
    }

    /// What the status means.
    pub fn meaning(&self) -> &'static str {
        match self.status {
            FieldStatus::Carried => "in a field of its own in Mosaic; rebuilt from there and compared",
            FieldStatus::Remainder => {
                "in a note that practitioners can read; rebuilt from there and compared"
            }
            FieldStatus::Lossy => "carried in part; what is lost is named below",
            FieldStatus::NotCarried => "left in CareDirector; the reason is named below",
        }
    }
}
