//! What templates make of the contract: its lists of forms and questions, and what an answer may be.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;

use super::moform::parse;
use super::raw::{FOLDER, INDEX, RawTemplates};
use super::{Template, Templates};
use crate::record::{Diagnostic, Reason};
use crate::target::contract::load::{TableFile, column_id, files_in};
use crate::target::contract::{CodeList, ColumnId, Constraint, Demand};

/// Reads the templates and puts their codes in place of the contract's lists. A folder without templates changes nothing.
pub(in crate::target::contract) fn read(
    mappings: &Path,
    lists: &mut [CodeList],
    mistakes: &mut Vec<Diagnostic>,
) -> Option<(RawTemplates, Templates)> {
    let folder = mappings.join(FOLDER);
    let files = files_in(&folder, "moform");
    if files.is_empty() {
        return None;
    }
    let raw = index(&folder, mistakes)?;
    let mut templates = Templates {
        all: Vec::new(),
        template_list: raw.lists.template.get_ref().clone(),
        question_list: raw.lists.question.get_ref().clone(),
    };
    for file in files {
        let path = Path::new(FOLDER).join(&file);
        let text = std::fs::read_to_string(folder.join(&file)).map_err(|error| error.to_string());
        match text.and_then(|text| parse(&text, &raw.elements)) {
            Ok(template) => templates.all.push(Template { file: path, ..template }),
            Err(why) => mistakes.push(of_file(path, "the template cannot be read", why)),
        }
    }
    check_datatypes(&raw, &templates, lists, mistakes);
    replace(&raw.lists.template, codes(&templates), lists, mistakes);
    replace(&raw.lists.question, questions(&templates), lists, mistakes);
    let answers: BTreeMap<String, String> = answers(&templates);
    if !answers.is_empty() {
        replace(&raw.lists.answer, answers, lists, mistakes);
    }
    Some((raw, templates))
}

fn index(folder: &Path, mistakes: &mut Vec<Diagnostic>) -> Option<RawTemplates> {
    let text = std::fs::read_to_string(folder.join(INDEX));
    let text = text.map_err(|error| mistake(0..0, "the names of elements cannot be read", error.to_string()));
    let raw = text.and_then(|text| {
        let of = |error: toml::de::Error| {
            mistake(error.span().unwrap_or(0..0), "mistake in the names", error.message())
        };
        toml::from_str(&text).map_err(of)
    });
    raw.map_err(|found| mistakes.push(found)).ok()
}

fn codes(templates: &Templates) -> BTreeMap<String, String> {
    templates.all.iter().map(|template| (template.code.clone(), String::new())).collect()
}

fn questions(templates: &Templates) -> BTreeMap<String, String> {
    let codes = templates.all.iter().flat_map(|template| template.questions.keys());
    codes.map(|code| (code.clone(), String::new())).collect()
}

fn answers(templates: &Templates) -> BTreeMap<String, String> {
    let questions = templates.all.iter().flat_map(|template| template.questions.values());
    questions.flat_map(|question| &question.answers).map(|answer| (answer.clone(), String::new())).collect()
}

fn replace(
    name: &Spanned<String>,
    codes: BTreeMap<String, String>,
    lists: &mut [CodeList],
    mistakes: &mut Vec<Diagnostic>,
) {
    match lists.iter_mut().find(|list| list.name() == name.get_ref()) {
        Some(list) => *list = CodeList::new(name.get_ref(), codes),
        None => mistakes.push(mistake(
            name.span(),
            "no such code list",
            "contract/codes has no list of this name",
        )),
    }
}

/// Types of answers that the contract does not know.
fn check_datatypes(
    raw: &RawTemplates,
    templates: &Templates,
    lists: &[CodeList],
    mistakes: &mut Vec<Diagnostic>,
) {
    let Some(list) = lists.iter().find(|list| list.name() == raw.lists.datatype.get_ref()) else {
        let label = "contract/codes has no list of this name";
        mistakes.push(mistake(raw.lists.datatype.span(), "no such code list", label));
        return;
    };
    for template in &templates.all {
        for (code, question) in
            template.questions.iter().filter(|(_, question)| !list.has(&question.datatype))
        {
            let title = format!(
                "`{code}` has answers of a type `{}`, which the contract does not know",
                question.datatype
            );
            mistakes.push(of_file(template.file.clone(), &title, String::new()));
        }
    }
}

/// What the templates demand of answers, where the file is that of the table of answers.
pub(in crate::target::contract) fn constraints(
    (raw, templates): &(RawTemplates, Templates),
    file: &TableFile,
    mistakes: &mut Vec<Diagnostic>,
) -> Vec<Constraint> {
    let answers = &raw.answers;
    let mut column = |name: &Spanned<String>| {
        let found = column_id(&file.raw, name.get_ref());
        if found.is_none() {
            mistakes.push(mistake(name.span(), "no such column", "the table of answers has no such column"));
        }
        found
    };
    let places = (column(&answers.question), column(&answers.datatype), column(&answers.answer));
    let (Some(question), Some(datatype), Some(answer)) = places else { return Vec::new() };
    let (mut types, mut texts): (ByQuestion, ByQuestion) = (BTreeMap::new(), BTreeMap::new());
    for (code, question) in templates.all.iter().flat_map(|template| &template.questions) {
        types.entry(code.clone()).or_default().push(question.datatype.clone());
        if !question.answers.is_empty() {
            texts.entry(code.clone()).or_default().extend(question.answers.iter().cloned());
        }
    }
    vec![
        among(Reason::AnswerTypeMismatch, datatype, question, types),
        among(Reason::LookupTextMismatch, answer, question, texts),
    ]
}

/// Whether a file is that of the table of answers.
impl RawTemplates {
    pub(in crate::target::contract) fn is_of(&self, file: &TableFile) -> bool {
        file.raw.table == *self.answers.table.get_ref()
    }
}

type ByQuestion = BTreeMap<String, Vec<String>>;

fn among(code: Reason, column: ColumnId, by: ColumnId, mut texts: ByQuestion) -> Constraint {
    for texts in texts.values_mut() {
        texts.sort();
        texts.dedup();
    }
    Constraint { code, when: Vec::new(), demand: Demand::Among { column, by, texts } }
}

fn mistake(span: Range<usize>, title: &str, label: impl Into<String>) -> Diagnostic {
    let file = PathBuf::from(FOLDER).join(INDEX);
    Diagnostic { file, span, title: title.to_owned(), label: label.into(), help: None }
}

fn of_file(file: PathBuf, title: &str, label: String) -> Diagnostic {
    Diagnostic { file, span: 0..0, title: title.to_owned(), label, help: None }
}
