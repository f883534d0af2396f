//! The reader of a file's format.

use std::fs::File;
use std::io;

use crate::record::{EntityId, FileId, SourceRecord};
use crate::source::data_xml::DataXmlReader;
use crate::source::decoding::detect;
use crate::source::delimited::DelimitedReader;
use crate::source::input::{InputEnd, WholeFile};
use crate::source::json::JsonReader;
use crate::source::spreadsheet::{SpreadsheetReader, WorkbookReader};
use crate::source::{Entity, FileInput, Format, Header, Notes, Shape};

/// Reads a file by its format.
#[derive(Debug)]
pub(super) enum TableReader {
    Delimited(Box<DelimitedReader<FileInput>>),
    Json(Box<JsonReader<FileInput>>),
    DataXml(Box<DataXmlReader<FileInput>>),
    Spreadsheet(Box<SpreadsheetReader<FileInput>>),
    Workbook(Box<WorkbookReader>),
}

impl TableReader {
    /// Opens a file; `again` opens it once more, where its encoding has to be found out first.
    pub(super) fn open(
        file: File,
        again: &dyn Fn() -> io::Result<File>,
        format: &Format,
        entity: (EntityId, &Entity),
        id: FileId,
    ) -> io::Result<Self> {
        let input = |file| FileInput::open(file, None);
        Ok(match &format.shape {
            Shape::Delimited(form) => {
                let encoding = match form.encoding {
                    Some(encoding) => encoding,
                    None => detect(input(again()?)?)?,
                };
                let reader = DelimitedReader::new(input(file)?, (format, form, encoding), entity, id)?;
                Self::Delimited(Box::new(reader))
            }
            Shape::Json => Self::Json(Box::new(JsonReader::new(input(file)?, format, entity, id)?)),
            Shape::DataXml => Self::DataXml(Box::new(DataXmlReader::new(input(file)?, format, entity, id)?)),
            Shape::Spreadsheet(sheet) => {
                let reader = SpreadsheetReader::new(input(file)?, (format, sheet), entity, id)?;
                Self::Spreadsheet(Box::new(reader))
            }
            Shape::Workbook(sheet) => {
                let reader = WorkbookReader::new(WholeFile::open(file)?, (format, sheet), entity, id)?;
                Self::Workbook(Box::new(reader))
            }
        })
    }

    pub(super) fn header(&self) -> &Header {
        match self {
            Self::Delimited(reader) => reader.header(),
            Self::Json(reader) => reader.header(),
            Self::DataXml(reader) => reader.header(),
            Self::Spreadsheet(reader) => reader.header(),
            Self::Workbook(reader) => reader.header(),
        }
    }

    pub(super) fn row_offset(&self) -> u64 {
        match self {
            Self::Delimited(reader) => reader.row_offset(),
            Self::Json(reader) => reader.row_offset(),
            Self::DataXml(reader) => reader.row_offset(),
            Self::Spreadsheet(reader) => reader.row_offset(),
            Self::Workbook(reader) => reader.row_offset(),
        }
    }

    pub(super) fn next_record(&mut self) -> io::Result<Option<SourceRecord>> {
        match self {
            Self::Delimited(reader) => reader.next_record(),
            Self::Json(reader) => reader.next_record(),
            Self::DataXml(reader) => reader.next_record(),
            Self::Spreadsheet(reader) => reader.next_record(),
            Self::Workbook(reader) => Ok(reader.next_record()),
        }
    }

    pub(super) fn finish(self) -> io::Result<(InputEnd, Header, Notes)> {
        let (input, header, notes) = match self {
            Self::Delimited(reader) => reader.finish()?,
            Self::Json(reader) => reader.finish()?,
            Self::DataXml(reader) => reader.finish()?,
            Self::Spreadsheet(reader) => reader.finish()?,
            Self::Workbook(reader) => return Ok(reader.finish()),
        };
        Ok((input.finish()?, header, notes))
    }
}
