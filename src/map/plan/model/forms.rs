//! Form templates and answers.

use crate::record::{EntityId, FieldId};

/// The tables of forms: answers, questions, cells of tables, options, ticks.
#[derive(Clone, Debug)]
pub struct FormModel {
    /// The entity of answers.
    pub answer: EntityId,
    /// The form of an answer.
    pub answer_form: FieldId,
    /// The question of an answer, a row of [`FormModel::question`].
    pub answer_question: FieldId,
    /// The row number of an answer within a table question.
    pub answer_row: FieldId,
    /// The number of the question type.
    pub answer_kind: FieldId,
    /// The column that holds an answer, by the number of its question type.
    pub values: Vec<(String, FieldId)>,
    /// The entity that gives a question of a template its identifier.
    pub question: EntityId,
    /// The identifier.
    pub identifier: FieldId,
    /// The place of the question in its template, a row of [`FormModel::place`].
    pub question_place: FieldId,
    /// The entity of places.
    pub place: EntityId,
    /// The question in the catalogue, of a place.
    pub place_catalogue: FieldId,
    /// The name of the code table from identifiers to user codes in Mosaic.
    pub user_codes: String,
    /// The entity that names the cells of table questions.
    pub cell: EntityId,
    /// The table question of a cell.
    pub cell_table: FieldId,
    /// The question of a cell.
    pub cell_question: FieldId,
    /// Whether the cell names the child that the row is about.
    pub cell_subject: FieldId,
    /// The entity of options.
    pub option: EntityId,
    /// The question in the catalogue, of an option.
    pub option_catalogue: FieldId,
    /// The text of an option.
    pub option_name: FieldId,
    /// The place of an option in its question.
    pub option_order: FieldId,
    /// The entity of ticks.
    pub tick: EntityId,
    /// The answer of a tick.
    pub tick_answer: FieldId,
    /// The option of a tick.
    pub tick_option: FieldId,
    /// Whether it is ticked.
    pub ticked: FieldId,
}
