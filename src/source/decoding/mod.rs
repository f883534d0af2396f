//! Which characters the bytes of a file stand for.

mod decoded;
mod detect;
mod encoding;
mod opening;
mod utf8_check;
mod utf8_watch;
mod whole_text;
mod xml_declaration;

pub(super) use decoded::{Decoded, DecodingFault};
pub(super) use detect::detect;
pub use encoding::Encoding;
pub(super) use xml_declaration::contradiction;
