//! `data.xml` of the Configuration Migration Tool: records of all entities in one file, values in attributes.

mod data_xml_reader;
mod pieces;

pub use data_xml_reader::DataXmlReader;
pub(super) use pieces::{PiecesError, split};
