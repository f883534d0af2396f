//! What writes a table in a shape.

use std::path::Path;

use super::ShapeName;
use super::data_xml_table::DataXmlTable;
use super::json_table::{JsonForm, JsonTable};
use super::sheet_table::{SpreadsheetTable, WorkbookTable};
use super::text_table::{BCP, TEXT, TextTable};
use crate::record::SourceRecord;
use crate::source::Entity;
use crate::synth::SynthError;

/// Writes the rows of one table.
pub(super) trait TableWriter {
    /// Writes a row.
    fn row(&mut self, row: &SourceRecord) -> Result<(), SynthError>;

    /// Completes the file.
    fn finish(self: Box<Self>) -> Result<(), SynthError>;
}

/// The writer of a table, whose file is made with what stands before its rows.
pub(super) fn table_writer(
    folder: &Path,
    entity: &Entity,
    shape: ShapeName,
) -> Result<Box<dyn TableWriter>, SynthError> {
    Ok(match shape {
        ShapeName::V6Sql | ShapeName::Text => Box::new(TextTable::create(folder, entity, &TEXT)?),
        ShapeName::OData => Box::new(JsonTable::create(folder, entity, JsonForm::WebInterface)?),
        ShapeName::ServiceJson => Box::new(JsonTable::create(folder, entity, JsonForm::Service)?),
        ShapeName::DataXml => Box::new(DataXmlTable::create(folder, entity)?),
        ShapeName::SpreadsheetXml => Box::new(SpreadsheetTable::create(folder, entity)?),
        ShapeName::Xlsx => Box::new(WorkbookTable::create(folder, entity)?),
        ShapeName::Bcp => Box::new(TextTable::create(folder, entity, &BCP)?),
    })
}
