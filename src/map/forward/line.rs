//! One line of a note, `Label: value`.

use super::work::Work;
use crate::map::plan::LineKind;
use crate::record::{EntityId, FieldId, Guid, Reason, SourceRecord, Value};
use crate::source::UtcInstant;

/// The value of a column as a note line writes it; none for null.
///
/// # Errors
/// A code, where the value cannot be shown as its kind demands.
pub(super) fn line_value(
    work: &Work<'_>,
    record: &SourceRecord,
    field: FieldId,
    kind: &LineKind,
) -> Result<Option<String>, Reason> {
    let Value::Text(text) = record.get(field) else { return Ok(None) };
    if text.is_empty() {
        return Ok(Some(String::new()));
    }
    let shown = match kind {
        LineKind::Text => continued(text),
        LineKind::Date => text.to_owned(),
        LineKind::DateTime => wall_time(text).ok_or(Reason::BadDate)?,
        LineKind::Flag => flag(text).ok_or(Reason::BadBoolean)?.to_owned(),
        LineKind::Option(list) => option(work, list, text)?,
        LineKind::Reference(table) => reference(work, *table, text)?,
        LineKind::Lookup(table) => lookup(work, record, field, &[*table], text)?,
        LineKind::Polymorphic { table } => polymorphic(work, record, field, *table, text)?,
    };
    Ok(Some(shown))
}

/// A text as it is, its inner line ends as LF and two spaces.
pub(super) fn continued(text: &str) -> String {
    if !text.contains(['\n', '\r']) {
        return text.to_owned();
    }
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\n  ")
}

/// A display before its key in square brackets.
pub(super) fn shown(display: &str, key: Guid) -> String {
    if display.is_empty() { format!("[{key}]") } else { format!("{} [{key}]", single_line(display)) }
}

/// A display in one line, so that it cannot be taken for another line of the note.
fn single_line(text: &str) -> String {
    if text.contains(['\n', '\r']) { text.split(['\n', '\r']).collect::<Vec<_>>().join(" ") } else { text.to_owned() }
}

fn wall_time(text: &str) -> Option<String> {
    UtcInstant::parse(text).map(|instant| instant.to_uk_wall().strftime("%Y-%m-%d %H:%M:%S").to_string())
}

fn flag(text: &str) -> Option<&'static str> {
    match text.trim() {
        "1" => Some("Yes"),
        "0" => Some("No"),
        _ => None,
    }
}

fn option(work: &Work<'_>, list: &str, number: &str) -> Result<String, Reason> {
    let text = work.around.option_text(list, number.trim()).ok_or(Reason::OptionNoLabel)?;
    Ok(format!("{} [{}]", single_line(text), number.trim()))
}

fn reference(work: &Work<'_>, table: EntityId, text: &str) -> Result<String, Reason> {
    let key = Guid::parse(text.trim()).map_err(|_| Reason::DanglingLookup)?;
    let row = work.around.row(table, key).ok_or(Reason::DanglingLookup)?;
    let columns = work.plan.model().reference[usize::from(table.0)];
    let name = columns.name.and_then(|column| row.get(column).filled()).unwrap_or_default();
    let code = columns.code.and_then(|column| row.get(column).filled()).unwrap_or_default();
    Ok(format!("{} [{code}]", single_line(name)))
}

fn lookup(
    work: &Work<'_>,
    record: &SourceRecord,
    field: FieldId,
    tables: &[EntityId],
    text: &str,
) -> Result<String, Reason> {
    let key = Guid::parse(text.trim()).map_err(|_| Reason::DanglingLookup)?;
    let key = followed(work, tables, key);
    let display = tables.iter().find_map(|table| display_of(work, *table, key));
    let display = display.or_else(|| label_of(work, record, field)).unwrap_or_default();
    Ok(shown(&display, key))
}

/// The key that merges lead to.
fn followed(work: &Work<'_>, tables: &[EntityId], key: Guid) -> Guid {
    let person = work.plan.model().people.person;
    if tables.contains(&person) && let Some(survivor) = work.around.survivor(key) {
        return survivor;
    }
    tables.iter().find_map(|table| work.around.work(*table, key)).map_or(key, |(survivor, _)| survivor)
}

fn display_of(work: &Work<'_>, table: EntityId, key: Guid) -> Option<String> {
    let row = work.around.row(table, key).or_else(|| work.index.get(table, key))?;
    Some(work.plan.model().displays[usize::from(table.0)].of(row))
}

/// What the export shows beside a lookup, where it has such a column.
fn label_of(work: &Work<'_>, record: &SourceRecord, field: FieldId) -> Option<String> {
    let label = work.plan.label_column(record.entity(), field)?;
    record.get(label).filled().map(str::to_owned)
}

fn polymorphic(
    work: &Work<'_>,
    record: &SourceRecord,
    field: FieldId,
    companion: FieldId,
    text: &str,
) -> Result<String, Reason> {
    let name = record.get(companion).filled().unwrap_or_default().trim();
    let table = work.plan.dictionary().find(name).ok_or(Reason::PolymorphicUnknownTable)?;
    let shown = lookup(work, record, field, &[table], text)?;
    Ok(format!("{}: {shown}", work.plan.dictionary().entity(table).name))
}

/// A value that was turned away, as it stands, with what cannot stand in a note written `\u{…}`.
pub(super) fn raw_value(text: &str) -> String {
    let mut raw = String::with_capacity(text.len());
    for character in continued(text).chars() {
        if character == '\\' || (character.is_control() && character != '\n') {
            raw.extend(character.escape_unicode());
        } else {
            raw.push(character);
        }
    }
    raw
}
