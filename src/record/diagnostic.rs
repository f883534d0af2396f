//! A mistake in a mapping file, contract, profile, policy, or code table.

use std::ops::Range;
use std::path::PathBuf;

/// A mistake in a text that a person wrote, with its place. The command line shows it as rustc shows one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file, relative to the mappings folder.
    pub file: PathBuf,
    /// The bytes concerned in that file's text.
    pub span: Range<usize>,
    /// What is wrong, in one line.
    pub title: String,
    /// What stands under the caret.
    pub label: String,
    /// What to do next, often the nearest valid name.
    pub help: Option<String>,
}
