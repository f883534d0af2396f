//! Delimited text files, read so that nothing and the empty string are told apart: RFC 4180, and text with delimiters and
//! terminators of several characters, with and without quotes.

mod delimited_reader;
mod general_splitter;
mod returns;
mod rows;
mod splitter;
mod splitting;

pub use delimited_reader::DelimitedReader;
