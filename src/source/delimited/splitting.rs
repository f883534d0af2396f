//! How a file is split into rows and fields.

use super::general_splitter::GeneralSplitter;
use super::splitter::{Span, Split, Splitter};
use crate::source::Delimited;

/// Splits rows, in the way that the profile's characters ask for.
#[derive(Debug)]
pub(super) enum Splitting {
    /// One character for each part, lines as they come.
    Simple(Splitter),
    /// Anything else.
    General(GeneralSplitter),
}

impl Splitting {
    pub(super) fn new(form: &Delimited) -> Self {
        match (form.delimiter.as_bytes(), form.quote, &form.terminator) {
            (&[delimiter], Some(quote), None) => Self::Simple(Splitter { delimiter, quote }),
            (delimiter, quote, terminator) => Self::General(GeneralSplitter {
                delimiter: delimiter.to_vec(),
                quote,
                terminator: terminator.as_ref().map(|terminator| terminator.as_bytes().to_vec()),
            }),
        }
    }

    /// Splits the record that the bytes begin with; `ended` says that no bytes follow these.
    pub(super) fn split(&self, bytes: &[u8], ended: bool, fields: &mut Vec<Span>) -> Split {
        match self {
            Self::Simple(splitter) => splitter.split(bytes, ended, fields),
            Self::General(splitter) => splitter.split(bytes, ended, fields),
        }
    }
}
