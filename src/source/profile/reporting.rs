//! Flat tables of answers, one for each template of forms.

use std::collections::BTreeMap;

use super::FileRule;
use crate::record::{EntityId, FieldId, Guid};
use crate::source::DocumentPath;

/// What stands behind the path of a flat table in that of the answers taken out of it.
const ANSWERS: &str = "/answers.csv";

/// Tables that have a row for each form and a column for each question, and the answers that their cells become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportingRule {
    /// The files that are such tables.
    pub files: Vec<FileRule>,
    /// What a table is called, made of columns of its template.
    pub named: DocumentPath,
    /// Tables that are called otherwise, and the keys of their templates.
    pub called: BTreeMap<String, Guid>,
    /// The column that names the form of a row.
    pub form: String,
    /// What stands behind a question's name in that of the column with the label of its answer.
    pub label: String,
    /// Columns that are left out, each with the reason.
    pub left_out: BTreeMap<String, String>,
    /// What the cells become.
    pub answers: AnswerColumns,
    /// Where the questions stand.
    pub questions: QuestionColumns,
}

/// The columns of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerColumns {
    /// The entity.
    pub entity: EntityId,
    /// The form that is answered.
    pub form: FieldId,
    /// The question.
    pub question: FieldId,
    /// The type of the question, a number.
    pub kind: FieldId,
    /// The row of a table within the form, which flat tables do not have.
    pub row: FieldId,
    /// When the answer was changed.
    pub changed: FieldId,
    /// Columns that a row of a flat table tells, by the name that they have there.
    pub stamps: Vec<(FieldId, String)>,
    /// The column that holds the answer, by the number of the question's type.
    pub values: BTreeMap<String, FieldId>,
    /// Those of them that hold texts of whatever kind.
    pub texts: Vec<FieldId>,
    /// The column that holds the label of the answer, by the number of the question's type.
    pub labels: BTreeMap<String, FieldId>,
}

/// The columns of questions, of the places where they stand, and of the catalogue that these are taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionColumns {
    /// The entity of templates.
    pub template: EntityId,
    /// The entity of questions.
    pub entity: EntityId,
    /// The template of a question.
    pub of_template: FieldId,
    /// The columns of a question that may name its column in a flat table.
    pub called_by: Vec<FieldId>,
    /// The place of a question, and its entity.
    pub place: (FieldId, EntityId),
    /// What a place has of the catalogue, and its entity.
    pub catalogue: (FieldId, EntityId),
    /// The type of a question of the catalogue, a number.
    pub kind: FieldId,
}

impl ReportingRule {
    /// Whether a column of flat tables is left out; names are compared without regard to case.
    pub fn leaves_out(&self, name: &str) -> bool {
        self.left_out.keys().any(|own| own.eq_ignore_ascii_case(name))
    }

    /// Whether a path within the drop is that of a flat table.
    pub fn holds(&self, path: &str) -> bool {
        self.files.iter().any(|rule| rule.matches(path))
    }

    /// Whether a path is that of the answers taken out of a flat table.
    pub fn is_answers(&self, path: &str) -> bool {
        path.strip_suffix(ANSWERS).is_some_and(|table| self.holds(table))
    }

    /// The path of the answers taken out of the flat table at a path.
    pub(in crate::source) fn answers_of(path: &str) -> String {
        format!("{path}{ANSWERS}")
    }
}
