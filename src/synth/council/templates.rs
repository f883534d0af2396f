//! Form templates, their questions and options.

use std::collections::HashMap;

use jiff::civil::date;

use super::Code;
use super::codes::Codes;
use crate::record::Guid;
use crate::synth::draft::Draft;
use crate::synth::{Rng, Row, Schema};

/// A version of a form template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The identifier of its Document.
    pub guid: Guid,
    /// Its code with the version, such as `CFA-2`.
    pub code: String,
    /// Its questions in order.
    pub questions: Vec<Question>,
}

/// A question as one version of a template has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The identifier of its `DocumentQuestionIdentifier`.
    pub guid: Guid,
    /// What the council knows it by, such as `QA-DQ-103`.
    pub identifier: String,
    /// The number of its type.
    pub kind: u8,
    /// The table question whose cell it is.
    pub cell_of: Option<String>,
    /// Whether its answer names the child that the row of the table is about.
    pub subject: bool,
    /// Whether a completed form answers it.
    pub mandatory: bool,
    /// What may be chosen.
    pub choices: Vec<Choice>,
}

/// An option of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The identifier of its `MultiOptionAnswer`.
    pub guid: Guid,
    /// Its text.
    pub name: String,
}

/// Makes the templates and adds their rows.
pub(super) fn templates(schema: &Schema, codes: &Codes, rng: &mut Rng, rows: &mut Vec<Row>) -> Vec<Template> {
    let catalogue = catalogue(schema, codes, rng, rows);
    let documents = codes.list("Document");
    documents.iter().map(|document| template(schema, codes, document, &catalogue, rng, rows)).collect()
}

/// The questions of the catalogue, each once: identifier of the row, and its options.
type Catalogue = HashMap<String, (Guid, Vec<Choice>)>;

fn catalogue(schema: &Schema, codes: &Codes, rng: &mut Rng, rows: &mut Vec<Row>) -> Catalogue {
    let mut catalogue = Catalogue::new();
    for question in codes.list("DocumentQuestionIdentifier") {
        let key = rng.guid();
        let mut row = Draft::new(schema, "QuestionCatalogue");
        row.guid(rng, "QuestionCatalogueId", key).text("Question", &*question.name);
        row.number("QuestionTypeId", i64::from(kind(question)));
        rows.push(row.done());
        let own = codes.list("MultiOptionAnswer").iter().filter(|option| option.note == question.code);
        let mut choices = Vec::new();
        for (place, option) in (1..).zip(own) {
            rows.push(option_row(schema, option, key, place, rng));
            choices.push(Choice { guid: option.guid, name: option.name.clone() });
        }
        catalogue.insert(question.code.clone(), (key, choices));
    }
    catalogue
}

fn option_row(schema: &Schema, option: &Code, question: Guid, place: i64, rng: &mut Rng) -> Row {
    let mut row = Draft::new(schema, "MultiOptionAnswer");
    row.guid(rng, "MultiOptionAnswerId", option.guid).guid(rng, "QuestionCatalogueId", question);
    row.text("Name", &*option.name).text("Code", &*option.code);
    row.put("GovCode", (!option.gov_code.is_empty()).then(|| option.gov_code.clone()));
    row.number("DisplayOrder", place).flag("Inactive", false);
    row.done()
}

fn template(
    schema: &Schema,
    codes: &Codes,
    document: &Code,
    catalogue: &Catalogue,
    rng: &mut Rng,
    rows: &mut Vec<Row>,
) -> Template {
    let (name, version) = document.code.split_once('-').unwrap_or((&document.code, "1"));
    let version: u8 = version.parse().unwrap_or(1);
    let newest = newest(codes, name) == version;
    let section = rng.guid();
    rows.push(document_row(schema, document, version, newest, rng));
    rows.push(section_row(schema, document, section, rng));
    let mut template = Template { guid: document.guid, code: document.code.clone(), questions: Vec::new() };
    let own =
        codes.list("DocumentQuestionIdentifier").iter().filter(|question| asks(question, name, version));
    for question in own {
        let (key, choices) = &catalogue[&question.code];
        let asked = asked(question, choices, rng);
        let place = i64::try_from(template.questions.len()).unwrap_or(0) + 1;
        question_rows(schema, document.guid, &asked, (section, *key, place), rng, rows);
        template.questions.push(asked);
    }
    cells(schema, &template, rng, rows);
    template
}

