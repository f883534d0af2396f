//! `templates/templates.toml`: what the parts of a template file are called, and where answers stand.

use serde::Deserialize;
use toml::Spanned;

use crate::target::contract::claims::RawIgnore;

/// The folder within a mappings folder, and the file that says how its templates are written.
pub(in crate::target::contract) const FOLDER: &str = "templates";
pub(in crate::target::contract) const INDEX: &str = "templates.toml";
/// What the names of templates end in, in whatever case.
pub(super) const EXTENSION: &str = "moform";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::target::contract) struct RawTemplates {
    pub(super) elements: RawElements,
    pub(super) lists: RawLists,
    pub(super) answers: RawAnswers,
    /// Files of the folder that are no templates.
    #[serde(default)]
    pub(super) ignore: Vec<RawIgnore>,
}

/// Names of elements; all but `question` and `answer` may be attributes of the element that they belong to as well.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawElements {
    /// Holds the user code of the template.
    pub(super) template: String,
    /// Stands around all of a question.
    pub(super) question: String,
    /// Holds the user code of a question.
    pub(super) code: String,
    /// Holds the type of its answers.
    pub(super) datatype: String,
    /// Says whether it must be answered.
    pub(super) mandatory: String,
    /// The texts that say that it must.
    pub(super) mandatory_words: Vec<String>,
    /// Holds one of the texts that answer it.
    pub(super) answer: String,
}

/// Code lists of the contract.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLists {
    pub(super) template: Spanned<String>,
    pub(super) question: Spanned<String>,
    pub(super) datatype: Spanned<String>,
    pub(super) answer: Spanned<String>,
}

/// The table of answers and its columns.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAnswers {
    pub(super) table: Spanned<String>,
    pub(super) question: Spanned<String>,
    pub(super) datatype: Spanned<String>,
    pub(super) answer: Spanned<String>,
}
