//! What stands in a drop and is not read.

use crate::record::{Reason, Stop};

/// Something of a drop that is not read, and why. Each is a stop; reading goes on with the rest, so that one run names
/// all of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// The stop that it raises.
    pub stop: Stop,
    /// Whether files of any table may be concerned: then nobody knows what else the drop has.
    pub is_of_any_table: bool,
}

impl Refusal {
    /// What no reader reads: a pipe, a link that leads away, a name that leads out of the drop.
    pub(super) fn undeclared(path: &str, message: impl Into<String>) -> Self {
        Self::new(Reason::UndeclaredFile, path, message.into())
    }

    /// A compressed file whose bytes cannot be unpacked, or must not be.
    pub(super) fn packed(path: &str, problem: &str) -> Self {
        Self::new(Reason::BadEncoding, path, format!("cannot be unpacked: {problem}"))
    }

    /// A stop that a reader raised of a file.
    pub(in crate::source) fn of_file(stop: Stop) -> Self {
        Self { stop, is_of_any_table: false }
    }

    /// The same of a file that holds several tables.
    pub(super) fn of_tables(stop: Stop) -> Self {
        Self { stop, is_of_any_table: true }
    }

    /// The same, where nobody knows which tables it concerns.
    pub(super) fn of_any_table(self) -> Self {
        Self { is_of_any_table: true, ..self }
    }

    /// The same of what lies below a folder.
    pub(super) fn under(mut self, folder: &str) -> Self {
        self.stop.file = format!("{folder}{}", self.stop.file);
        self
    }

    fn new(reason: Reason, path: &str, message: String) -> Self {
        let stop = Stop { reason, file: path.to_owned(), line: 0, field: String::new(), message };
        Self { stop, is_of_any_table: false }
    }
}
