//! What templates make of the contract: its lists of forms and questions, and what an answer may be.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;

use super::decoding::text_of;
use super::fault::Fault;
use super::moform::parse;
use super::raw::{EXTENSION, FOLDER, INDEX, RawTemplates};
use super::{Template, Templates};
use crate::record::{Diagnostic, Reason, form_words};
use crate::target::contract::claims::{files_with, unclaimed};
use crate::target::contract::load::{TableFile, column_id};
use crate::target::contract::{AmongOf, CodeList, ColumnId, Constraint, Demand, Named, TableId};

/// Reads the templates and puts their codes in place of the contract's lists. A folder without templates changes nothing.
pub(in crate::target::contract) fn read(
    mappings: &Path,
    lists: &mut [CodeList],
    mistakes: &mut Vec<Diagnostic>,
) -> Option<(RawTemplates, Templates)> {
    let folder = mappings.join(FOLDER);
    let files = files_with(&folder, EXTENSION);
    let index_only = files.is_empty() && unclaimed(&folder, INDEX, &[], |_| false).is_empty();
    if index_only {
        return None;
    }
    let raw = index(&folder, mistakes)?;
    refuse_others(&folder, &raw, &files, mistakes);
    if files.is_empty() {
        return None;
    }
    let mut templates = Templates {
        all: Vec::new(),
        template_list: raw.lists.template.get_ref().clone(),
        question_list: raw.lists.question.get_ref().clone(),
    };
    for file in files {
        let path = Path::new(FOLDER).join(&file);
        let text = text_of(&folder.join(&file)).map_err(|why| vec![Fault::of_file(why)]);
        match text.and_then(|text| parse(&text, &raw.elements)) {
            Ok(template) => templates.all.push(Template { file: path, ..template }),
            Err(faults) => {
                let shown = |fault: Fault| of_file(path.clone(), &fault.title, fault.label);
                mistakes.extend(faults.into_iter().map(shown));
            }
        }
    }
    refuse_twins(&templates, mistakes);
    check_datatypes(&raw, &templates, lists, mistakes);
    replace(&raw.lists.template, codes(&templates), lists, mistakes);
    replace(&raw.lists.question, questions(&templates), lists, mistakes);
    let answers: BTreeMap<String, String> = answers(&templates);
    if !answers.is_empty() {
        replace(&raw.lists.answer, answers, lists, mistakes);
    }
    Some((raw, templates))
}

/// Files that nobody said anything of: a template that is not read is worse than none.
fn refuse_others(folder: &Path, raw: &RawTemplates, files: &[PathBuf], mistakes: &mut Vec<Diagnostic>) {
    for one in raw.ignore.iter().filter(|one| one.reason.get_ref().trim().is_empty()) {
        mistakes.push(mistake(one.reason.span(), "a file is ignored without a reason", "expected a reason"));
    }
    for file in unclaimed(folder, INDEX, &raw.ignore, |file| files.iter().any(|own| own == file)) {
        let title = format!("nothing says what {FOLDER}/{} is", file.display());
        let help = "name it .moform if it is a template, else add an [[ignore]] with file and reason";
        mistakes.push(Diagnostic { help: Some(help.to_owned()), ..mistake(0..0, &title, String::new()) });
    }
}

/// Templates that two files declare: which of them Mosaic has, nothing says.
fn refuse_twins(templates: &Templates, mistakes: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&str, &Template> = BTreeMap::new();
    for template in &templates.all {
        let Some(first) = seen.get(template.code.as_str()) else {
            seen.insert(&template.code, template);
            continue;
        };
        let title = format!("two files declare the template `{}`", template.code);
        let label = format!("line {}; first in {}, line {}", template.line, first.file.display(), first.line);
        let help = Some("keep the file that Mosaic has now".to_owned());
        mistakes.push(Diagnostic { help, ..of_file(template.file.clone(), &title, label) });
    }
}

fn index(folder: &Path, mistakes: &mut Vec<Diagnostic>) -> Option<RawTemplates> {
    let text = std::fs::read_to_string(folder.join(INDEX));
    let text = text.map_err(|error| mistake(0..0, "the names of elements cannot be read", error.to_string()));
    let raw = text.and_then(|text| {
        let of = |error: toml::de::Error| {
            mistake(error.span().unwrap_or(0..0), "mistake in the names", form_words(error.message()))
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
            mistakes.push(of_file(template.file.clone(), &title, format!("line {}", question.line)));
        }
    }
}

/// What the templates demand of answers, where the file is that of the table of answers.
pub(in crate::target::contract) fn constraints(
    (raw, templates): &(RawTemplates, Templates),
    file: &TableFile,
    files: &[TableFile],
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
    let mut constraints = vec![
        among(Reason::AnswerTypeMismatch, datatype, question, types),
        among(Reason::LookupTextMismatch, answer, question, texts),
    ];
    if let Some(place) = form_place(templates, file, files) {
        constraints.extend(of_its_form(templates, place, (question, datatype, answer)));
    }
    constraints
}

/// What an answer refers to that has a template: the column that names it, and where its template stands.
fn form_place(templates: &Templates, file: &TableFile, files: &[TableFile]) -> Option<(ColumnId, Named)> {
    file.raw.columns.iter().find_map(|column| {
        let of = column_id(&file.raw, column.name.get_ref())?;
        let reference = column.references.first()?;
        let place = files.iter().position(|other| other.raw.table == *reference.table.get_ref())?;
        let form = &files[place].raw;
        let key = reference.column.as_ref().or(form.key.first())?;
        let coded = form.columns.iter().find(|column| {
            column.codes.as_ref().is_some_and(|codes| *codes.get_ref() == templates.template_list)
        })?;
        let (key, column) = (column_id(form, key.get_ref())?, column_id(form, coded.name.get_ref())?);
        Some((of, Named { table: TableId(u16::try_from(place).ok()?), key, column }))
    })
}

/// That a question is one of the template of the answer's form, and its type and text what that template says: another may
/// ask the same otherwise.
fn of_its_form(
    templates: &Templates,
    (of, named): (ColumnId, Named),
    (question, datatype, answer): (ColumnId, ColumnId, ColumnId),
) -> [Constraint; 3] {
    let by_template = |under: &dyn Fn(&Template) -> ByQuestion| {
        templates.all.iter().map(|template| (template.code.clone(), under(template))).collect()
    };
    let questions = by_template(&|template| {
        BTreeMap::from([(String::new(), template.questions.keys().cloned().collect())])
    });
    let types = by_template(&|template| {
        let own = template.questions.iter();
        own.map(|(code, question)| (code.clone(), vec![question.datatype.clone()])).collect()
    });
    let texts = by_template(&|template| {
        let listed = template.questions.iter().filter(|(_, question)| !question.answers.is_empty());
        listed.map(|(code, question)| (code.clone(), question.answers.clone())).collect()
    });
    let one = |code, column, by, texts| {
        let demand = Demand::AmongOf(AmongOf { column, by, of, named, texts });
        Constraint { code, when: Vec::new(), demand }
    };
    [
        one(Reason::QuestionUnmapped, question, None, questions),
        one(Reason::AnswerTypeMismatch, datatype, Some(question), types),
        one(Reason::LookupTextMismatch, answer, Some(question), texts),
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
