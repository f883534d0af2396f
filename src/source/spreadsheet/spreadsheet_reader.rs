//! Reads records out of SpreadsheetML 2003, the XML that older spreadsheets write.

use std::io::{self, BufReader, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::sheet_rows::{SheetRow, SheetRows};
use super::workbook_cell::{Odd, odd_of};
use crate::record::{EntityId, FileId, Reason, SourceRecord};
use crate::source::decoding::Decoded;
use crate::source::rows::{Header, Malformed, Notes};
use crate::source::{Entity, Format, Sheet};

/// More columns than a worksheet of any spreadsheet has.
const MOST_COLUMNS: usize = 16_384;

/// An element or text longer than this is refused: a cell holds 32,767 characters.
const LONGEST_PIECE: usize = 64 << 20;

/// Reads the rows of the first worksheet, or of the one that the profile names.
#[derive(Debug)]
pub struct SpreadsheetReader<R> {
    xml: Reader<BufReader<Decoded<R>>>,
    buffer: Vec<u8>,
    sheet: Sheet,
    rows: SheetRows,
    /// The row last read, and its number.
    row: SheetRow,
    number: u64,
    /// How many worksheets with rows were begun, and whether the one read now counts.
    sheets: usize,
    wanted: bool,
    readable: bool,
    malformed: Option<Malformed>,
}

impl<R: Read> SpreadsheetReader<R> {
    /// Reads the header row of a file of the entity `id`, which is `entity`.
    pub fn new(
        input: R,
        (format, sheet): (&Format, &Sheet),
        entity: (EntityId, &Entity),
        file: FileId,
    ) -> io::Result<Self> {
        let input = Decoded::of_xml(input)?;
        let mut xml = Reader::from_reader(BufReader::new(input));
        xml.config_mut().expand_empty_elements = true;
        let mut reader = Self {
            xml,
            buffer: Vec::new(),
            sheet: sheet.clone(),
            rows: SheetRows::new(None, (format, sheet), entity, file),
            row: SheetRow::default(),
            number: 0,
            sheets: 0,
            wanted: false,
            readable: true,
            malformed: None,
        };
        let header = reader.next_filled()?.then(|| std::mem::take(&mut reader.row));
        reader.rows = SheetRows::new(header, (format, sheet), entity, file);
        reader.note();
        Ok(reader)
    }

    /// The header.
    pub fn header(&self) -> &Header {
        &self.rows.maker.header
    }

    /// The byte at which the row begins that was read last.
    pub fn row_offset(&self) -> u64 {
        self.row.offset
    }

    /// The next record; none at the end of what can be read.
    pub fn next_record(&mut self) -> io::Result<Option<SourceRecord>> {
        while self.next_filled()? {
            let record = self.rows.record(&self.row);
            if record.is_some() {
                return Ok(record);
            }
        }
        self.note();
        Ok(None)
    }

    /// Reads the rest of the input without looking at it, and hands back the input, the header and the notes.
    pub fn finish(mut self) -> io::Result<(R, Header, Notes)> {
        self.note();
        let mut input = self.xml.into_inner().into_inner();
        io::copy(&mut input, &mut io::sink())?;
        Ok((input.into_inner(), self.rows.maker.header, self.rows.maker.notes))
    }

    /// Hands on what was found wrong with the file.
    fn note(&mut self) {
        let faults = &mut self.rows.maker.notes.faults;
        if let Some(malformed) = self.malformed.take() {
            faults.malformed = Some(malformed);
        }
        // Rows before the place were read already; the one that it is in is the last.
        let fault = self.xml.get_ref().get_ref().fault().filter(|_| !self.readable);
        if let Some(fault) = fault.cloned() {
            faults.undecoded(fault, self.number.max(1));
        }
    }

    /// Reads the next row that has a cell; false where none follows.
    fn next_filled(&mut self) -> io::Result<bool> {
        while self.readable {
            match self.next_row() {
                Ok(true) if self.row.cells.is_empty() => {}
                Ok(found) => {
                    self.readable = found;
                    return Ok(found);
                }
                Err(Fault::Io(error)) => return Err(error),
                Err(Fault::Form(message)) => {
                    let offset = Some(self.xml.buffer_position());
                    let line = self.number.max(1);
                    self.malformed = Some(Malformed { reason: Reason::BadXml, line, offset, message });
                    self.readable = false;
                }
            }
        }
        Ok(false)
    }

    /// Reads on to the end of the next row of the worksheet; false at the end of the file.
    fn next_row(&mut self) -> Result<bool, Fault> {
        loop {
            let offset = self.xml.get_ref().get_ref().mark() + self.xml.buffer_position();
            self.buffer.clear();
            match self.xml.read_event_into(&mut self.buffer)? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "Worksheet" => {
                        self.sheets += 1;
                        let name = attribute(&element, "Name")?;
                        self.wanted = match &self.sheet.name {
                            Some(wanted) => name.as_deref() == Some(wanted),
                            None => true,
                        };
                        self.number = 0;
                    }
                    "Row" if self.wanted => {
                        if self.sheet.name.is_none() && self.sheets > 1 {
                            return Err(form(
                                "expected rows in one worksheet: name it in the profile as sheet",
                            ));
                        }
                        let index = number(attribute(&element, "Index")?)?;
                        let next = self.number + 1;
                        let number = index.map_or(next, |index| index as u64);
                        if number < next {
                            return Err(form("expected rows in ascending order: ss:Index runs backwards"));
                        }
                        self.number = number;
                        self.row = SheetRow { number, offset, sparse: number > next, ..SheetRow::default() };
                        self.cells()?;
                        return Ok(true);
                    }
                    _ => {}
                },
                Event::DocType(_) => return Err(entities()),
                Event::Eof => return Ok(false),
                _ => {}
            }
        }
    }

    /// Reads the cells of a row, up to its end.
    fn cells(&mut self) -> Result<(), Fault> {
        let mut next = 0;
        loop {
            self.buffer.clear();
            match self.xml.read_event_into(&mut self.buffer)? {
                Event::Start(element) if element.local_name().as_ref() == "Cell" => {
                    let index = number(attribute(&element, "Index")?)?;
                    let across = number(attribute(&element, "MergeAcross")?)?.unwrap_or(0);
                    let place = index.map_or(next, |index| index.saturating_sub(1));
                    if place < next || place >= MOST_COLUMNS || across >= MOST_COLUMNS {
                        return Err(form(
                            "expected cells in ascending order, within a worksheet: ss:Index is wrong",
                        ));
                    }
                    self.row.sparse |= place > next || across > 0;
                    if let Some((text, odd)) = self.cell()? {
                        self.row.cells.push((place, text));
                        self.row.odd.extend(odd.map(|odd| (place, odd)));
                    }
                    next = place + 1 + across;
                }
                Event::End(element) if element.local_name().as_ref() == "Row" => return Ok(()),
                Event::DocType(_) => return Err(entities()),
                Event::Eof => return Err(form("the file ends within a row: export again, whole")),
                _ => {}
            }
        }
    }

    /// The text of a cell, up to its end, and what is odd about it; none where it has no data. What a comment says is none
    /// of the cell's.
    fn cell(&mut self) -> Result<Option<(String, Option<Odd>)>, Fault> {
        let (mut text, mut in_data, mut depth) = (None, false, 0_u64);
        let mut kind = None;
        loop {
            self.buffer.clear();
            match self.xml.read_event_into(&mut self.buffer)? {
                Event::Start(element) => {
                    if depth == 0 && element.local_name().as_ref() == "Data" {
                        if text.replace(String::new()).is_some() {
                            return Err(form("expected one value in each cell: export again, whole"));
                        }
                        kind = attribute(&element, "Type")?;
                        in_data = true;
                    }
                    depth += 1;
                }
                Event::End(_) if depth == 0 => {
                    return Ok(text.map(|text| {
                        let odd = kind.and_then(|kind| odd_of(&kind, &text));
                        (text, odd)
                    }));
                }
                Event::End(_) => {
                    depth -= 1;
                    in_data &= depth > 0;
                }
                Event::Text(piece) if in_data => push(&mut text, &piece.xml10_content())?,
                Event::CData(piece) if in_data => push(&mut text, &piece.xml10_content())?,
                Event::GeneralRef(name) if in_data => push(&mut text, &resolved(&name)?)?,
                Event::DocType(_) => return Err(entities()),
                Event::Eof => return Err(form("the file ends within a cell: export again, whole")),
                _ => {}
            }
        }
    }
}

