//! The council's own form templates (`templates/*.moform`): which questions there are, of which type, with which answers.

mod apply;
mod decoding;
mod fault;
mod line_count;
mod moform;
mod open_question;
mod raw;
mod said;

use std::collections::BTreeMap;
use std::path::PathBuf;

pub(super) use apply::{constraints, read};
pub(super) use raw::{FOLDER, INDEX};

/// A form template of the target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    /// Its user code.
    pub code: String,
    /// The file, relative to the mappings folder.
    pub file: PathBuf,
    /// The line of that file that says the code, counted from 1.
    pub line: usize,
    /// Its questions by their user codes.
    pub questions: BTreeMap<String, TemplateQuestion>,
}

/// A question of a template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateQuestion {
    /// The type of its answers.
    pub datatype: String,
    /// Whether a form without an answer to it cannot be finished.
    pub mandatory: bool,
    /// The texts that answer it; none where any text does.
    pub answers: Vec<String>,
    /// The line of the template's file on which it begins, counted from 1.
    pub line: usize,
}

/// The templates, and what they are held against.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Templates {
    /// The templates in order of file.
    pub all: Vec<Template>,
    /// The code list of template codes.
    pub template_list: String,
    /// The code list of question codes.
    pub question_list: String,
}

impl Templates {
    /// The template with that user code.
    pub fn find(&self, code: &str) -> Option<&Template> {
        self.all.iter().find(|template| template.code == code)
    }
}
