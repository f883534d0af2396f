//! One line of a note, `Label: value`.

use std::borrow::Cow;

use super::validate::has_control_character;
use super::work::Work;
use crate::map::plan::{Carrier, LineKind, Step};
use crate::map::step::{self, Applied};
use crate::map::value_list::{no_key, no_option};
use crate::record::{EntityId, FieldId, Guid, Reason, SourceRecord, Value};
use crate::target::contract::TextEncoding;

/// What a column comes to in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// The text after the label was appended; of an empty string, nothing.
    Text,
    /// No line: null, or a date that stands for none.
    Nothing(Option<Reason>),
    /// The value cannot be shown as its kind demands.
    Refused(Reason),
}

/// Appends the value of a column as a note line writes it.
pub(super) fn show(
    work: &Work<'_>,
    place: usize,
    field: FieldId,
    kind: &LineKind,
    line: &mut String,
) -> Shown {
    let record = work.record(place);
    let Value::Text(text) = record.get(field) else { return Shown::Nothing(None) };
    if text.is_empty() {
        return Shown::Text;
    }
    if let Some(why) = record.why_unread(field) {
        return Shown::Refused(why);
    }
    let shown = match kind {
        LineKind::Text if has_control_character(text) => Err(Reason::ControlCharacter),
        LineKind::Text => {
            line.push_str(&continued(text));
            Ok(())
        }
        LineKind::Date | LineKind::DateTime => return time(text, kind, line),
        LineKind::Flag => flag(text).map(|word| line.push_str(word)).ok_or(Reason::BadBoolean),
        LineKind::Option(list) => option(work, list, text, line),
        LineKind::Reference(table) => reference(work, *table, text, line),
        LineKind::Lookup(table) => lookup(work, record, field, (&[*table], text), line),
        LineKind::Polymorphic { table } => polymorphic(work, record, field, (*table, text), line),
    };
    shown.map_or_else(Shown::Refused, |()| Shown::Text)
}

/// A text as it is, its inner line ends as LF and two spaces.
pub(super) fn continued(text: &str) -> Cow<'_, str> {
    if !text.contains(['\n', '\r']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\n  "))
}

/// A display before its key in square brackets.
pub(super) fn shown(display: &str, key: Guid) -> String {
    let mut text = String::with_capacity(display.len() + 40);
    push_shown(&mut text, display, key);
    text
}

fn push_shown(line: &mut String, display: &str, key: Guid) {
    if !display.is_empty() {
        line.push_str(&single_line(display));
        line.push(' ');
    }
    line.push('[');
    key.push_to(line);
    line.push(']');
}

/// Appends a display and its code in square brackets.
fn push_coded(line: &mut String, display: &str, code: &str) {
    for part in [&single_line(display), " [", code, "]"] {
        line.push_str(part);
    }
}

/// A display in one line, so that it cannot be taken for another line of the note.
fn single_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r']) {
        Cow::Owned(text.replace(['\n', '\r'], " "))
    } else {
        Cow::Borrowed(text)
    }
}

fn time(text: &str, kind: &LineKind, line: &mut String) -> Shown {
    let step = if *kind == LineKind::Date { Step::Date } else { Step::Local };
    match step::apply(&step, text) {
        Some(Applied::Value { text, .. }) => {
            // Between day and time stands a space in a line.
            let (day, time) = text.split_once('T').unwrap_or((&text, ""));
            line.push_str(day);
            if !time.is_empty() {
                line.push(' ');
                line.push_str(time);
            }
            Shown::Text
        }
        Some(Applied::Empty { note }) => Shown::Nothing(note),
        Some(Applied::Refused(reason)) => Shown::Refused(reason),
        None => Shown::Refused(Reason::BadDate),
    }
}

fn flag(text: &str) -> Option<&'static str> {
    match text.trim() {
        "1" => Some("Yes"),
        "0" => Some("No"),
        _ => None,
    }
}

fn option(work: &Work<'_>, list: &str, number: &str, line: &mut String) -> Result<(), Reason> {
    let number = number.trim();
    let text = work.around.option_text(list, number).ok_or_else(|| no_option(number))?;
    push_coded(line, text, number);
    Ok(())
}

fn reference(work: &Work<'_>, table: EntityId, text: &str, line: &mut String) -> Result<(), Reason> {
    let key = Guid::parse(text.trim()).map_err(|_| no_key(text))?;
    let row = work.around.row(table, key).ok_or(Reason::DanglingLookup)?;
    let columns = work.plan.model().reference[usize::from(table.0)];
    let name = columns.name.and_then(|column| row.get(column).filled()).unwrap_or_default();
    let code = columns.code.and_then(|column| row.get(column).filled()).unwrap_or_default();
    push_coded(line, name, code);
    Ok(())
}

