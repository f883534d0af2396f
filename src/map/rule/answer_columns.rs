//! The typed columns of an answer: exactly the one of its question type is filled.

use super::inspection::{Inspection, trimmed};
use crate::record::{FieldId, Reason, SourceRecord};

/// Begins the parameter that names the column of a question type.
const TYPE: &str = "type_";

/// Raises `answer-several-columns`, `answer-wrong-column` and `answer-type-mismatch`.
pub(super) fn answer_columns(look: &mut Inspection<'_>) {
    for answer in look.own() {
        let filled: Vec<_> = columns(look).filter(|(_, field)| trimmed(answer, *field).is_some()).collect();
        let kind = look.text(answer, "type").unwrap_or_default();
        match filled.as_slice() {
            [] => {}
            [(own, field)] if *own == kind => fits(look, answer, kind, *field),
            [(_, field)] => look.raise_at(answer, Reason::AnswerWrongColumn, Some(*field)),
            several => {
                let extra = several.iter().find(|(own, _)| *own != kind).map(|(_, field)| *field);
                look.raise_at(answer, Reason::AnswerSeveralColumns, extra);
            }
        }
    }
}

/// The typed columns, each with the number of its type.
fn columns<'a>(look: &Inspection<'a>) -> impl Iterator<Item = (&'a str, FieldId)> {
    let rule = look.rule;
    rule.fields.iter().filter_map(|(name, field)| Some((name.strip_prefix(TYPE)?, *field)))
}

/// Numbers are numbers.
fn fits(look: &mut Inspection<'_>, answer: &SourceRecord, kind: &str, field: FieldId) {
    let text = answer.get(field).filled().unwrap_or_default().trim();
    let fits = if look.lists("whole", kind) {
        text.parse::<i64>().is_ok()
    } else {
        !look.lists("numbers", kind) || decimal(text)
    };
    if !fits {
        look.raise_at(answer, Reason::AnswerTypeMismatch, Some(field));
    }
}

/// Digits, with a sign before and one point among them at most.
fn decimal(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, part].iter().all(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}
