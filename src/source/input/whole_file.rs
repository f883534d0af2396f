//! A file that is not read from end to end, such as an archive.

use std::fs::File;
use std::io::{self, Read, Seek};

use super::unsound::unsound;
use super::xml_watch::XmlWatch;
use super::{Expansion, InputEnd};
use crate::source::FileDigest;
use crate::source::file::HashingReader;
use crate::source::zip_directory::open_zip;

/// An archive, hashed before anything of it is read.
#[derive(Debug)]
pub(in crate::source) struct WholeFile {
    file: File,
    bytes: u64,
    sha256: FileDigest,
    declares_types: bool,
    hides_values: bool,
}

impl WholeFile {
    /// Hashes the file and makes sure that its members do not expand beyond the bound.
    pub(in crate::source) fn open(file: File) -> io::Result<Self> {
        let mut hashed = HashingReader::new(file.try_clone()?);
        io::copy(&mut hashed, &mut io::sink())?;
        let (_, bytes, sha256) = hashed.finish();
        let mut whole = Self { file, bytes, sha256, declares_types: false, hides_values: false };
        whole.measure()?;
        Ok(whole)
    }

    /// Whether a member that is XML has a document type, whose entities could expand without end, or read other files.
    pub(in crate::source) fn declares_types(&self) -> bool {
        self.declares_types
    }

    /// Whether the value of a cell is written in a way of which only a part would be read.
    pub(in crate::source) fn hides_values(&self) -> bool {
        self.hides_values
    }

    /// The file, at its start.
    pub(in crate::source) fn file(&self) -> io::Result<File> {
        let mut file = self.file.try_clone()?;
        file.rewind()?;
        Ok(file)
    }

    /// The file, and what is known of it.
    pub(in crate::source) fn finish(self) -> InputEnd {
        let Self { file, bytes, sha256, .. } = self;
        InputEnd { file, bytes, content_bytes: bytes, sha256 }
    }

    fn measure(&mut self) -> io::Result<()> {
        let bound = Expansion::of(self.bytes);
        let mut archive = open_zip(self.file()?).map_err(unsound)?;
        let (mut passed, mut buffer) = (0, vec![0; 1 << 16]);
        for place in 0..archive.len() {
            let mut member = archive.by_index(place).map_err(|error| unsound(error.to_string()))?;
            let is_xml = member.name().is_ok_and(|name| is_xml(&name));
            let mut watch = XmlWatch::default();
            loop {
                let length = member.read(&mut buffer)?;
                if is_xml {
                    watch.see(&buffer[..length]);
                }
                passed += length as u64;
                if !bound.allows(passed) {
                    return Err(unsound(bound.refusal()));
                }
                if length == 0 {
                    break;
                }
            }
            self.declares_types |= watch.declares_types;
            self.hides_values |= watch.hides_values;
        }
        Ok(())
    }
}

/// Whether a member of that name is XML, as a workbook's are.
fn is_xml(name: &str) -> bool {
    [".xml", ".rels", ".vml"].iter().any(|ending| name.to_ascii_lowercase().ends_with(ending))
}
