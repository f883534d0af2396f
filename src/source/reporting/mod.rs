//! Flat tables of answers: a row for each form, a column for each question.

mod answer_key;
mod answers;
mod flat_table;
mod question_book;
mod table_name;

pub use answer_key::answer_key;
pub(super) use answers::Answers;