/// Why reading ends.
enum Fault {
    Io(io::Error),
    Form(String),
}

impl From<quick_xml::Error> for Fault {
    fn from(error: quick_xml::Error) -> Self {
        match error {
            quick_xml::Error::Io(error) => Self::Io(io::Error::new(error.kind(), error.to_string())),
            _ => form("expected well-formed XML: export again, whole"),
        }
    }
}

fn form(message: &str) -> Fault {
    Fault::Form(message.to_owned())
}

/// Entities of the file's own could expand without end, or read other files.
fn entities() -> Fault {
    form("a document type or an entity of the file's own, which no export has: it is refused")
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, Fault> {
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|_| form("expected attributes with values in quotes"))?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute.normalized_value(XmlVersion::default()).map_err(|_| entities())?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

fn number(text: Option<String>) -> Result<Option<usize>, Fault> {
    let parsed = text.map(|text| text.trim().parse());
    parsed.transpose().map_err(|_| form("expected a number of a row or cell"))
}

fn push(text: &mut Option<String>, piece: &str) -> Result<(), Fault> {
    let text = text.get_or_insert_default();
    text.push_str(piece);
    let illegal = |c: char| c < ' ' && !matches!(c, '\t' | '\n' | '\r');
    if piece.contains(illegal) || text.len() > LONGEST_PIECE {
        return Err(form("a character that XML does not allow, or a cell without end"));
    }
    Ok(())
}

/// What a reference stands for: a character by its number, or one of the five that XML itself names.
fn resolved(name: &str) -> Result<String, Fault> {
    let resolved = quick_xml::escape::unescape(&format!("&{name};")).map(std::borrow::Cow::into_owned);
    resolved.map_err(|_| entities())
}
