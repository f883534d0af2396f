//! A mistake in the dictionary or in a profile.

use std::ops::Range;
use std::path::Path;

use crate::record::{Diagnostic, Reason};

/// A mistake in a text that a person wrote, with the reason code it raises where the catalogue has one for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The stop that the mistake amounts to, such as `time-basis-undeclared`; none for a plain mistake.
    pub reason: Option<Reason>,
    /// What is wrong, where, and what to do next.
    pub diagnostic: Diagnostic,
}

impl Mistake {
    /// A mistake at these bytes of that file; `title` says what is wrong, `label` stands under the caret.
    pub fn new(file: &Path, span: Range<usize>, title: impl Into<String>, label: impl Into<String>) -> Self {
        let diagnostic = Diagnostic {
            file: file.to_path_buf(),
            span,
            title: title.into(),
            label: label.into(),
            help: None,
        };
        Self { reason: None, diagnostic }
    }

    /// The same mistake with what to do next.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.diagnostic.help = Some(help.into());
        self
    }

    /// The same mistake, raising a reason code.
    pub fn reason(mut self, reason: Reason) -> Self {
        self.reason = Some(reason);
        self
    }
}
