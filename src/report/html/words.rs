//! What templates say of numbers; the template engine passes some by value and others by reference.

use std::borrow::Borrow;

use crate::report::summary;
pub(in crate::report) use crate::report::summary::{awaited_words, layers_of, open_words, outside_words};

/// A share in percent.
pub(in crate::report) fn percent(part: impl Borrow<u64>, whole: impl Borrow<u64>) -> String {
    summary::percent(*part.borrow(), *whole.borrow())
}

/// A number and its noun.
pub(in crate::report) fn plural(number: impl Borrow<u64>, one: &str, many: &str) -> String {
    summary::plural(*number.borrow(), one, many)
}
