//! What is wrong with a template file.

use std::fmt::Display;

/// Something wrong with a template file.
#[derive(Debug)]
pub(super) struct Fault {
    /// What is wrong.
    pub(super) title: String,
    /// Where, and why.
    pub(super) label: String,
}

impl Fault {
    /// What keeps the file from being read at all.
    pub(super) fn of_file(why: impl Display) -> Self {
        Self { title: "the template cannot be read".to_owned(), label: why.to_string() }
    }

    /// What keeps a line from being read.
    pub(super) fn unreadable(line: usize, why: impl Display) -> Self {
        Self::of_file(format!("line {line}: {why}"))
    }

    /// A question that is asked again: which of the two a form has, nothing says.
    pub(super) fn asked_twice(code: &str, line: usize, first: usize) -> Self {
        Self::twice(format!("the template has the question `{code}` twice"), line, first)
    }

    /// An element that says one thing and then another.
    pub(super) fn said_twice(element: &str, line: usize, first: usize) -> Self {
        Self::twice(format!("<{element}> stands here twice, and says two things"), line, first)
    }

    fn twice(title: String, line: usize, first: usize) -> Self {
        Self { title, label: format!("line {line}: again; line {first}: first") }
    }
}
