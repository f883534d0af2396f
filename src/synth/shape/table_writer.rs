//! What writes a table in a shape.

use std::path::{Path, PathBuf};

use super::ShapeName;
use super::data_xml_table::DataXmlTable;
use super::flat_answers;
use super::flat_forms::FlatForms;
use super::json_table::{JsonForm, JsonTable};
use super::screen_labels::ScreenLabels;
use super::screen_table::ScreenTable;
use super::sheet_table::{SpreadsheetTable, WorkbookTable};
use super::text_table::{BCP, TEXT, TextTable};
use crate::record::{EntityId, SourceRecord};
use crate::source::{Entity, Profile};
use crate::synth::SynthError;

/// Writes the rows of one table.
pub(super) trait TableWriter {
    /// Writes a row.
    fn row(&mut self, row: &SourceRecord) -> Result<(), SynthError>;

    /// Completes the file.
    fn finish(self: Box<Self>) -> Result<(), SynthError>;
}

/// What writers of some shapes need besides the table.
#[derive(Debug)]
pub(super) enum Beside {
    Nothing,
    /// What screens show.
    Labels(Box<ScreenLabels>),
    /// The names of annotations, and the folder of attachments.
    Annotations(Box<Profile>, PathBuf),
    /// What flat tables of answers are made of.
    Forms(Box<FlatForms>),
}

/// The writer of a table, whose file is made with what stands before its rows.
pub(super) fn table_writer<'a>(
    folder: &Path,
    (id, entity): (EntityId, &Entity),
    shape: ShapeName,
    beside: &'a Beside,
) -> Result<Box<dyn TableWriter + 'a>, SynthError> {
    match beside {
        Beside::Nothing => {}
        Beside::Forms(forms) => return flat_answers::writer(folder, entity, forms),
        Beside::Labels(labels) => return Ok(Box::new(ScreenTable::create(folder, (id, entity), labels)?)),
        Beside::Annotations(profile, files) => {
            return Ok(Box::new(JsonTable::annotated(folder, (id, entity), (profile, files))?));
        }
    }
    Ok(match shape {
        ShapeName::V6Sql | ShapeName::Screen | ShapeName::ReportingTables | ShapeName::Text => {
            Box::new(TextTable::create(folder, entity, &TEXT)?)
        }
        ShapeName::OData | ShapeName::Annotations => {
            Box::new(JsonTable::create(folder, entity, JsonForm::WebInterface)?)
        }
        ShapeName::ServiceJson => Box::new(JsonTable::create(folder, entity, JsonForm::Service)?),
        ShapeName::DataXml => Box::new(DataXmlTable::create(folder, entity)?),
        ShapeName::SpreadsheetXml => Box::new(SpreadsheetTable::create(folder, entity)?),
        ShapeName::Xlsx => Box::new(WorkbookTable::create(folder, entity)?),
        ShapeName::Bcp => Box::new(TextTable::create(folder, entity, &BCP)?),
    })
}
