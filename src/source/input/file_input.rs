//! A file of the drop as its bytes are read.

use std::fs::File;
use std::io::{self, Read, Seek};

use flate2::read::MultiGzDecoder;

use super::Expansion;
use super::bounded::Bounded;
use super::member::Member;
use super::unsound::{Unsound, unsound};
use crate::source::FileDigest;
use crate::source::file::HashingReader;

/// The bytes of a file: as they are, or unpacked where the file is compressed by gzip or is a zip of one file. What kind
/// it is shows in its first bytes, whatever its name.
#[derive(Debug)]
pub struct FileInput {
    content: Content,
    passed: u64,
}

#[derive(Debug)]
enum Content {
    Plain(HashingReader<File>),
    Gzip(Box<Bounded<MultiGzDecoder<HashingReader<File>>>>),
    /// A member of a zip, which is not read from end to end: the whole file was hashed before.
    Member {
        member: Box<Bounded<Member>>,
        file: File,
        bytes: u64,
        sha256: FileDigest,
    },
}

/// What is known of a file once its bytes were read.
#[derive(Debug)]
pub(in crate::source) struct InputEnd {
    /// The file.
    pub(in crate::source) file: File,
    /// Its size as it lies there.
    pub(in crate::source) bytes: u64,
    /// Its size once unpacked.
    pub(in crate::source) content_bytes: u64,
    /// Its SHA-256 as it lies there.
    pub(in crate::source) sha256: FileDigest,
}

impl FileInput {
    /// Opens a file. Of a zip, the member whose name ends in `member` is read or, where that is none, the only one.
    pub fn open(mut file: File, member: Option<&str>) -> io::Result<Self> {
        let mut magic = Vec::new();
        file.by_ref().take(4).read_to_end(&mut magic)?;
        file.rewind()?;
        let size = file.metadata()?.len();
        let content = match magic.as_slice() {
            [0x1F, 0x8B, ..] => {
                let unpacked = MultiGzDecoder::new(HashingReader::new(file));
                Content::Gzip(Box::new(Bounded::new(unpacked, Expansion::of(size))))
            }
            b"PK\x03\x04" | b"PK\x05\x06" => {
                let mut hashed = HashingReader::new(file.try_clone()?);
                io::copy(&mut hashed, &mut io::sink())?;
                let (_, bytes, sha256) = hashed.finish();
                let member = Box::new(Bounded::new(Member::open(&file, member)?, Expansion::of(size)));
                Content::Member { member, file, bytes, sha256 }
            }
            _ => Content::Plain(HashingReader::new(file)),
        };
        Ok(Self { content, passed: 0 })
    }

    /// Reads what is left and gives the SHA-256 of the file as it lies there.
    ///
    /// # Errors
    /// If the rest cannot be read.
    pub fn into_digest(self) -> io::Result<FileDigest> {
        Ok(self.finish()?.sha256)
    }

    /// Reads what is left and gives the file back.
    pub(in crate::source) fn finish(mut self) -> io::Result<InputEnd> {
        io::copy(&mut self, &mut io::sink())?;
        let content_bytes = self.passed;
        let (file, bytes, sha256) = match self.content {
            Content::Plain(input) => input.finish(),
            Content::Gzip(unpacked) => {
                let mut input = unpacked.into_inner().into_inner();
                io::copy(&mut input, &mut io::sink())?;
                input.finish()
            }
            Content::Member { file, bytes, sha256, .. } => (file, bytes, sha256),
        };
        Ok(InputEnd { file, bytes, content_bytes, sha256 })
    }
}

/// Whether an error has words of its own.
fn is_told(error: &io::Error) -> bool {
    error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Unsound>)
}

/// What is wrong with a compressed file, in words that say what to do.
fn damaged(error: io::Error, passed: u64) -> io::Error {
    match error.kind() {
        _ if is_told(&error) => error,
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
            unsound(format!(
                "it is damaged or cut short behind {passed} unpacked bytes: copy it again from where it was made"
            ))
        }
        _ => error,
    }
}

impl Read for FileInput {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = match &mut self.content {
            Content::Plain(input) => input.read(buffer),
            Content::Gzip(input) => input.read(buffer).map_err(|error| damaged(error, self.passed)),
            Content::Member { member, .. } => {
                member.read(buffer).map_err(|error| damaged(error, self.passed))
            }
        }?;
        self.passed += length as u64;
        Ok(length)
    }
}
