//! Records as JSON objects: one array of them, the `value` array of a web interface's answer, or one object a line.

mod json_cells;
mod json_names;
mod json_reader;
mod object_end;

pub(super) use json_names::{JsonNames, Member};
pub use json_reader::JsonReader;
