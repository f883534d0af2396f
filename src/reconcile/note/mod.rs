//! The text of notes, read back: paragraphs of note markup, lines, sections, tails. Made without a look at what writes
//! notes; a value that looks like a line of its own cannot deceive it, for a line is a paragraph and inner line ends are
//! breaks (in plain text: are followed by two spaces).

mod embedded;
mod inline_image;
mod lines;
mod markup;
mod paragraphs;
mod sections;
mod visible;

pub(super) use embedded::carriers;
pub(super) use inline_image::{Picture, pictures};
pub(crate) use lines::paragraph_lines;
pub(super) use lines::{line_feeds, plain_lines, value_of, without_continuation};
pub(super) use markup::unescape;
pub(super) use paragraphs::Paragraphs;
pub(crate) use sections::Sections;
pub(super) use sections::split_tail;
pub(crate) use visible::visible_markup;
