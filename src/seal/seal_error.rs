//! What can go wrong with a seal.

use std::path::{Path, PathBuf};

/// A key, a signature, or a list of allowed signers cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// A file cannot be read.
    #[error("{} cannot be read: {source}; name a file that is there, and that you may read", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The key cannot be read.
    #[error("{} cannot be read: {source}; name a private key with --sign-key, as `ssh-keygen -t ed25519 -f seal-key` makes one", .path.display())]
    KeyUnread {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is no private key.
    #[error("{} is no OpenSSH private key; `ssh-keygen -t ed25519 -f FILE` makes one", .path.display())]
    NoKey {
        /// The file.
        path: PathBuf,
    },
    /// The key is of a kind that this program does not sign with.
    #[error("{} is a key of kind {kind}; sign with one of kind ed25519 or ECDSA on P-256", .path.display())]
    Kind {
        /// The file.
        path: PathBuf,
        /// Its kind.
        kind: String,
    },
    /// The passphrase does not open the key.
    #[error("the passphrase does not open {}", .path.display())]
    Passphrase {
        /// The file.
        path: PathBuf,
    },
    /// A key under a passphrase, and nobody to ask for it.
    #[error("{} has a passphrase and there is no terminal to ask for it; give --passphrase-file FILE", .path.display())]
    NobodyToAsk {
        /// The file.
        path: PathBuf,
    },
    /// The signature could not be made.
    #[error("{} does not sign", .path.display())]
    Sign {
        /// The file of the key.
        path: PathBuf,
    },
    /// A line of a list of allowed signers has another form.
    #[error("{}:{line}: expected {expected}; see ALLOWED SIGNERS in ssh-keygen(1)", .path.display())]
    Line {
        /// The list.
        path: PathBuf,
        /// The physical line, counted from 1.
        line: u64,
        /// What was expected there.
        expected: &'static str,
    },
}

impl SealError {
    /// Names the file that a system error was about.
    pub(super) fn reading(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        |source| Self::Read { path: path.to_path_buf(), source }
    }
}
