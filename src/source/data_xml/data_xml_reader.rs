//! Reads the records of one entity.

use std::borrow::Cow;
use std::io::{self, BufReader, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::record::{EntityId, FileId, Guid, Reason, SourceRecord, Value};
use crate::source::decoding::Decoded;
use crate::source::json::{JsonNames, Member};
use crate::source::rows::{BrokenRow, Header, Malformed, Notes, RecordMaker};
use crate::source::{Entity, Format};

/// Reads the `record` elements of a piece of `data.xml` that holds one entity. Fields that are left out are null.
#[derive(Debug)]
pub struct DataXmlReader<R> {
    xml: Reader<BufReader<Decoded<R>>>,
    buffer: Vec<u8>,
    record: Row,
    /// The number of the record last read, and the byte at which it begins.
    number: u64,
    row: u64,
    readable: bool,
}

/// The record that is being read, and where its fields go.
#[derive(Debug)]
struct Row {
    names: JsonNames,
    maker: RecordMaker,
    /// By column, whether the record has it, and its text; the texts of one record make room for those of the next.
    columns: Vec<(bool, String)>,
    /// The column of the key, and the `id` of the record itself.
    key: Option<usize>,
    id: Option<String>,
    /// Whether the element of the record that was begun last is a field.
    in_field: bool,
    /// What is wrong with the record, if anything is.
    wrong: Option<&'static str>,
}

/// A `field` element.
#[derive(Default)]
struct Field<'e> {
    name: Cow<'e, str>,
    value: Cow<'e, str>,
    label: Option<Cow<'e, str>>,
    table: Option<Cow<'e, str>>,
}

impl<'e> Field<'e> {
    fn of(element: &'e BytesStart<'_>) -> Result<Self, Fault> {
        let mut field = Self::default();
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|_| XML)?;
            let value = attribute.normalized_value(XmlVersion::default()).map_err(|_| ENTITIES)?;
            match attribute.key.local_name().as_ref() {
                "name" => field.name = value,
                "value" => field.value = value,
                "lookupentityname" => field.label = Some(value),
                "lookupentity" => field.table = Some(value),
                _ => {}
            }
        }
        Ok(field)
    }
}

/// Why reading ends.
enum Fault {
    Io(io::Error),
    Form(&'static str),
}

/// What a link between records is called, and what a column of them is.
const LINK: &str = "m2mrelationship";
const LINKS: &str = "m2mrelationships";

const NO_TEXT: &str = "expected values in attributes, and no text between the tags";
const ONE_KEY: &str = "expected the field of the key to say what the record's id says";
const XML: Fault = Fault::Form("expected well-formed XML: export again, whole");
const ENTITIES: Fault =
    Fault::Form("a document type or an entity of the file's own, which no export has: it is refused");

impl From<quick_xml::Error> for Fault {
    fn from(error: quick_xml::Error) -> Self {
        match error {
            quick_xml::Error::Io(error) => Self::Io(io::Error::new(error.kind(), error.to_string())),
            _ => XML,
        }
    }
}

impl<R: Read> DataXmlReader<R> {
    /// Opens a file of the entity `id`, which is `entity`.
    pub fn new(
        input: R,
        format: &Format,
        (id, entity): (EntityId, &Entity),
        file: FileId,
    ) -> io::Result<Self> {
        let input = Decoded::of_xml(input)?;
        let mut xml = Reader::from_reader(BufReader::new(input));
        xml.config_mut().expand_empty_elements = true;
        let names = entity.columns.iter().map(|column| column.name.clone()).collect();
        Ok(Self {
            xml,
            buffer: Vec::new(),
            record: Row {
                names: JsonNames::new(format, (id, entity)),
                maker: RecordMaker::new(Header::given(names, entity), format, (id, entity), file),
                columns: vec![(false, String::new()); entity.columns.len()],
                key: entity.key.map(|key| usize::from(key.0)),
                id: None,
                in_field: false,
                wrong: None,
            },
            number: 0,
            row: 0,
            readable: true,
        })
    }

    /// The header: the entity's columns, and what else fields were called.
    pub fn header(&self) -> &Header {
        &self.record.maker.header
    }

    /// The byte at which the record begins that was read last.
    pub fn row_offset(&self) -> u64 {
        self.row
    }

    /// The next record; none at the end of what can be read.
    pub fn next_record(&mut self) -> io::Result<Option<SourceRecord>> {
        if !self.readable {
            return Ok(None);
        }
        let mut found = self.next_element();
        while matches!(found, Ok(true)) {
            let record = self.record.finish(self.number, self.row);
            if record.is_some() {
                return Ok(record);
            }
            found = self.next_element();
        }
        match found {
            Ok(_) => {}
            Err(Fault::Io(error)) => return Err(error),
            Err(Fault::Form(message)) => {
                let (line, offset) = (self.number.max(1), Some(self.xml.buffer_position()));
                let malformed =
                    Malformed { reason: Reason::BadXml, line, offset, message: message.to_owned() };
                self.record.maker.notes.faults.malformed = Some(malformed);
            }
        }
        self.readable = false;
        if let Some(fault) = self.xml.get_ref().get_ref().fault().cloned() {
            self.record.maker.notes.faults.undecoded(fault, self.number.max(1));
        }
        Ok(None)
    }

    /// Reads the rest of the input without looking at it, and hands back the input, the header and the notes.
    pub fn finish(self) -> io::Result<(R, Header, Notes)> {
        let mut input = self.xml.into_inner().into_inner();
        io::copy(&mut input, &mut io::sink())?;
        Ok((input.into_inner(), self.record.maker.header, self.record.maker.notes))
    }

