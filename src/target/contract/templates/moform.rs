//! One template file.

use std::borrow::Cow;
use std::path::Path;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::raw::RawElements;
use super::{Template, TemplateQuestion};

/// Reads a template. Elements that are not named are passed over: the format is not public, and only these parts are used.
///
/// # Errors
/// What is wrong with the file, in words.
pub(super) fn parse(text: &str, names: &RawElements) -> Result<Template, String> {
    let mut reading = Reading { names, template: Template::default(), question: None, path: Vec::new() };
    let mut reader = Reader::from_str(text);
    loop {
        let line = line_at(text, usize::try_from(reader.buffer_position()).unwrap_or(0));
        match reader.read_event().map_err(|error| format!("line {line}: {error}"))? {
            Event::Start(element) => reading.open(&element)?,
            Event::Empty(element) => {
                reading.open(&element)?;
                reading.close()?;
            }
            Event::End(_) => reading.close()?,
            Event::Text(text) => reading.text(&text.xml10_content()),
            Event::CData(text) => reading.text(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let entity = format!("&{};", &*name);
                let text =
                    quick_xml::escape::unescape(&entity).map_err(|error| format!("line {line}: {error}"))?;
                reading.text(&text);
            }
            Event::Eof => {
                let open = reading.path.last().map(|(name, _)| name);
                match open {
                    Some(name) => {
                        return Err(format!("line {line}: the file ends within <{name}>: it is cut short"));
                    }
                    None => break,
                }
            }
            _ => {}
        }
    }
    if reading.template.code.is_empty() {
        return Err(format!("it has no <{}>", names.template));
    }
    Ok(reading.template)
}

/// The line of a byte, counted from 1.
fn line_at(text: &str, at: usize) -> usize {
    1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..at.min(text.len())]).count()
}

/// The text of a template file, by its byte-order mark, else by the encoding that it declares, else as UTF-8.
///
/// # Errors
/// Why it cannot be read, with the line of what does not decode.
pub(super) fn text_of(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let (encoding, start) = match encoding_rs::Encoding::for_bom(&bytes) {
        Some((encoding, length)) => (encoding, length),
        None => (declared_encoding(&bytes)?, 0),
    };
    let bytes = &bytes[start..];
    if encoding == encoding_rs::UTF_8 {
        return match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => {
                let line = 1 + memchr::memchr_iter(b'\n', &bytes[..error.valid_up_to()]).count();
                Err(format!("line {line}: not UTF-8, and no other encoding is declared in its first line"))
            }
        };
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.map(Cow::into_owned).ok_or_else(|| format!("it is not {}, which it says it is", encoding.name()))
}

/// The encoding that an XML declaration names; UTF-8 where there is none, or none is named.
fn declared_encoding(bytes: &[u8]) -> Result<&'static encoding_rs::Encoding, String> {
    let head = bytes.strip_prefix(b"<?xml").and_then(|rest| rest.split(|byte| *byte == b'>').next());
    let head = String::from_utf8_lossy(head.unwrap_or_default()).into_owned();
    let Some((_, named)) = head.split_once("encoding") else { return Ok(encoding_rs::UTF_8) };
    let name = named.split(['"', '\'']).nth(1).unwrap_or_default();
    encoding_rs::Encoding::for_label(name.as_bytes())
        .ok_or_else(|| format!("line 1: no encoding is called `{name}`"))
}

/// How far a file has been read.
struct Reading<'n> {
    names: &'n RawElements,
    template: Template,
    question: Option<(String, TemplateQuestion)>,
    /// The elements that are open, each with its text so far.
    path: Vec<(String, String)>,
}

impl Reading<'_> {
    fn open(&mut self, element: &BytesStart<'_>) -> Result<(), String> {
        let name = element.local_name().as_ref().to_owned();
        if name == self.names.question {
            self.question = Some((String::new(), TemplateQuestion::default()));
        }
        self.path.push((name, String::new()));
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let value =
                attribute.normalized_value(XmlVersion::default()).map_err(|error| error.to_string())?;
            let name = attribute.key.local_name().as_ref().to_owned();
            self.value(&name, &value);
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some((_, own)) = self.path.last_mut() {
            own.push_str(text);
        }
    }

    fn close(&mut self) -> Result<(), String> {
        let Some((name, text)) = self.path.pop() else { return Ok(()) };
        self.value(&name, &text);
        if name != self.names.question {
            return Ok(());
        }
        let Some((code, question)) = self.question.take() else { return Ok(()) };
        if code.is_empty() {
            return Err(format!("a <{}> has no <{}>", self.names.question, self.names.code));
        }
        self.template.questions.insert(code, question);
        Ok(())
    }

    /// Takes the value of an element or attribute. Texts of answers are exact to the last space.
    fn value(&mut self, name: &str, exact: &str) {
        let value = exact.trim();
        if value.is_empty() {
            return;
        }
        if name == self.names.template && self.template.code.is_empty() {
            value.clone_into(&mut self.template.code);
        }
        let Some((code, question)) = &mut self.question else { return };
        if name == self.names.code {
            value.clone_into(code);
        } else if name == self.names.datatype {
            value.clone_into(&mut question.datatype);
        } else if name == self.names.mandatory {
            question.mandatory = self.names.mandatory_words.iter().any(|word| word == value);
        } else if name == self.names.answer {
            question.answers.push(exact.to_owned());
        }
    }
}
