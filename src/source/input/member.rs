//! The only member of a zip file.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Take};

use flate2::read::DeflateDecoder;
use flate2::{Crc, CrcReader};
use zip::CompressionMethod;

use super::unsound::unsound;
use crate::source::zip_directory::open_zip;

/// The content of a member as it is unpacked, with its checksum.
#[derive(Debug)]
pub(super) struct Member {
    content: CrcReader<Content>,
    expected: u32,
    ended: bool,
}

#[derive(Debug)]
enum Content {
    Stored(Take<File>),
    Deflated(DeflateDecoder<Take<File>>),
}

impl Read for Content {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Stored(content) => content.read(buffer),
            Self::Deflated(content) => content.read(buffer),
        }
    }
}

impl Member {
    /// Opens the member whose name ends in `ending` or, where that is none, the only file of the archive.
    pub(super) fn open(file: &File, ending: Option<&str>) -> io::Result<Self> {
        let mut archive = open_zip(file.try_clone()?).map_err(unsound)?;
        let mut wanted = None;
        for place in 0..archive.len() {
            let member = archive.by_index_raw(place).map_err(|error| unsound(error.to_string()))?;
            let name = member.name().map_err(|error| unsound(error.to_string()))?;
            if member.is_dir() || ending.is_some_and(|ending| !name.ends_with(ending)) {
                continue;
            }
            if member.encrypted() {
                return Err(unsound("a member is encrypted: unpack it yourself"));
            }
            let start = member.data_start().ok_or_else(|| unsound("a member has no content"))?;
            let of_member = (start, member.compressed_size(), member.compression(), member.crc32());
            if wanted.replace(of_member).is_some() {
                return Err(unsound(
                    "it has more than one member: unpack it and put its files into the drop",
                ));
            }
        }
        let Some((start, length, method, expected)) = wanted else {
            return Err(unsound("it has no such member"));
        };
        let mut file = file.try_clone()?;
        file.seek(SeekFrom::Start(start))?;
        let packed = file.take(length);
        let content = match method {
            CompressionMethod::Stored => Content::Stored(packed),
            CompressionMethod::Deflated => Content::Deflated(DeflateDecoder::new(packed)),
            _ => return Err(unsound("a member is compressed in a way that is not read: use deflate")),
        };
        Ok(Self { content: CrcReader::new(content), expected, ended: false })
    }

    fn checksum(&self) -> &Crc {
        self.content.crc()
    }
}

impl Read for Member {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.content.read(buffer)?;
        if length == 0 && !buffer.is_empty() && !self.ended {
            self.ended = true;
            if self.checksum().sum() != self.expected {
                return Err(unsound(
                    "a member's checksum is wrong, so that it is damaged: make the zip again",
                ));
            }
        }
        Ok(length)
    }
}
