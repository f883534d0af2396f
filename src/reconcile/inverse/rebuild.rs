//! The steps of a cell run backwards.

use std::borrow::Cow;

use super::key_list::is_list;
use super::{Backwards, Rebuilt};
use crate::map::plan::Step;
use crate::record::{EntityId, FieldId, Guid};

/// Rebuilds the normal form of a source value from a filled cell. `source` is the value that the export has: it is
/// chosen where several values lead to one code.
pub(in crate::reconcile) fn rebuild<'t>(
    backwards: &'t Backwards<'_>,
    steps: &[Step],
    field: (EntityId, FieldId),
    separator: Option<char>,
    cell: Cow<'t, str>,
    source: Option<&str>,
) -> Rebuilt<'t> {
    let mut value = cell;
    for step in steps.iter().rev() {
        let before = match step {
            Step::Code { table, .. } => {
                let codes = backwards.codes(*table, field, separator);
                codes.and_then(|codes| codes.value(&codes.parts_in_order(&value), source)).map(Cow::Borrowed)
            }
            Step::WorkerUserName => author(backwards, &value),
            _ => undo(step, value),
        };
        match before {
            Some(before) => value = before,
            None => return Rebuilt::Impossible,
        }
    }
    Rebuilt::filled(value)
}

fn author<'t>(backwards: &Backwards<'_>, user_name: &str) -> Option<Cow<'t, str>> {
    backwards.worker(user_name).map(|worker| Cow::Owned(worker.to_string()))
}

fn undo<'t>(step: &Step, text: Cow<'t, str>) -> Option<Cow<'t, str>> {
    match step {
        Step::Guid | Step::Person | Step::WorkflowStep | Step::Organisation | Step::Worker => {
            is_key(&text).then_some(text)
        }
        Step::PersonReference => key_of_reference(text),
        Step::PersonReferenceList => is_list(&text).then_some(text),
        Step::Suffix(suffix) => shorter(text, |text| text.strip_suffix(suffix.as_str())?.strip_suffix(':')),
        Step::Midnight => shorter(text, |text| text.strip_suffix("T00:00:00")),
        Step::Local => wall_time(&text).map(Cow::Owned),
        Step::YesNo => word(&text, [("Y", "1"), ("N", "0")]),
        Step::Not => word(&text, [("0", "1"), ("1", "0")]),
        Step::Tri => word(&text, [("Y", "1"), ("N", "2")]),
        Step::UkDay => None,
        _ => Some(text),
    }
}

/// Whether a text is a key as import files hold it: a GUID in lower case.
fn is_key(text: &str) -> bool {
    Guid::parse(text).is_ok() && !text.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// The key of a person, or of another record shown as `display [guid]`.
fn key_of_reference(text: Cow<'_, str>) -> Option<Cow<'_, str>> {
    if is_key(&text) {
        return Some(text);
    }
    let key = |text: &str| {
        text.strip_suffix(']').and_then(|text| text.rsplit_once('[')).map(|(_, key)| key.to_owned())
    };
    key(&text).filter(|key| is_key(key)).map(Cow::Owned)
}

fn shorter(text: Cow<'_, str>, cut: impl Fn(&str) -> Option<&str>) -> Option<Cow<'_, str>> {
    match text {
        Cow::Borrowed(text) => cut(text).map(Cow::Borrowed),
        Cow::Owned(text) => cut(&text).map(|cut| Cow::Owned(cut.to_owned())),
    }
}

/// `YYYY-MM-DDTHH:MM:SS` with a space in the middle.
fn wall_time(text: &str) -> Option<String> {
    let (day, time) = text.split_once('T')?;
    (text.len() == 19).then(|| format!("{day} {time}"))
}

fn word<'t>(text: &str, words: [(&str, &'static str); 2]) -> Option<Cow<'t, str>> {
    words.iter().find(|(made, _)| *made == text).map(|(_, held)| Cow::Borrowed(*held))
}