fn newest(codes: &Codes, name: &str) -> u8 {
    let versions = codes.list("Document").iter().filter_map(|document| document.code.split_once('-'));
    let own = versions.filter(|(other, _)| *other == name).filter_map(|(_, version)| version.parse().ok());
    own.max().unwrap_or(1)
}

fn document_row(schema: &Schema, document: &Code, version: u8, newest: bool, rng: &mut Rng) -> Row {
    let mut row = Draft::new(schema, "Document");
    row.guid(rng, "DocumentId", document.guid).text("Name", &*document.name).text("Code", &*document.code);
    row.number("Version", i64::from(version)).day("StartDate", date(2008 + 6 * i16::from(version - 1), 4, 1));
    row.day("EndDate", (!newest).then(|| date(2008 + 6 * i16::from(version), 3, 31)))
        .flag("Inactive", !newest);
    row.done()
}

fn section_row(schema: &Schema, document: &Code, section: Guid, rng: &mut Rng) -> Row {
    let mut row = Draft::new(schema, "DocumentSection");
    row.guid(rng, "DocumentSectionId", section).guid(rng, "DocumentId", document.guid);
    row.text("Name", &*document.name).number("SectionOrder", 1);
    row.done()
}

/// Rows of a question of a template: its place in the section, and its identifier.
fn question_rows(
    schema: &Schema,
    document: Guid,
    question: &Question,
    (section, catalogue, place): (Guid, Guid, i64),
    rng: &mut Rng,
    rows: &mut Vec<Row>,
) {
    let key = rng.guid();
    let mut row = Draft::new(schema, "DocumentSectionQuestion");
    row.guid(rng, "DocumentSectionQuestionId", key).guid(rng, "DocumentSectionId", section);
    row.guid(rng, "QuestionCatalogueId", catalogue).number("QuestionOrder", place);
    rows.push(row.done());
    let mut row = Draft::new(schema, "DocumentQuestionIdentifier");
    row.guid(rng, "DocumentQuestionIdentifierId", question.guid).guid(rng, "DocumentId", document);
    row.guid(rng, "DocumentSectionQuestionId", key).text("Identifier", &*question.identifier);
    row.text("ReportingColumnAlias", question.identifier.replace('-', "_").to_lowercase());
    row.flag("IsMandatory", question.mandatory);
    rows.push(row.done());
}

fn cells(schema: &Schema, template: &Template, rng: &mut Rng, rows: &mut Vec<Row>) {
    for table in template.questions.iter().filter(|question| question.kind == Question::TABLE) {
        for (column, cell) in (1..).zip(template.cells(table)) {
            let key = rng.guid();
            let mut row = Draft::new(schema, "TableQuestionCell");
            row.guid(rng, "TableQuestionCellId", key).guid(rng, "TableQuestionIdentifierId", table.guid);
            row.guid(rng, "CellQuestionIdentifierId", cell.guid);
            row.number("ColumnNumber", column).flag("IsRowSubject", cell.subject);
            rows.push(row.done());
        }
    }
}

fn asked(question: &Code, choices: &[Choice], rng: &mut Rng) -> Question {
    let cell_of = question.remarks().find_map(|remark| remark.strip_prefix("cell of ")).map(str::to_owned);
    let kind = kind(question);
    let mandatory = cell_of.is_none() && [2, 3, 7].contains(&kind);
    let subject = question.remarks().any(|remark| remark == "row subject");
    let identifier = question.code.clone();
    Question { guid: rng.guid(), identifier, kind, cell_of, subject, mandatory, choices: choices.to_vec() }
}

fn kind(question: &Code) -> u8 {
    question.remarked("QuestionTypeId").and_then(|number| number.parse().ok()).unwrap_or(1)
}

/// Whether a question belongs to that version: its first remark is such as `CFA 1-3`.
fn asks(question: &Code, name: &str, version: u8) -> bool {
    let Some((template, versions)) = question.remarks().next().and_then(|remark| remark.split_once(' '))
    else {
        return false;
    };
    let (first, last) = versions.split_once('-').unwrap_or((versions, versions));
    let number = |text: &str| text.parse::<u8>().unwrap_or(0);
    template == name && (number(first)..=number(last)).contains(&version)
}

impl Question {
    /// The type of a question that has rows of cells.
    pub const TABLE: u8 = 13;
}

impl Template {
    /// The cells of a table question, in order of its columns.
    pub fn cells<'a>(&'a self, table: &'a Question) -> impl Iterator<Item = &'a Question> {
        self.questions.iter().filter(|question| question.cell_of.as_deref() == Some(&*table.identifier))
    }
}
