//! HTML as the notes of an export have it, read for the proof: what is a tag, what a reference stands for, what a field or
//! a picture shows. What becomes of it is worked out by those who ask. Made without a look at what writes notes.

mod ahead;
mod element;
mod field;
mod reference;
mod tag;

pub(super) use ahead::Ahead;
pub(super) use field::{chosen, field, picture};
pub(super) use reference::{reference, resolved};
pub(super) use tag::{Tag, is_marked};

/// The bytes of the line end that a text starts with.
pub(super) fn line_end(text: &str) -> usize {
    ["\r\n", "\n", "\r"].iter().find(|end| text.starts_with(**end)).map_or(0, |end| end.len())
}
