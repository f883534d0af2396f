//! Parts the file by entity.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::SystemTime;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::source::decoding::{DecodingFault, contradiction};

/// The bytes of a byte-order mark.
const MARK: u64 = 3;

/// Why a file cannot be parted.
#[derive(Debug)]
pub(in crate::source) enum PiecesError {
    /// The file cannot be read.
    Read(io::Error),
    /// A piece cannot be written.
    Write(io::Error),
    /// The file changed while it was read.
    Changed,
    /// Its bytes are not UTF-8.
    Encoding(DecodingFault),
    /// The file is not what it is named for, at that byte.
    Form(&'static str, u64),
}

impl From<io::Error> for PiecesError {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

/// Writes the element of each entity, byte for byte, into a file of its own, `<entity>.xml`, and tells their names and
/// sizes. Where the file breaks off or is no XML within an entity, the rest goes into that one's file, so that its reader
/// finds the place.
pub(in crate::source) fn split(path: &Path, folder: &Path) -> Result<Vec<(String, u64)>, PiecesError> {
    let stamp = file_stamp(path)?;
    if let Some(fault) = contradiction(File::open(path)?)? {
        return Err(PiecesError::Encoding(fault));
    }
    let file = File::open(path)?;
    let (mut source, length) = (file.try_clone()?, file.metadata()?.len());
    let mut ranges: Vec<(String, u64, u64)> = Vec::new();
    let mut xml = Reader::from_reader(BufReader::new(file));
    let (mut depth, mut begun, mut buffer) = (0, None::<(String, u64)>, Vec::new());
    loop {
        buffer.clear();
        let before = xml.buffer_position();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => {
                if depth == 1 {
                    begun = Some((name_of(&element, before)?, before));
                }
                depth += 1;
            }
            Ok(Event::Empty(element)) if depth == 1 => {
                ranges.push((name_of(&element, before)?, before, xml.buffer_position()));
            }
            Ok(Event::End(_)) => {
                depth -= 1;
                if depth == 1 {
                    ranges.extend(begun.take().map(|(name, start)| (name, start, xml.buffer_position())));
                }
            }
            Ok(Event::DocType(_)) => {
                return Err(PiecesError::Form("a document type, which no export has: it is refused", before));
            }
            Ok(Event::Text(text)) if depth < 2 && !is_blank(&text) => {
                return Err(PiecesError::Form("a text between entities, where no export has one", before));
            }
            Ok(Event::Eof) if depth == 0 => break,
            Ok(Event::Eof) | Err(_) => {
                let Some((name, start)) = begun.take() else {
                    return Err(PiecesError::Form("expected well-formed XML: export again, whole", before));
                };
                ranges.push((name, start, length));
                break;
            }
            Ok(_) => {}
        }
    }
    if ranges.is_empty() {
        return Err(PiecesError::Form("expected entities with records: name the export's own data.xml", 0));
    }
    if file_stamp(path)? != stamp {
        return Err(PiecesError::Changed);
    }
    let shift = shift(&mut source, ranges.first().map(|(_, start, _)| *start))?;
    let mut pieces = Vec::new();
    for (name, start, end) in ranges {
        let place = folder.join(format!("{name}.xml"));
        let made = File::options().write(true).create_new(true).mode(0o600).open(place);
        let mut piece = match made {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(PiecesError::Form("an entity stands in it twice: export again", start + shift));
            }
            made => made.map_err(PiecesError::Write)?,
        };
        source.seek(SeekFrom::Start(start + shift))?;
        io::copy(&mut source.by_ref().take(end - start), &mut piece).map_err(PiecesError::Write)?;
        pieces.push((name, end - start));
    }
    Ok(pieces)
}

/// Whether a text is nothing but the space between tags, or the mark at the start.
fn is_blank(text: &str) -> bool {
    text.chars().all(|one| one.is_ascii_whitespace() || one == '\u{feff}')
}

/// Size and time of change.
fn file_stamp(path: &Path) -> io::Result<(u64, Option<SystemTime>)> {
    let metadata = path.metadata()?;
    Ok((metadata.len(), metadata.modified().ok()))
}

/// How far places are off: a byte-order mark is not counted among them. An element begins with `<`.
fn shift(source: &mut File, start: Option<u64>) -> io::Result<u64> {
    let Some(start) = start else { return Ok(0) };
    let mut first = [0];
    source.seek(SeekFrom::Start(start))?;
    source.read_exact(&mut first)?;
    Ok(if first == *b"<" { 0 } else { MARK })
}

/// The name of an entity, which becomes that of a file.
fn name_of(element: &quick_xml::events::BytesStart<'_>, at: u64) -> Result<String, PiecesError> {
    const EXPECTED: &str = "expected entities, each with a name of letters and digits";
    let attributes = element.attributes().filter_map(Result::ok);
    let mut names = attributes.filter(|attribute| attribute.key.local_name().as_ref() == "name");
    let name = names.next().map(|attribute| attribute.value.to_string()).unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_entity = element.local_name().as_ref() == "entity" && !name.is_empty() && name.chars().all(plain);
    if is_entity { Ok(name.to_lowercase()) } else { Err(PiecesError::Form(EXPECTED, at)) }
}
