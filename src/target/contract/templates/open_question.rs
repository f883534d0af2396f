//! A question of a template whose end has not been read.

use super::TemplateQuestion;
use super::fault::Fault;
use super::raw::RawElements;
use super::said::Said;

/// A question as far as it has been read.
pub(super) struct OpenQuestion {
    line: usize,
    code: Said,
    datatype: Said,
    mandatory: Said,
    answers: Vec<String>,
}

impl OpenQuestion {
    /// A question that begins on a line, counted from 1.
    pub(super) fn at(line: usize) -> Self {
        let (code, datatype, mandatory) = Default::default();
        Self { line, code, datatype, mandatory, answers: Vec::new() }
    }

    /// The line on which it begins.
    pub(super) fn line(&self) -> usize {
        self.line
    }

    /// Takes the value of an element or attribute, with its depth in the file, and its line.
    pub(super) fn take(&mut self, names: &RawElements, name: &str, exact: &str, place: (usize, usize)) {
        let value = exact.trim();
        if name == names.code {
            self.code.take(value, place);
        } else if name == names.datatype {
            self.datatype.take(value, place);
        } else if name == names.mandatory {
            self.mandatory.take(value, place);
        } else if name == names.answer {
            self.answers.push(exact.to_owned());
        }
    }

    /// What it says twice, and otherwise.
    pub(super) fn contradictions(&self, names: &RawElements) -> impl Iterator<Item = Fault> {
        let said = [
            (&self.code, &names.code),
            (&self.datatype, &names.datatype),
            (&self.mandatory, &names.mandatory),
        ];
        said.into_iter().filter_map(|(said, element)| said.contradiction(element))
    }

    /// The question with its code; none where it has none.
    pub(super) fn done(self, mandatory_words: &[String]) -> Option<(String, TemplateQuestion)> {
        let (code, mandatory) = (self.code.text(), self.mandatory.text());
        let question = TemplateQuestion {
            datatype: self.datatype.text(),
            mandatory: mandatory_words.contains(&mandatory),
            answers: self.answers,
            line: self.line,
        };
        (!code.is_empty()).then_some((code, question))
    }
}
