//! The reader of a file's format.

use std::fs::File;
use std::io;

use crate::record::{EntityId, FileId, SourceRecord};
use crate::source::decoding::detect;
use crate::source::delimited::DelimitedReader;
use crate::source::input::InputEnd;
use crate::source::{Entity, FileInput, Format, Header, Notes, Shape};

/// Reads a file by its format.
#[derive(Debug)]
pub(super) enum TableReader {
    Delimited(Box<DelimitedReader<FileInput>>),
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
        match &format.shape {
            Shape::Delimited(form) => {
                let encoding = match form.encoding {
                    Some(encoding) => encoding,
                    None => detect(FileInput::open(again()?, None)?)?,
                };
                let input = FileInput::open(file, None)?;
                let reader = DelimitedReader::new(input, (format, form, encoding), entity, id)?;
                Ok(Self::Delimited(Box::new(reader)))
            }
        }
    }

    pub(super) fn header(&self) -> &Header {
        match self {
            Self::Delimited(reader) => reader.header(),
        }
    }

    pub(super) fn row_offset(&self) -> u64 {
        match self {
            Self::Delimited(reader) => reader.row_offset(),
        }
    }

    pub(super) fn next_record(&mut self) -> io::Result<Option<SourceRecord>> {
        match self {
            Self::Delimited(reader) => reader.next_record(),
        }
    }

    pub(super) fn finish(self) -> io::Result<(InputEnd, Header, Notes)> {
        let (input, header, notes) = match self {
            Self::Delimited(reader) => reader.finish()?,
        };
        Ok((input.finish()?, header, notes))
    }
}
