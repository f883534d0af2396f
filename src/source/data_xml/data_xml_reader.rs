//! Reads the records of one entity.

use std::borrow::Cow;
use std::io::{self, BufReader, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::record::{EntityId, FileId, Reason, SourceRecord, Value};
use crate::source::decoding::{Decoded, DecodingFault, Encoding};
use crate::source::json::{JsonNames, Member};
use crate::source::rows::{Header, Malformed, Mismatch, Notes, RecordMaker};
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
        let input = Decoded::new(input, Encoding::Utf8, false)?;
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
        match self.next_element() {
            Ok(true) => {
                return Ok(Some(self.record.finish(self.number)));
            }
            Ok(false) => {}
            Err(Fault::Io(error)) => return Err(error),
            Err(Fault::Form(message)) => {
                let (line, offset) = (self.number.max(1), self.xml.buffer_position());
                let malformed =
                    Malformed { reason: Reason::BadXml, line, offset, message: message.to_owned() };
                self.record.maker.notes.faults.malformed = Some(malformed);
            }
        }
        self.readable = false;
        if let Some(DecodingFault::Mismatch(found, offset)) = self.xml.get_ref().get_ref().fault().cloned() {
            self.record.maker.notes.faults.malformed = None;
            self.record.maker.notes.faults.mismatch = Some(Mismatch { found, offset });
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
        let mut within = false;
        loop {
            let before = self.xml.buffer_position();
            self.buffer.clear();
            let event = self.xml.read_event_into(&mut self.buffer)?;
            match event {
                Event::Start(element) => match element.local_name().as_ref() {
                    "record" if !within => {
                        within = true;
                        self.number += 1;
                        self.row = before;
                        self.record.columns.iter_mut().for_each(|(filled, _)| *filled = false);
                    }
                    "field" if within => {
                        self.record.place(&Field::of(&element)?);
                    }
                    // Links between records of this entity and others have no column to go to.
                    "m2mrelationship" => self.record.unknown("m2mrelationships", true),
                    "activitypointerrecords" => self.record.unknown("activitypointerrecords", true),
                    _ => {}
                },
                Event::End(element) if element.local_name().as_ref() == "record" => return Ok(true),
                Event::DocType(_) | Event::GeneralRef(_) => return Err(ENTITIES),
                Event::Eof if within => return Err(XML),
                Event::Eof => return Ok(false),
                _ => {}
            }
        }
    }
}

impl Row {
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

    fn finish(&mut self, number: u64) -> SourceRecord {
        for (filled, text) in &self.columns {
            self.maker.push(if *filled { Value::Text(text) } else { Value::Null });
        }
        self.maker.finish(number)
    }
}
