//! Mistakes of one file, collected until all of it has been read.

use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use crate::record::{Diagnostic, form_words, nearest};

/// The text of one file of the mappings folder and the mistakes found in it.
pub(in crate::map) struct Mistakes {
    file: PathBuf,
    text: String,
    /// Where lines end, so that a line is found without counting.
    line_ends: Vec<usize>,
    found: Vec<Diagnostic>,
}

impl Mistakes {
    /// Reads a file; one that cannot be read is its first mistake.
    pub(in crate::map) fn read(mappings: &Path, file: impl Into<PathBuf>) -> Self {
        let file = file.into();
        match std::fs::read(mappings.join(&file)) {
            Ok(bytes) => Self::of_bytes(file, bytes),
            Err(error) => {
                let mut unread = Self::absent(file);
                unread.add(0..0, format!("the file cannot be read: {error}"), "");
                unread
            }
        }
    }

    /// Spreadsheets save text in the encoding of their country where nobody tells them otherwise.
    fn of_bytes(file: PathBuf, bytes: Vec<u8>) -> Self {
        let error = match String::from_utf8(bytes) {
            Ok(text) => return Self::of(file, text),
            Err(error) => error,
        };
        let good = error.utf8_error().valid_up_to();
        let line = 1 + memchr::memchr_iter(b'\n', &error.as_bytes()[..good]).count();
        let mut unread = Self::absent(file);
        let title = format!("the file is not UTF-8: byte {} on line {line} begins no character", good + 1);
        let help = "save the file as UTF-8 (spreadsheets call it `CSV UTF-8`)".to_owned();
        unread.add_with(0..0, title, "", help);
        unread
    }

    fn of(file: PathBuf, text: String) -> Self {
        let line_ends = memchr::memchr_iter(b'\n', text.as_bytes()).collect();
        Self { file, text, line_ends, found: Vec::new() }
    }

    /// A file that does not exist, which is another file's mistake.
    pub(in crate::map) fn absent(file: PathBuf) -> Self {
        Self::of(file, String::new())
    }

    /// How many mistakes have been found so far.
    pub(in crate::map) fn count(&self) -> usize {
        self.found.len()
    }

    /// Whether the file holds no mistake so far.
    pub(in crate::map) fn none(&self) -> bool {
        self.found.is_empty()
    }

    /// The file, relative to the mappings folder.
    pub(in crate::map) fn file(&self) -> &Path {
        &self.file
    }

    /// The text of the file.
    pub(in crate::map) fn text(&self) -> &str {
        &self.text
    }

    /// The file as TOML; its first mistake of form is noted.
    pub(in crate::map) fn parse<T: DeserializeOwned>(&mut self) -> Option<T> {
        if !self.none() {
            return None;
        }
        match toml::from_str(&self.text) {
            Ok(value) => Some(value),
            Err(error) => {
                let message = form_words(error.message().lines().next().unwrap_or_default());
                let help = unknown_name(error.message());
                self.add_with(error.span().unwrap_or(0..0), message, "", help);
                None
            }
        }
    }

    /// Notes a mistake at these bytes.
    pub(in crate::map) fn add(
        &mut self,
        span: Range<usize>,
        title: impl Into<String>,
        label: impl Into<String>,
    ) {
        self.add_with(span, title, label, None);
    }

    /// Notes a mistake with what to do next.
    pub(in crate::map) fn add_with(
        &mut self,
        span: Range<usize>,
        title: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<Option<String>>,
    ) {
        let (title, label, help) = (title.into(), label.into(), help.into());
        self.found.push(Diagnostic { file: self.file.clone(), span, title, label, help });
    }

    /// Notes a mistake that may stand in another file.
    pub(in crate::map) fn push(&mut self, mistake: Diagnostic) {
        self.found.push(mistake);
    }

    /// Notes a name that is none of those that there are.
    pub(in crate::map) fn unknown<'a>(
        &mut self,
        span: Range<usize>,
        title: impl Into<String>,
        name: &str,
        there: impl Iterator<Item = &'a str>,
    ) {
        let help = nearest(name, there).map(|near| format!("did you mean `{near}`?"));
        self.add_with(span, title, "no such name", help);
    }

    /// The line that a byte is on, counted from 1.
    pub(in crate::map) fn line(&self, at: usize) -> u32 {
        let before = self.line_ends.partition_point(|end| *end < at);
        u32::try_from(before + 1).unwrap_or(u32::MAX)
    }

    /// The mistakes, in the order of the file.
    pub(in crate::map) fn into_found(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(|mistake| (mistake.span.start, mistake.span.end));
        self.found
    }
}

/// The nearest of the names that the reader of the file lists after an unknown one.
fn unknown_name(message: &str) -> Option<String> {
    let mut quoted = message.split('`').skip(1).step_by(2);
    if !message.starts_with("unknown ") {
        return None;
    }
    let name = quoted.next()?;
    nearest(name, quoted).map(|near| format!("did you mean `{near}`?"))
}
