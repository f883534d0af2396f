//! One template file.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::fault::Fault;
use super::line_count::LineCount;
use super::open_question::OpenQuestion;
use super::raw::RawElements;
use super::said::Said;
use super::{Template, TemplateQuestion};

/// Reads a template. Elements that are not named are passed over: the format is not public, and only these parts are used.
///
/// # Errors
/// All that is wrong with the file; what is no XML ends the reading.
pub(super) fn parse(text: &str, names: &RawElements) -> Result<Template, Vec<Fault>> {
    let mut reading = Reading::new(names);
    if let Err(fault) = reading.events(text) {
        reading.faults.push(fault);
    } else {
        reading.end();
    }
    if reading.faults.is_empty() { Ok(reading.template) } else { Err(reading.faults) }
}

/// An element that is open.
struct OpenElement {
    name: String,
    line: usize,
    /// Its text so far.
    text: String,
}

/// How far a file has been read.
struct Reading<'n> {
    names: &'n RawElements,
    template: Template,
    code: Said,
    /// The questions that are open, the innermost last.
    questions: Vec<OpenQuestion>,
    path: Vec<OpenElement>,
    line: usize,
    faults: Vec<Fault>,
}

impl<'n> Reading<'n> {
    fn new(names: &'n RawElements) -> Self {
        Self {
            names,
            template: Template::default(),
            code: Said::default(),
            questions: Vec::new(),
            path: Vec::new(),
            line: 1,
            faults: Vec::new(),
        }
    }

    fn events(&mut self, text: &str) -> Result<(), Fault> {
        let mut reader = Reader::from_str(text);
        let mut lines = LineCount::new(text);
        loop {
            self.line = lines.at(usize::try_from(reader.buffer_position()).unwrap_or(0));
            match reader.read_event().map_err(|error| Fault::unreadable(self.line, error))? {
                Event::Start(element) => self.open(&element)?,
                Event::Empty(element) => {
                    self.open(&element)?;
                    self.close();
                }
                Event::End(_) => self.close(),
                Event::Text(text) => self.text(&text.xml10_content()),
                Event::CData(text) => self.text(&text.xml10_content()),
                Event::GeneralRef(name) => self.entity(&name)?,
                Event::Eof => return self.complete(),
                _ => {}
            }
        }
    }

    /// A file that ends within an element is cut short.
    fn complete(&self) -> Result<(), Fault> {
        let cut = |open: &OpenElement| {
            Fault::unreadable(self.line, format!("the file ends within <{}>: it is cut short", open.name))
        };
        self.path.last().map_or(Ok(()), |open| Err(cut(open)))
    }

    fn open(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        let name = element.local_name().as_ref().to_owned();
        if name == self.names.question {
            self.questions.push(OpenQuestion::at(self.line));
        }
        self.path.push(OpenElement { name, line: self.line, text: String::new() });
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|error| Fault::unreadable(self.line, error))?;
            let value = attribute.normalized_value(XmlVersion::default());
            let value = value.map_err(|error| Fault::unreadable(self.line, error))?;
            let name = attribute.key.local_name().as_ref().to_owned();
            self.value(&name, &value, self.line);
        }
        Ok(())
    }

    fn entity(&mut self, name: &str) -> Result<(), Fault> {
        let text = quick_xml::escape::unescape(&format!("&{name};"))
            .map_err(|error| Fault::unreadable(self.line, error))?
            .into_owned();
        self.text(&text);
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(open) = self.path.last_mut() {
            open.text.push_str(text);
        }
    }

    fn close(&mut self) {
        let Some(element) = self.path.pop() else { return };
        self.value(&element.name, &element.text, element.line);
        if element.name == self.names.question
            && let Some(question) = self.questions.pop()
        {
            self.asked(question);
        }
    }

    /// Takes in a question that has been read to its end. What is asked within another is a question of the template as well.
    fn asked(&mut self, open: OpenQuestion) {
        self.faults.extend(open.contradictions(self.names));
        let line = open.line();
        let Some((code, question)) = open.done(&self.names.mandatory_words) else {
            let (question, code) = (&self.names.question, &self.names.code);
            self.faults.push(Fault::unreadable(line, format!("a <{question}> has no <{code}>")));
            return;
        };
        match self.template.questions.get(&code) {
            Some(TemplateQuestion { line: first, .. }) => {
                self.faults.push(Fault::asked_twice(&code, line, *first));
            }
            None => drop(self.template.questions.insert(code, question)),
        }
    }

    /// Takes the value of an element or attribute: of the innermost question, or of the template. Texts of answers are exact to
    /// the last space.
    fn value(&mut self, name: &str, exact: &str, line: usize) {
        if exact.trim().is_empty() {
            return;
        }
        let depth = self.path.len();
        match self.questions.last_mut() {
            Some(question) => question.take(self.names, name, exact, (depth, line)),
            None if name == self.names.template => self.code.take(exact.trim(), (depth, line)),
            None => {}
        }
    }

    fn end(&mut self) {
        self.faults.extend(self.code.contradiction(&self.names.template));
        self.template.line = self.code.line();
        self.template.code = std::mem::take(&mut self.code).text();
        if self.template.code.is_empty() {
            self.faults.push(Fault::of_file(format!("it has no <{}>", self.names.template)));
        }
    }
}
