//! The bytes of a file of the drop, compressed or not, with the SHA-256 of the file as it lies there.

mod bounded;
mod expansion;
mod file_input;
mod member;
mod unsound;
mod whole_file;
mod xml_watch;

pub use expansion::Expansion;
pub use file_input::FileInput;
pub(super) use file_input::InputEnd;
pub(super) use whole_file::WholeFile;
