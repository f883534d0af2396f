//! Attachments whose content stands in their record, in base64.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

use base64::engine::general_purpose::STANDARD;
use base64::read::DecoderReader;

use crate::record::{FieldId, FileId, Guid};
use crate::source::folder::PrivateFolder;
use crate::source::{
    BodyRule, Claim, Column, DataType, Dictionary, DropFolder, Entity, FileReader, Kind, Profile, ReadError,
    RecordReader,
};

/// The contents, decoded into a private folder that goes when nobody uses it any more. One record is held at a time.
#[derive(Clone, Debug)]
pub(in crate::source) struct Bodies {
    folder: Arc<PrivateFolder>,
    /// Paths within the drop, `/<key>` behind that of the file in which the record stands, and sizes.
    files: Vec<(String, u64)>,
    /// Those of which not everything could be decoded.
    damaged: BTreeSet<String>,
}

impl Bodies {
    /// Decodes the contents that stand in rows of these files.
    pub(in crate::source) fn extract(
        drop: &DropFolder,
        (rules, profile): (&[BodyRule], &Profile),
        dictionary: &Dictionary,
        folder: PrivateFolder,
    ) -> Result<Self, ReadError> {
        let mut bodies = Self { folder: Arc::new(folder), files: Vec::new(), damaged: BTreeSet::new() };
        for rule in rules {
            let files = drop.files().iter().filter(|file| drop.correction(file.id).is_none());
            for file in files.filter(|file| profile.claim(&file.path) == Claim::Entity(rule.entity)) {
                let described = with_body(dictionary.entity(rule.entity), &rule.column);
                let full = drop.full_path(file);
                let columns = (rule.entity, &described);
                let opened = FileReader::open(&full, &file.path, FileId(0), &profile.format, columns);
                let Ok(reader) = opened else { continue };
                bodies.take(reader, &file.path, (rule.file, described.column(&rule.column)))?;
            }
        }
        bodies.files.sort();
        Ok(bodies)
    }

    /// Takes the contents of a file whose rows have keys and contents in these columns.
    fn take(
        &mut self,
        mut reader: FileReader,
        path: &str,
        (key, body): (FieldId, Option<FieldId>),
    ) -> Result<(), ReadError> {
        // What is wrong with the file is told when its rows are read.
        while let Ok(Some(record)) = reader.read() {
            let body = body.and_then(|body| record.get(body).text());
            if let (Some(key), Some(body)) = (record.guid(key), body) {
                let folder = self.folder.path().to_path_buf();
                let unwritable = |source| ReadError::Temporary { folder, source };
                self.put(path, key, body).map_err(unwritable)?;
            }
        }
        Ok(())
    }

    /// The folder.
    pub(in crate::source) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Paths within the drop, and sizes.
    pub(in crate::source) fn files(&self) -> &[(String, u64)] {
        &self.files
    }

    /// Whether not everything of the content at that path could be decoded.
    pub(in crate::source) fn is_damaged(&self, path: &str) -> bool {
        self.damaged.contains(path)
    }

    /// Decodes one content. Of two under one key the first stands, unless they differ: then what is there is no content.
    fn put(&mut self, path: &str, key: Guid, body: &str) -> io::Result<()> {
        let path = format!("{path}/{key}");
        let place = self.folder.path().join(key.to_string());
        let made = File::options().write(true).create_new(true).mode(0o600).open(&place);
        let mut file = match made {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if !holds(&place, body)? {
                    self.damaged.extend(
                        self.files.iter().filter(|(own, _)| is_of(own, key)).map(|(own, _)| own.clone()),
                    );
                }
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let mut decoder = decoder(body);
        match io::copy(&mut decoder, &mut file) {
            Ok(bytes) => self.files.push((path, bytes)),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                self.files.push((path.clone(), file.metadata()?.len()));
                self.damaged.insert(path);
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

fn is_of(path: &str, key: Guid) -> bool {
    path.rsplit('/').next() == Some(key.to_string().as_str())
}

/// Whether a file has the content that a body decodes to.
fn holds(place: &Path, body: &str) -> io::Result<bool> {
    let mut decoder = io::BufReader::new(decoder(body)).bytes();
    let mut file = io::BufReader::new(File::open(place)?).bytes();
    loop {
        match (decoder.next(), file.next()) {
            (None, None) => return Ok(true),
            (Some(Ok(one)), Some(Ok(other))) if one == other => {}
            _ => return Ok(false),
        }
    }
}

/// Reads what a body decodes to; line ends and spaces in it say nothing.
fn decoder(body: &str) -> impl Read + '_ {
    DecoderReader::new(Spaceless(body.as_bytes()), &STANDARD)
}

/// Bytes without white space.
struct Spaceless<'a>(&'a [u8]);

impl Read for Spaceless<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut read = 0;
        while read < buffer.len() {
            let Some((first, rest)) = self.0.split_first() else { break };
            self.0 = rest;
            if !first.is_ascii_whitespace() {
                buffer[read] = *first;
                read += 1;
            }
        }
        Ok(read)
    }
}

/// The entity with a column more, which holds the content.
fn with_body(entity: &Entity, column: &str) -> Entity {
    let mut with = entity.clone();
    with.columns.push(Column {
        name: column.to_owned(),
        data_type: DataType::Text(None),
        nullable: true,
        kind: Kind::System,
        time: None,
        note: String::new(),
    });
    with
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_decode_whole_or_are_damaged() {
        let decoded = |body| {
            let mut out = Vec::new();
            decoder(body).read_to_end(&mut out).map(|_| out)
        };
        assert_eq!(decoded("aGVs\r\n bG8=").unwrap(), b"hello");
        assert_eq!(decoded("").unwrap(), b"");
        for body in ["aGVsbG8", "aGV$", "aGVsbG8==", "=aGVs"] {
            assert_eq!(decoded(body).unwrap_err().kind(), io::ErrorKind::InvalidData, "{body}");
        }
    }
}
