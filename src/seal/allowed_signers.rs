//! The people who may sign.

use std::path::Path;

use jiff::Timestamp;

use super::allowed_signer::AllowedSigner;
use super::{NAMESPACE, SealError, Signature};

/// A list of allowed signers, in the form of `ssh-keygen(1)`.
#[derive(Clone, Debug)]
pub struct AllowedSigners {
    signers: Vec<AllowedSigner>,
}

impl AllowedSigners {
    /// Reads a list.
    ///
    /// # Errors
    /// If the file cannot be read, or a line has another form; nothing is taken of such a list.
    pub fn read(path: &Path) -> Result<Self, SealError> {
        let text = std::fs::read_to_string(path).map_err(SealError::reading(path))?;
        let mut signers = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim_start();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let signer = AllowedSigner::parse(line);
            let bad = |expected| SealError::Line { path: path.to_path_buf(), line: number, expected };
            signers.push(signer.map_err(bad)?);
        }
        Ok(Self { signers })
    }

    /// The principals of the lines that allow a signature at a time, as those lines have them; of one person, where
    /// somebody is named. None where no line does.
    pub fn allowing(&self, signature: &Signature, person: Option<&str>, at: Timestamp) -> Vec<String> {
        let allows = |signer: &&AllowedSigner| {
            signer.has_key(signature.key())
                && person.map_or_else(|| signer.is_somebody(), |person| signer.is(person))
                && signer.may_sign(NAMESPACE)
                && signer.is_valid(at)
        };
        self.signers.iter().filter(allows).map(|signer| signer.principals.clone()).collect()
    }
}
