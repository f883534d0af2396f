//! What a template says once.

use super::fault::Fault;

/// A value that stands at one place of a template or question. What stands nearer to it counts: the code of another question,
/// deep within a rule, is not its own.
#[derive(Default)]
pub(super) struct Said {
    text: String,
    depth: usize,
    line: usize,
    /// The line of another value, no deeper than the first.
    other: Option<usize>,
}

impl Said {
    /// Takes a value with its depth in the file, and its line.
    pub(super) fn take(&mut self, text: &str, (depth, line): (usize, usize)) {
        if self.text.is_empty() || depth < self.depth {
            *self = Self { text: text.to_owned(), depth, line, other: None };
        } else if depth == self.depth && text != self.text {
            self.other.get_or_insert(line);
        }
    }

    /// The value; empty where nothing says it.
    pub(super) fn text(self) -> String {
        self.text
    }

    /// The line of the value, counted from 1; 0 where nothing says it.
    pub(super) fn line(&self) -> usize {
        self.line
    }

    /// That it is said twice, and otherwise.
    pub(super) fn contradiction(&self, element: &str) -> Option<Fault> {
        self.other.map(|other| Fault::said_twice(element, other, self.line))
    }
}