fn lookup(
    work: &Work<'_>,
    record: &SourceRecord,
    field: FieldId,
    (tables, text): (&[EntityId], &str),
    line: &mut String,
) -> Result<(), Reason> {
    let key = Guid::parse(text.trim()).map_err(|_| no_key(text))?;
    let key = followed(work, tables, key);
    let display = tables.iter().find_map(|table| display_of(work, *table, key));
    let display = display.or_else(|| label_of(work, record, field).map(Cow::Borrowed));
    let display = display.or_else(|| work.around.shown(key).map(Cow::Borrowed));
    push_shown(line, &display.unwrap_or_default(), key);
    Ok(())
}

/// The key that merges lead to.
fn followed(work: &Work<'_>, tables: &[EntityId], key: Guid) -> Guid {
    let person = work.plan.model().people.person;
    if tables.contains(&person)
        && let Some(survivor) = work.around.survivor(key)
    {
        return survivor;
    }
    tables.iter().find_map(|table| work.around.work(*table, key)).map_or(key, |(survivor, _)| survivor)
}

fn display_of<'w>(work: &'w Work<'_>, table: EntityId, key: Guid) -> Option<Cow<'w, str>> {
    let row = work.around.row(table, key).or_else(|| work.case.find(table, key))?;
    Some(work.plan.model().displays[usize::from(table.0)].text(row))
}

/// What the export shows beside a lookup, where it has such a column.
fn label_of<'r>(work: &Work<'_>, record: &'r SourceRecord, field: FieldId) -> Option<&'r str> {
    record.get(work.plan.label_column(record.entity(), field)?).filled()
}

/// The table that the key itself is known in, where its name is not carried and some exports do not say it.
fn table_of_key(
    work: &Work<'_>,
    record: &SourceRecord,
    field: FieldId,
    (companion, text): (FieldId, &str),
) -> Option<EntityId> {
    let columns = &work.plan.entity(record.entity())?.columns;
    let carried = columns[usize::from(companion.0)].carrier != Carrier::NotCarried;
    let key = Guid::parse(text.trim()).ok().filter(|_| !carried)?;
    let mut tables = work.tables_of(record.entity(), field).iter().copied();
    tables.find(|table| work.around.row(*table, key).is_some() || work.around.work(*table, key).is_some())
}

fn polymorphic(
    work: &Work<'_>,
    record: &SourceRecord,
    field: FieldId,
    (companion, text): (FieldId, &str),
    line: &mut String,
) -> Result<(), Reason> {
    let table = match record.get(companion).filled() {
        Some(name) => work.plan.dictionary().find(name.trim()),
        None => table_of_key(work, record, field, (companion, text)),
    };
    let table = table.ok_or(Reason::PolymorphicUnknownTable)?;
    let start = line.len();
    line.push_str(&work.plan.dictionary().entity(table).name);
    line.push_str(": ");
    let shown = lookup(work, record, field, (&[table], text), line);
    if shown.is_err() {
        line.truncate(start);
    }
    shown
}

/// A value that was turned away, as it stands, with what cannot stand in a note written `\u{…}`.
pub(super) fn raw_value(text: &str, encoding: TextEncoding) -> String {
    let mut raw = String::with_capacity(text.len());
    for character in continued(text).chars() {
        let lacking = || encoding.lacks(character.encode_utf8(&mut [0; 4]));
        if character == '\\' || (character.is_control() && character != '\n') || lacking() {
            raw.extend(character.escape_unicode());
        } else {
            raw.push(character);
        }
    }
    raw
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_values_can_stand_in_a_note() {
        assert_eq!(raw_value("a\u{b}b\0", TextEncoding::Utf8), "a\\u{b}b\\u{0}");
        assert_eq!(raw_value("Șé", TextEncoding::Utf8), "Șé");
        assert_eq!(raw_value("Șé", TextEncoding::Windows1252), "\\u{218}é");
        assert_eq!(raw_value("one\r\ntwo\\three", TextEncoding::Utf8), "one\n  two\\u{5c}three");
    }

    #[test]
    fn displays_stand_in_one_line() {
        let key = Guid::default();
        assert_eq!(shown("Hill\nSchool", key), format!("Hill School [{key}]"));
        assert_eq!(shown("", key), format!("[{key}]"));
    }
}
