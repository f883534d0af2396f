//! One template file.

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
        let line = 1 + text[..usize::try_from(reader.buffer_position()).unwrap_or(0).min(text.len())]
            .matches('\n')
            .count();
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
            Event::Eof => break,
            _ => {}
        }
    }
    if reading.template.code.is_empty() {
        return Err(format!("it has no <{}>", names.template));
    }
    Ok(reading.template)
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
