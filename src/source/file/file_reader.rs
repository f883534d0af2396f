//! Reads one file of the drop and makes sure that it stays the same.

use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::table_reader::TableReader;
use super::{FileDigest, ReadError, RecordReader};
use crate::record::{EntityId, FileId, SourceRecord};
use crate::source::input::InputEnd;
use crate::source::{Entity, Format, Header, Notes};

/// The records of one file, with the SHA-256 of its bytes.
#[derive(Debug)]
pub struct FileReader {
    full_path: PathBuf,
    path: String,
    stamp: Stamp,
    reader: TableReader,
}

/// What is known of a file once it was read to its end.
#[derive(Clone, Debug)]
pub struct FileEnd {
    /// Its size.
    pub bytes: u64,
    /// Its size once unpacked, where it is compressed; else the same.
    pub content_bytes: u64,
    /// Its SHA-256.
    pub sha256: FileDigest,
    /// Its header.
    pub header: Header,
    /// What was noted besides the records.
    pub notes: Notes,
}

/// What tells whether a file is still the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    changed: Option<SystemTime>,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self { bytes: metadata.len(), changed: metadata.modified().ok() }
    }
}

/// Opens what is a file. Opening what took its place since the drop was listed, such as a pipe, might never end.
pub(in crate::source) fn open_file(path: &Path) -> io::Result<File> {
    if path.metadata()?.is_file() { File::open(path) } else { Err(io::Error::other("no file any more")) }
}

impl FileReader {
    /// Opens the file at `full_path`, known as `path` within the drop, which holds rows of the entity `id`.
    pub fn open(
        full_path: &Path,
        path: &str,
        file: FileId,
        format: &Format,
        entity: (EntityId, &Entity),
    ) -> Result<Self, ReadError> {
        let input = open_file(full_path).map_err(ReadError::io(path))?;
        let stamp = Stamp::of(&input.metadata().map_err(ReadError::io(path))?);
        let again = || open_file(full_path);
        let format = format.of_file(path);
        let reader = TableReader::open(input, &again, &format, entity, file).map_err(ReadError::io(path))?;
        Ok(Self { full_path: full_path.to_path_buf(), path: path.to_owned(), stamp, reader })
    }

    /// The header of the file.
    pub fn header(&self) -> &Header {
        self.reader.header()
    }

    /// About how many bytes of the file have been passed.
    pub fn offset(&self) -> u64 {
        self.reader.row_offset().min(self.stamp.bytes)
    }

    /// Reads to the end and checks that the file is the one that was opened, unchanged.
    pub fn finish(self) -> Result<FileEnd, ReadError> {
        let path = self.path.as_str();
        let (end, header, notes) = self.reader.finish().map_err(ReadError::io(path))?;
        let InputEnd { file, bytes, content_bytes, sha256 } = end;
        let now = Stamp::of(&file.metadata().map_err(ReadError::io(path))?);
        let there = Stamp::of(&self.full_path.metadata().map_err(ReadError::io(path))?);
        if now != self.stamp || there != self.stamp || bytes != self.stamp.bytes {
            return Err(ReadError::Changed { path: self.path });
        }
        Ok(FileEnd { bytes, content_bytes, sha256, header, notes })
    }
}

impl RecordReader for FileReader {
    fn read(&mut self) -> Result<Option<SourceRecord>, ReadError> {
        self.reader.next_record().map_err(ReadError::io(&self.path))
    }

    fn position(&self) -> u64 {
        self.reader.row_offset()
    }
}
