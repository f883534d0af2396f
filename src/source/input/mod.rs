//! The bytes of a file of the drop, compressed or not, with the SHA-256 of the file as it lies there.

mod bounded;
mod expansion;
mod file_input;
mod member;
mod type_watch;
mod unsound;
mod whole_file;

pub use expansion::Expansion;
pub use file_input::FileInput;
pub(super) use file_input::InputEnd;
pub(super) use whole_file::WholeFile;
