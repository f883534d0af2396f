//! Why a file of the drop could not be read.

use std::io;
use std::path::PathBuf;

use crate::record::{Reason, Stop};

/// A file of the drop could not be read, or was not the same file at the end as at the beginning. Exit code 4, but for
/// temporary files.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The operating system refused.
    #[error("{path}: {}", refused(source))]
    Io {
        /// The path within the drop.
        path: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// A compressed file is damaged, or made to fill a disk.
    #[error("{path}: cannot be unpacked: {problem}")]
    Packed {
        /// The path within the drop.
        path: String,
        /// What is wrong with it.
        problem: String,
    },
    /// Size, time of change or the file itself differ from when reading began; of several, each.
    #[error(
        "{path}: changed while it was read; run again when nothing writes to the drop, best from a copy of it"
    )]
    Changed {
        /// The path within the drop.
        path: String,
    },
    /// Several files, each with what is wrong with it.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Several(Vec<ReadError>),
    /// What is made of the drop while it is read cannot be kept. Exit code 1.
    #[error("{}: what is taken out of the export cannot be written there ({source}); see its space and rights", .folder.display())]
    Temporary {
        /// The folder.
        folder: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

impl ReadError {
    /// Makes an error of that file out of an operating system's.
    pub(super) fn io(path: &str) -> impl FnOnce(io::Error) -> Self {
        move |source| match source.kind() {
            // What unpacks says so; the operating system never does.
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
                Self::Packed { path: path.to_owned(), problem: source.to_string() }
            }
            _ => Self::Io { path: path.to_owned(), source },
        }
    }

    /// All of these as one; none where there are none.
    pub fn of_all(mut errors: Vec<Self>) -> Option<Self> {
        if errors.len() > 1 { Some(Self::Several(errors)) } else { errors.pop() }
    }

    /// The stop of a file that holds rows of an entity of that name: `bad-encoding` where its bytes do not unpack,
    /// `object-absent` where there is no file that may be read.
    ///
    /// # Errors
    /// Itself, where it says nothing of what the drop holds.
    pub fn stop(self, entity: &str) -> Result<Stop, Self> {
        let (reason, file, field, message) = match self {
            Self::Io { path, source } => (Reason::ObjectAbsent, path, entity, refused(&source)),
            Self::Packed { path, problem } => {
                (Reason::BadEncoding, path, "", format!("cannot be unpacked: {problem}"))
            }
            other => return Err(other),
        };
        Ok(Stop { reason, file, line: 0, field: field.to_owned(), message })
    }
}

/// What the operating system said, and what to do.
fn refused(source: &io::Error) -> String {
    match source.kind() {
        io::ErrorKind::NotFound => {
            "is gone since the drop was listed: run again when nothing writes to the drop, best from a copy of it".to_owned()
        }
        io::ErrorKind::PermissionDenied => {
            "cannot be read: permission denied; give whoever runs this the right to read it".to_owned()
        }
        _ => format!("cannot be read ({source}); see that it is a file and that you may read it"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_something_of_the_drop_is_a_stop() {
        let path = || "Case.csv".to_owned();
        let denied = ReadError::Io { path: path(), source: io::ErrorKind::PermissionDenied.into() };
        let stop = denied.stop("Case").unwrap();
        assert_eq!((stop.reason, stop.field.as_str()), (Reason::ObjectAbsent, "Case"));
        assert!(stop.message.contains("permission denied"), "{}", stop.message);
        let packed = ReadError::Packed { path: path(), problem: "damaged".to_owned() }.stop("Case").unwrap();
        assert_eq!((packed.reason, packed.field.as_str()), (Reason::BadEncoding, ""));
        assert!(ReadError::Changed { path: path() }.stop("Case").is_err());
    }
}
