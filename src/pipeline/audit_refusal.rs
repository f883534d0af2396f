//! Why a sample is not drawn, or what came back of one is not taken in.

use std::path::PathBuf;

use super::error_words::{listed, on_lines};
use super::{Exit, ListFault};

/// An audit of a sample cannot be drawn or taken in.
#[derive(Debug, thiserror::Error)]
pub enum AuditRefusal {
    /// The ledger lacks something of an audit.
    #[error(
        "the ledger of {} no longer has every sample, and every list of results, that its report tells of; bring it back from a \
         copy of the folder",
        .out.display()
    )]
    Gone {
        /// The output folder.
        out: PathBuf,
    },
    /// A list of audit results does not hold exactly what was drawn.
    #[error(
        "{} is not as draw {draw} had it:{}\nFill in the list that `care2mosaic sample` wrote, every line of it, and change only \
         its last three columns (the same seed and size write it again)",
        .list.display(), on_lines(.faults)
    )]
    List {
        /// The list.
        list: PathBuf,
        /// The draw that it was held against.
        draw: u32,
        /// What is wrong with it.
        faults: Vec<ListFault>,
    },
    /// A list takes back what an earlier one said, without a reason.
    #[error(
        "{} takes back what an earlier list said of case file {}; give `--reason TEXT` if that was a mistake: the report shows both",
        .list.display(), listed(.case_files)
    )]
    TakesBack {
        /// The list.
        list: PathBuf,
        /// The case files.
        case_files: Vec<u64>,
    },
}

impl AuditRefusal {
    /// The code that a run ends with.
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::List { .. } => Exit::Usage,
            Self::TakesBack { .. } => Exit::Refused,
            Self::Gone { .. } => Exit::Integrity,
        }
    }
}