    /// Reads on to the end of the next record; false where none follows.
    fn next_element(&mut self) -> Result<bool, Fault> {
        // How many elements are open, from that of the record on, or from one beside the records.
        let (mut depth, mut beside) = (0_u64, 0_u64);
        loop {
            let before = self.xml.buffer_position();
            self.buffer.clear();
            let event = self.xml.read_event_into(&mut self.buffer)?;
            match event {
                Event::Start(_) if beside > 0 => beside += 1,
                Event::End(_) if beside > 0 => beside -= 1,
                Event::Start(element) if depth > 0 => {
                    self.record.child(&element, depth)?;
                    depth += 1;
                }
                Event::End(_) if depth == 1 => return Ok(true),
                Event::End(_) => depth = depth.saturating_sub(1),
                Event::Start(element) => match element.local_name().as_ref() {
                    "record" => {
                        depth = 1;
                        self.number += 1;
                        self.row = before;
                        self.record.begin(&element)?;
                    }
                    "entity" | "records" | "m2mrelationships" => {}
                    // Links between records of this entity and others have no column to go to, nor has anything else.
                    name => {
                        self.record.unknown(if name == LINK { LINKS } else { name }, true);
                        beside = 1;
                    }
                },
                Event::Text(text) if beside > 0 || is_blank(&text) => {}
                Event::CData(_) if beside > 0 => {}
                Event::Text(_) | Event::CData(_) if depth > 0 => self.record.wrong = Some(NO_TEXT),
                Event::Text(_) | Event::CData(_) => return Err(Fault::Form(NO_TEXT)),
                Event::DocType(_) | Event::GeneralRef(_) => return Err(ENTITIES),
                Event::Eof if depth > 0 => return Err(XML),
                Event::Eof => return Ok(false),
                _ => {}
            }
        }
    }
}

/// Whether a text is nothing but the space between tags.
fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_whitespace())
}

impl Row {
    /// Begins a record.
    fn begin(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        self.columns.iter_mut().for_each(|(filled, _)| *filled = false);
        self.wrong = None;
        self.id = None;
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|_| XML)?;
            if attribute.key.local_name().as_ref() == "id" {
                let id = attribute.normalized_value(XmlVersion::default()).map_err(|_| ENTITIES)?;
                self.id = Some(id.into_owned());
            }
        }
        Ok(())
    }

    /// Takes an element within the record, so deep. What is no field of the record, or stands within one, has no column to go
    /// to; what stands within that goes with it.
    fn child(&mut self, element: &BytesStart<'_>, depth: u64) -> Result<(), Fault> {
        let name = element.local_name();
        match depth {
            1 => self.in_field = name.as_ref() == "field",
            2 if self.in_field => {}
            _ => return Ok(()),
        }
        if depth == 1 && self.in_field {
            self.place(&Field::of(element)?);
        } else {
            self.unknown(name.as_ref(), true);
        }
        Ok(())
    }

    /// Puts a field's value, and what stands beside it, into their columns.
    fn place(&mut self, field: &Field<'_>) {
        let Member::Column(place) = self.names.member(&field.name) else {
            self.unknown(&field.name, !field.value.is_empty());
            return;
        };
        let beside = [(self.names.label(place), &field.label), (self.names.table(place), &field.table)];
        for (column, text) in beside {
            if let Some((column, text)) = column.zip(text.as_deref()) {
                self.put(column, text);
            }
        }
        if self.put(place, &field.value) {
            self.maker.header.add_duplicate(&field.name);
        }
    }

    /// Puts a text into a column; whether the record had it already.
    fn put(&mut self, column: usize, text: &str) -> bool {
        let (filled, own) = &mut self.columns[column];
        own.clear();
        own.push_str(text);
        std::mem::replace(filled, true)
    }

    /// Counts what the entity has no column for.
    fn unknown(&mut self, name: &str, filled: bool) {
        let place = self.maker.header.add_unknown(name);
        let counts = &mut self.maker.notes.unknown_filled;
        counts.resize(counts.len().max(place + 1), 0);
        counts[place] += u64::from(filled);
    }

    /// The record, unless something is wrong with it; it begins at that byte.
    fn finish(&mut self, number: u64, offset: u64) -> Option<SourceRecord> {
        let contradicted = self.has_two_keys().then_some(ONE_KEY);
        if let Some(expected) = self.wrong.or(contradicted) {
            let broken = BrokenRow {
                line: number,
                reason: Reason::BadXml,
                fields: 0,
                offset,
                expected: Some(expected),
            };
            self.maker.notes.faults.broken.push(broken);
            return None;
        }
        for (filled, text) in &self.columns {
            self.maker.push(if *filled { Value::Text(text) } else { Value::Null });
        }
        Some(self.maker.finish(number))
    }

    /// Whether the record's `id` is another key than the field of the key has.
    fn has_two_keys(&self) -> bool {
        let field =
            self.key.map(|key| &self.columns[key]).filter(|(filled, text)| *filled && !text.is_empty());
        let Some((id, (_, field))) = self.id.as_deref().zip(field) else { return false };
        match (Guid::parse(id.trim()), Guid::parse(field.trim())) {
            (Ok(id), Ok(field)) => id != field,
            _ => !id.trim().eq_ignore_ascii_case(field.trim()),
        }
    }
}
