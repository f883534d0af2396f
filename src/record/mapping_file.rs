//! A TOML file of a mappings folder that a room reads for itself.

use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::{Diagnostic, form_words};

/// A file of a mappings folder, by its name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MappingFile(pub(crate) &'static str);

impl MappingFile {
    /// Reads the file from its folder; `wrong` is the title of a mistake in its form.
    pub(crate) fn read<T: DeserializeOwned>(self, folder: &Path, wrong: &str) -> Result<T, Vec<Diagnostic>> {
        let text = std::fs::read_to_string(folder.join(self.0))
            .map_err(|error| vec![self.mistake(0..0, "cannot read the file", error.to_string())])?;
        self.parse(&text, wrong)
    }

    /// Reads the file's text.
    pub(crate) fn parse<T: DeserializeOwned>(self, text: &str, wrong: &str) -> Result<T, Vec<Diagnostic>> {
        toml::from_str(text).map_err(|error| {
            vec![self.mistake(error.span().unwrap_or(0..0), wrong, form_words(error.message()))]
        })
    }

    /// A mistake in the file, without a word on what to do next.
    pub(crate) fn mistake(
        self,
        span: Range<usize>,
        title: impl Into<String>,
        label: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic { file: PathBuf::from(self.0), span, title: title.into(), label: label.into(), help: None }
    }
}
